import type { GroupKey } from "./dimension.ts";

export type Unit = "money" | "units" | "percent" | "money-per-unit" | "count";

/** A piece of source data that a line may lack. A missing piece is never a zero. */
export type Piece = "price" | "pre_invoice" | "post_invoice" | "unit_cost" | "freight";

/**
 * Additive columns of the line table and of every rollup. Money columns hold the sum over the lines that
 * have every piece in their name's definition; `units_…` are the units of those lines, so that coverage
 * and per-unit ratios come from the same lines.
 */
export const measures = [
  "sold_quantity",
  "forecast_quantity",
  "gross_sales",
  "pre_invoice_deductions",
  "net_invoice_sales",
  "post_invoice_discounts",
  "post_invoice_other",
  "net_sales",
  /** Gross sales − net sales, of the lines that have both. */
  "deductions",
  "manufacturing_cost",
  "freight_cost",
  "other_cost",
  "cogs",
  "gross_margin",
  /** Denominators of ratios, over exactly the lines that have the numerator. */
  "gross_sales_with_pre",
  "net_invoice_sales_with_post",
  "net_sales_with_freight",
  "net_sales_with_margin",
  /** Units of the lines that have every piece needed. */
  "units_with_price",
  "units_with_pre",
  "units_with_post",
  "units_with_cost",
  "units_with_freight",
  "units_with_margin",
] as const;
export type Measure = (typeof measures)[number];

/** How a metric is computed; `answer/` turns each kind into SQL. */
export type Formula =
  /** Sum of one or several measures. */
  | { readonly kind: "sum"; readonly of: readonly Measure[] }
  /** Ratio of two sums over the same lines; not available where the denominator is 0. */
  | {
      readonly kind: "ratio";
      readonly numerator: Measure | readonly Measure[];
      readonly denominator: Measure | readonly Measure[];
    }
  /** Forecast against sold, over months where both are loaded. `absolute` is taken at the question's level. */
  | {
      readonly kind: "demand";
      readonly value:
        | "net_error"
        | "net_error_pct"
        | "absolute_error"
        | "absolute_error_pct"
        | "forecast_accuracy";
    }
  /** Distinct codes with sold quantity above zero. */
  | { readonly kind: "distinct"; readonly of: "product_code" | "customer_code" | "market" }
  /** Codes in the product dimension, sold or not. */
  | { readonly kind: "listed" }
  /** Product codes whose first sale ever lies in the period. */
  | { readonly kind: "new" }
  /** Unweighted mean over product codes of a yearly rate table. */
  | { readonly kind: "rate"; readonly of: "gross_price" | "manufacturing_cost" };

export interface Metric {
  /** Column key in answers. */
  readonly key: string;
  readonly label: string;
  /** What it means, in one sentence, for someone who has never seen the schema. */
  readonly description: string;
  /** The formula in words, as the controller would write it. */
  readonly definition: string;
  /** The mistake that is easily made with it. */
  readonly trap: string;
  readonly unit: Unit;
  readonly formula: Formula;
  /** Measure whose value is the covered units; none where nothing can be missing. */
  readonly covered?: Measure;
  /** Pieces without which a line cannot be counted. */
  readonly pieces: readonly Piece[];
  readonly good: "up" | "down" | "neutral";
  /** Whether a row's share of the total means anything (false for ratios and distinct counts). */
  readonly shareable: boolean;
  /** Whether rows add up to the total. */
  readonly additive: boolean;
  /** The fact whose rows decide whether a period is loaded. */
  readonly fact: "sales" | "forecast" | "both" | "none";
  readonly owner: "Finance" | "Sales" | "Supply chain" | "Product management";
  readonly synonyms: readonly string[];
  /** Break-downs and filters it allows; all when absent. */
  readonly allows?: readonly GroupKey[];
}

export const defineMetric = (metric: Metric): Metric => Object.freeze(metric);

export const allowsGroup = (metric: Metric, key: GroupKey): boolean => metric.allows?.includes(key) ?? true;
