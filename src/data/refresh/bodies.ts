import { measures } from "../../metric.ts";
import { lineExpressions, type Rollup } from "../rollups.ts";

/**
 * The SELECT bodies of the refresh: plain SQL without DDL, INSERT or vendor functions, so that another engine can
 * run them unchanged. `:first` and `:last` are the first and the last month to build.
 */

/** Rates per fiscal year, one row per key; the tables they fill hold doubles, so each rate is cast once. */
export const rateBodies = Object.freeze({
  price: "SELECT product_code, fiscal_year, gross_price AS rate FROM gross_price",
  unit_cost:
    "SELECT product_code, cost_year AS fiscal_year, manufacturing_cost AS rate FROM manufacturing_cost",
  pre_invoice:
    "SELECT customer_code, fiscal_year, pre_invoice_discount_pct AS rate FROM pre_invoice_deductions",
  freight: "SELECT market, fiscal_year, freight_pct AS rate, other_cost_pct AS other_rate FROM freight_cost",
});

/** Sales and forecast meet as by a full outer join; a side without a row stays NULL. */
const bothSides = `
  SELECT date, customer_code, product_code, SUM(sold_quantity) AS sold_quantity, SUM(forecast_quantity) AS forecast_quantity
  FROM (
    SELECT date, customer_code, product_code, sold_quantity, CAST(NULL AS integer) AS forecast_quantity
    FROM fact_sales_monthly WHERE date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
    UNION ALL
    SELECT date, customer_code, product_code, CAST(NULL AS integer) AS sold_quantity, forecast_quantity
    FROM fact_forecast_monthly WHERE date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
  ) AS sides
  GROUP BY date, customer_code, product_code`;

/** Prices, costs and rates join on the fiscal year of the date; a missing rate makes its columns NULL. */
export const lineBody = `
WITH both_sides AS (${bothSides}
), priced AS (
  SELECT both_sides.date, both_sides.customer_code, both_sides.product_code, dim_customer.market, calendar.fiscal_year,
    both_sides.sold_quantity, both_sides.forecast_quantity,
    both_sides.sold_quantity * price.rate AS gross_sales,
    both_sides.sold_quantity * price.rate * pre_invoice.rate AS pre_invoice_deductions,
    both_sides.sold_quantity * unit_cost.rate AS manufacturing_cost
  FROM both_sides
  JOIN answers.calendar ON calendar.date = both_sides.date
  JOIN dim_customer ON dim_customer.customer_code = both_sides.customer_code
  LEFT JOIN answers.price ON price.product_code = both_sides.product_code AND price.fiscal_year = calendar.fiscal_year
  LEFT JOIN answers.unit_cost ON unit_cost.product_code = both_sides.product_code AND unit_cost.fiscal_year = calendar.fiscal_year
  LEFT JOIN answers.pre_invoice
    ON pre_invoice.customer_code = both_sides.customer_code AND pre_invoice.fiscal_year = calendar.fiscal_year
), invoiced AS (
  SELECT priced.*,
    (gross_sales - pre_invoice_deductions) * post.discounts_pct AS post_invoice_discounts,
    (gross_sales - pre_invoice_deductions) * post.other_deductions_pct AS post_invoice_other
  FROM priced
  LEFT JOIN post_invoice_deductions AS post
    ON post.date = priced.date AND post.customer_code = priced.customer_code AND post.product_code = priced.product_code
    AND post.date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
)
SELECT invoiced.date, customer_code, product_code, invoiced.market, sold_quantity, forecast_quantity, gross_sales,
  pre_invoice_deductions, post_invoice_discounts, post_invoice_other, manufacturing_cost,
  (gross_sales - pre_invoice_deductions - post_invoice_discounts - post_invoice_other) * freight.rate AS freight_cost,
  (gross_sales - pre_invoice_deductions - post_invoice_discounts - post_invoice_other) * freight.other_rate AS other_cost
FROM invoiced
LEFT JOIN answers.freight ON freight.market = invoiced.market AND freight.fiscal_year = invoiced.fiscal_year`;

/** One rollup: the line table summed to its grain. */
export const rollupBody = (rollup: Rollup): string => {
  const keys = rollup.keys.join(", ");
  const sums = measures.map((measure) => `SUM(${lineExpressions[measure]}) AS ${measure}`).join(",\n  ");
  const products = rollup.keys.includes("category")
    ? "\nJOIN dim_product ON dim_product.product_code = line.product_code"
    : "";
  return `SELECT line.date, ${keys},\n  ${sums}
FROM answers.line${products}
WHERE line.date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
GROUP BY line.date, ${keys}`;
};

/** One row per month that holds facts: what periods and coverage need to know. */
export const monthBody = `
SELECT date, COUNT(sold_quantity) AS sales_lines, COUNT(forecast_quantity) AS forecast_lines
FROM answers.line
WHERE date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
GROUP BY date`;
