import { type Measure, measures } from "../../metric.ts";
import { lineExpressions, type Rollup } from "../rollups.ts";

/**
 * The SELECT bodies of the refresh: plain SQL without DDL, INSERT or vendor functions, so that another engine can
 * run them unchanged. `:first` and `:last` are the first and the last month to build.
 */

/**
 * Rates per fiscal year, one row per key; the tables they fill hold doubles, so each rate is cast once. And one
 * variant that stands for all of its category, so that grouping by category takes one short code.
 */
export const lookupBodies = Object.freeze({
  price: "SELECT product_code, fiscal_year, gross_price AS rate FROM gross_price",
  unit_cost:
    "SELECT product_code, cost_year AS fiscal_year, manufacturing_cost AS rate FROM manufacturing_cost",
  pre_invoice:
    "SELECT customer_code, fiscal_year, pre_invoice_discount_pct AS rate FROM pre_invoice_deductions",
  freight: "SELECT market, fiscal_year, freight_pct AS rate, other_cost_pct AS other_rate FROM freight_cost",
  family:
    "SELECT product_code, MIN(product_code) OVER (PARTITION BY division, segment, category) AS family FROM dim_product",
});

/** What one month knows of every account and every variant: lines then meet two small tables and not six. */
export const monthlyRateBodies = Object.freeze({
  account_rate: `
SELECT calendar.date, dim_customer.customer_code, dim_customer.market, pre_invoice.rate AS pre_invoice,
  freight.rate AS freight, freight.other_rate AS other
FROM answers.calendar
CROSS JOIN dim_customer
LEFT JOIN answers.pre_invoice
  ON pre_invoice.customer_code = dim_customer.customer_code AND pre_invoice.fiscal_year = calendar.fiscal_year
LEFT JOIN answers.freight ON freight.market = dim_customer.market AND freight.fiscal_year = calendar.fiscal_year
WHERE calendar.date BETWEEN CAST(:first AS date) AND CAST(:last AS date)`,
  variant_rate: `
SELECT calendar.date, dim_product.product_code, price.rate AS price, unit_cost.rate AS unit_cost
FROM answers.calendar
CROSS JOIN dim_product
LEFT JOIN answers.price ON price.product_code = dim_product.product_code AND price.fiscal_year = calendar.fiscal_year
LEFT JOIN answers.unit_cost
  ON unit_cost.product_code = dim_product.product_code AND unit_cost.fiscal_year = calendar.fiscal_year
WHERE calendar.date BETWEEN CAST(:first AS date) AND CAST(:last AS date)`,
});

export const period = "date BETWEEN CAST(:first AS date) AND CAST(:last AS date)";
const inPeriod = (table: string): string => `(SELECT * FROM ${table} WHERE ${period}) AS ${table}`;

/**
 * Sales, forecast and promotions, each one row per key; a side without a row stays NULL. The table it fills holds
 * doubles, so each rate is cast once. Promotions of what was neither sold nor planned are no line.
 */
export const sidesBody = `
SELECT date, customer_code, product_code, sold_quantity, forecast_quantity, discounts_pct, other_deductions_pct
FROM ${inPeriod("fact_sales_monthly")}
FULL JOIN ${inPeriod("fact_forecast_monthly")} USING (date, customer_code, product_code)
LEFT JOIN ${inPeriod("post_invoice_deductions")} USING (date, customer_code, product_code)`;

/** All of `sides`. Prices, costs and rates join on the fiscal year of the date; a missing rate makes its columns NULL. */
export const lineBody = `
WITH priced AS (
  SELECT sides.date, sides.customer_code, sides.product_code, account_rate.market,
    sides.sold_quantity, sides.forecast_quantity, sides.discounts, sides.other,
    account_rate.freight AS freight_rate, account_rate.other AS other_rate,
    sides.sold_quantity * variant_rate.price AS gross_sales,
    sides.sold_quantity * variant_rate.price * account_rate.pre_invoice AS pre_invoice_deductions,
    sides.sold_quantity * variant_rate.unit_cost AS manufacturing_cost
  FROM answers.sides
  JOIN answers.account_rate ON account_rate.date = sides.date AND account_rate.customer_code = sides.customer_code
  JOIN answers.variant_rate ON variant_rate.date = sides.date AND variant_rate.product_code = sides.product_code
), invoiced AS (
  SELECT priced.*,
    (gross_sales - pre_invoice_deductions) * discounts AS post_invoice_discounts,
    (gross_sales - pre_invoice_deductions) * other AS post_invoice_other
  FROM priced
)
SELECT date, customer_code, product_code, market, sold_quantity, forecast_quantity, gross_sales,
  pre_invoice_deductions, post_invoice_discounts, post_invoice_other, manufacturing_cost,
  (gross_sales - pre_invoice_deductions - post_invoice_discounts - post_invoice_other) * freight_rate AS freight_cost,
  (gross_sales - pre_invoice_deductions - post_invoice_discounts - post_invoice_other) * other_rate AS other_cost
FROM invoiced`;

const sums = (of: (measure: Measure) => string): string =>
  measures.map((measure) => `SUM(${of(measure)}) AS ${measure}`).join(",\n  ");

const quarters =
  "SELECT fiscal_quarter FROM answers.calendar WHERE date BETWEEN CAST(:first AS date) AND CAST(:last AS date)";
/** The rows of whole quarters that the months touch. */
export const quarterlyPeriod = `date IN (${quarters})`;

/** One rollup: the line table, or a finer rollup, summed to its grain. */
export const rollupBody = (rollup: Rollup): string => {
  const keys = rollup.keys.join(", ");
  if (rollup.quarterly)
    return `SELECT calendar.fiscal_quarter AS date, ${keys},\n  ${sums((measure) => measure)}
FROM answers.${rollup.from}
JOIN answers.calendar ON calendar.date = ${rollup.from}.date
WHERE calendar.fiscal_quarter IN (${quarters})
GROUP BY calendar.fiscal_quarter, ${keys}`;
  if (rollup.from !== undefined)
    return `SELECT date, ${keys},\n  ${sums((measure) => measure)}
FROM answers.${rollup.from} WHERE ${period}
GROUP BY date, ${keys}`;
  if (rollup.keys.includes("category")) return accountCategoryBody;
  return `SELECT date, ${keys},\n  ${sums((measure) => lineExpressions[measure])}
FROM answers.line WHERE ${period}
GROUP BY date, ${keys}`;
};

/** Grouped by two short codes, one variant standing for its category; names and market join afterwards. */
const accountCategoryBody = `
WITH sums AS (
  SELECT line.date, line.customer_code, family.family,\n  ${sums((measure) => lineExpressions[measure])}
  FROM answers.line
  JOIN answers.family ON family.product_code = line.product_code
  WHERE line.${period}
  GROUP BY line.date, line.customer_code, family.family
)
SELECT sums.date, sums.customer_code, dim_customer.market, dim_product.division, dim_product.segment,
  dim_product.category,\n  ${measures.map((measure) => `sums.${measure}`).join(", ")}
FROM sums
JOIN dim_product ON dim_product.product_code = sums.family
JOIN dim_customer ON dim_customer.customer_code = sums.customer_code`;

/** One row per month that holds facts: what periods and coverage need to know. */
export const monthBody = `
SELECT date, COUNT(sold_quantity) AS sales_lines, COUNT(forecast_quantity) AS forecast_lines
FROM answers.line
WHERE date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
GROUP BY date`;
