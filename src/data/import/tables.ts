/**
 * The ten tables as companies export them, in the order in which they can be loaded: what is referred to comes
 * first; and what a company writes itself, its aliases (aliases.csv) and targets (targets.csv). Everything the import does with a table follows from its declaration here.
 */
export type ColumnKind =
  | "code"
  | "name"
  | "platform"
  | "channel"
  | "dimension"
  | "month"
  | "year"
  | "quantity"
  | "price"
  | "share"
  | "metric"
  | "target-dimension"
  /** A member of the dimension that stands in the column `dimension`. */
  | "member"
  | "period"
  /** In the unit of the metric that stands in the column `metric`. */
  | "target";

export type TableName =
  | "dim_market"
  | "dim_customer"
  | "dim_product"
  | "gross_price"
  | "manufacturing_cost"
  | "pre_invoice_deductions"
  | "freight_cost"
  | "fact_sales_monthly"
  | "fact_forecast_monthly"
  | "post_invoice_deductions"
  | "target"
  | "alias";

export interface ImportColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Part of the key. */
  readonly key: boolean;
  /** The dimension whose key it must hold. */
  readonly references: TableName | null;
}

/** A column that the wide layout repeats from a dimension; the dimension wins, a disagreement is reported. */
export interface WideColumn {
  readonly name: string;
  readonly table: TableName;
  readonly column: string;
}

export interface ImportTable {
  readonly name: TableName;
  readonly role: "dimension" | "rate" | "fact" | "target" | "alias";
  readonly columns: readonly ImportColumn[];
  readonly wide: readonly WideColumn[];
  /** The rule that a repeated key breaks. */
  readonly keyRule: 0 | 1 | 2;
}

type Described = readonly [name: string, kind: ColumnKind, more?: { key?: true; references?: TableName }];

const define = (
  name: TableName,
  role: ImportTable["role"],
  described: readonly Described[],
  more: Partial<Pick<ImportTable, "wide" | "keyRule">> = {},
): ImportTable =>
  Object.freeze({
    name,
    role,
    columns: described.map(([column, kind, { key = false, references = null } = {}]) => ({
      name: column,
      kind,
      key,
      references,
    })),
    wide: more.wide ?? [],
    keyRule: more.keyRule ?? 0,
  });

const key = true as const;
const product = ["product_code", "code", { key, references: "dim_product" }] as const;
const customer = ["customer_code", "code", { key, references: "dim_customer" }] as const;
const market = ["market", "name", { key, references: "dim_market" }] as const;
const year = ["fiscal_year", "year", { key }] as const;
const date = ["date", "month", { key }] as const;

const repeated: readonly WideColumn[] = [
  ...["division", "segment", "category", "product", "variant"].map((name) => ({
    name,
    table: "dim_product" as const,
    column: name,
  })),
  ...["market", "platform", "channel"].map((name) => ({
    name,
    table: "dim_customer" as const,
    column: name,
  })),
  { name: "customer_name", table: "dim_customer", column: "customer" },
];

export const importTables: readonly ImportTable[] = Object.freeze([
  define("dim_market", "dimension", [
    ["market", "name", { key }],
    ["sub_zone", "name"],
    ["region", "name"],
  ]),
  define(
    "dim_customer",
    "dimension",
    [
      ["customer_code", "code", { key }],
      ["customer", "name"],
      ["market", "name", { references: "dim_market" }],
      ["platform", "platform"],
      ["channel", "channel"],
    ],
    { keyRule: 1 },
  ),
  define(
    "dim_product",
    "dimension",
    [
      ["product_code", "code", { key }],
      ["division", "name"],
      ["segment", "name"],
      ["category", "name"],
      ["product", "name"],
      ["variant", "name"],
    ],
    { keyRule: 2 },
  ),
  define("gross_price", "rate", [product, year, ["gross_price", "price"]]),
  define("manufacturing_cost", "rate", [
    product,
    ["cost_year", "year", { key }],
    ["manufacturing_cost", "price"],
  ]),
  define("pre_invoice_deductions", "rate", [customer, year, ["pre_invoice_discount_pct", "share"]]),
  define("freight_cost", "rate", [market, year, ["freight_pct", "share"], ["other_cost_pct", "share"]]),
  define("fact_sales_monthly", "fact", [date, product, customer, ["sold_quantity", "quantity"]], {
    wide: repeated,
  }),
  define("fact_forecast_monthly", "fact", [date, product, customer, ["forecast_quantity", "quantity"]], {
    wide: repeated,
  }),
  define("post_invoice_deductions", "fact", [
    date,
    product,
    customer,
    ["discounts_pct", "share"],
    ["other_deductions_pct", "share"],
  ]),
  define("target", "target", [
    ["metric", "metric", { key }],
    ["dimension", "target-dimension", { key }],
    ["member", "member", { key }],
    ["period", "period", { key }],
    ["value", "target"],
  ]),
  define("alias", "alias", [
    ["dimension", "dimension", { key }],
    ["alias", "name", { key }],
    ["member", "name"],
  ]),
]);

export const tableNamed = (name: string): ImportTable => {
  const table = importTables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`no table is named ${name}`);
  return table;
};

export const keysOf = (table: ImportTable): readonly string[] =>
  table.columns.filter((column) => column.key).map((column) => column.name);

export const valuesOf = (table: ImportTable): readonly string[] =>
  table.columns.filter((column) => !column.key).map((column) => column.name);
