import type { Measure } from "../metric.ts";

/**
 * The tables of schema `answers`, declared as data. The line table has one row per month × customer account ×
 * variant with sales or a forecast; each rollup sums it to a coarser grain. Only additive columns are stored;
 * ratios are computed from sums.
 */

/** Columns of the line table that hold numbers; NULL where a piece is missing, never zero. */
export const lineColumns = [
  "sold_quantity",
  "forecast_quantity",
  "gross_sales",
  "pre_invoice_deductions",
  "post_invoice_discounts",
  "post_invoice_other",
  "manufacturing_cost",
  "freight_cost",
  "other_cost",
] as const;

const netInvoice = "gross_sales - pre_invoice_deductions";
const net = `${netInvoice} - post_invoice_discounts - post_invoice_other`;
const cogs = "manufacturing_cost + freight_cost + other_cost";
const where = (present: string, value: string): string =>
  `CASE WHEN ${present} IS NOT NULL THEN ${value} END`;

/** Every measure as an expression over one line; NULL arithmetic drops the lines that lack a piece. */
export const lineExpressions: Readonly<Record<Measure, string>> = Object.freeze({
  sold_quantity: "sold_quantity",
  forecast_quantity: "forecast_quantity",
  gross_sales: "gross_sales",
  pre_invoice_deductions: "pre_invoice_deductions",
  net_invoice_sales: netInvoice,
  post_invoice_discounts: "post_invoice_discounts",
  post_invoice_other: "post_invoice_other",
  net_sales: net,
  deductions: `gross_sales - (${net})`,
  manufacturing_cost: "manufacturing_cost",
  freight_cost: "freight_cost",
  other_cost: "other_cost",
  cogs,
  gross_margin: `${net} - (${cogs})`,
  gross_sales_with_pre: where("pre_invoice_deductions", "gross_sales"),
  net_invoice_sales_with_post: where("post_invoice_discounts", netInvoice),
  net_sales_with_freight: where("freight_cost", net),
  net_sales_with_margin: where(cogs, net),
  units_with_price: where("gross_sales", "sold_quantity"),
  units_with_pre: where("pre_invoice_deductions", "sold_quantity"),
  units_with_post: where("post_invoice_discounts", "sold_quantity"),
  units_with_cost: where("manufacturing_cost", "sold_quantity"),
  units_with_freight: where("freight_cost", "sold_quantity"),
  units_with_margin: where(cogs, "sold_quantity"),
});

export type KeyColumn = "product_code" | "customer_code" | "market" | "division" | "segment" | "category";

export interface Rollup {
  readonly name: string;
  /** What one row is, in words. */
  readonly grain: string;
  /** Besides the month (`date`). */
  readonly keys: readonly KeyColumn[];
  /** Columns that slices name, each indexed together with the month; rows of a month lie side by side by the first. */
  readonly slicedBy?: readonly KeyColumn[];
  /** The finer rollup it is summed from, which is built before it; the line table when absent. */
  readonly from?: string;
  /** One row per fiscal quarter, under its first month, and not per month. */
  readonly quarterly?: true;
}

const byMonth: readonly Rollup[] = [
  { name: "by_market", grain: "market × month", keys: ["market"], from: "by_account" },
  {
    name: "by_account",
    grain: "customer account × month",
    keys: ["customer_code", "market"],
    from: "by_account_category",
  },
  { name: "by_variant", grain: "variant × month", keys: ["product_code"], from: "by_variant_market" },
  {
    name: "by_account_category",
    grain: "customer account × category × month",
    keys: ["customer_code", "market", "division", "segment", "category"],
    slicedBy: ["market"],
  },
  {
    name: "by_variant_market",
    grain: "variant × market × month",
    keys: ["product_code", "market"],
    slicedBy: ["market"],
  },
];

/** The same by fiscal quarter: a year is four rows of each member and not twelve. */
const byQuarter = (rollup: Rollup): Rollup => ({
  ...rollup,
  name: `${rollup.name}_quarter`,
  grain: rollup.grain.replace("month", "fiscal quarter"),
  from: rollup.name,
  quarterly: true,
});

/** Smallest first, those by quarter before those by month that they are summed from; the few rows by market have none. */
export const rollups: readonly Rollup[] = Object.freeze(
  byMonth.flatMap((rollup) => (rollup.name === "by_market" ? [rollup] : [byQuarter(rollup), rollup])),
);

/** The smallest rollup by month that holds what is asked; the line table when none does. */
export const smallestRollup = (holds: (rollup: Rollup) => boolean): Rollup =>
  byMonth.find(holds) ?? lineTable;

export const quarterlyOf = ({ name }: Rollup): Rollup | undefined =>
  rollups.find(({ quarterly, from }) => quarterly && from === name);

/** The table that every rollup is built from, and the last resort of the compiler. */
export const lineTable: Rollup = {
  name: "line",
  grain: "customer account × variant × month",
  keys: ["product_code", "customer_code", "market"],
  slicedBy: ["customer_code", "product_code"],
};
