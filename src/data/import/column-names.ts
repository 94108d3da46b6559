import type { TableName } from "./tables.ts";

/** "Product Code", " product-code", "productCode", "PRODUCTCODE" are one column. */
export const spellingOf = (written: string): string => written.toLowerCase().replace(/[\s_\-.]+/g, "");

const units = ["quantity", "qty", "units"];

/** Other words for a column that mean nothing else in its table; the column's own name always wins. */
const general: Readonly<Record<string, readonly string[]>> = {
  product_code: ["product id", "product no", "product number", "sku", "item code", "article number"],
  customer_code: ["customer id", "customer no", "customer number", "account code", "account id"],
  market: ["country"],
  sub_zone: ["zone"],
  date: ["month"],
  fiscal_year: ["fy", "year", "financial year"],
  cost_year: ["fiscal year", "fy", "year", "financial year"],
  gross_price: ["price", "list price", "gross price usd"],
  manufacturing_cost: ["cost", "unit cost", "mfg cost"],
  pre_invoice_discount_pct: ["pre invoice discount", "pre invoice discount percent", "pre invoice pct"],
  freight_pct: ["freight", "freight percent"],
  other_cost_pct: ["other cost", "other cost percent"],
  discounts_pct: ["discounts", "discount pct", "discounts percent"],
  other_deductions_pct: ["other deductions", "other deductions percent"],
  sold_quantity: [
    "sold qty",
    "sold units",
    "units sold",
    "quantity sold",
    "sales quantity",
    "sales qty",
    ...units,
  ],
  forecast_quantity: ["forecast qty", "forecast units", "forecasted quantity", "forecast", ...units],
};

const ofTable: Partial<Record<TableName, Readonly<Record<string, readonly string[]>>>> = {
  dim_customer: { customer: ["customer name"] },
  target: {
    metric: ["measure", "kpi"],
    dimension: ["level"],
    value: ["target", "target value", "goal"],
  },
  dim_product: { product: ["product name"], variant: ["product variant"] },
};

/** How a column of a table may be spelled, its own name first. */
export const spellingsOf = (table: TableName, column: string): readonly string[] =>
  [column, ...(general[column] ?? []), ...(ofTable[table]?.[column] ?? [])].map(spellingOf);

/** How a column that the wide layout repeats may be spelled. */
export const wideSpellings = (column: string): readonly string[] =>
  [
    column,
    ...(column === "customer_name" ? ["customer"] : []),
    ...(column === "product" ? ["product name"] : []),
  ].map(spellingOf);
