import { net, sales } from "../support/plain-sql.ts";

/** A question as a person types it, and the statement an analyst would write on the ten tables for the same rows. */
export interface StandardQuestion {
  readonly words: string;
  /** Column of the answer that the statement's `value` equals, row by row in any order. */
  readonly metric: string;
  /** The plain star join: facts, dimensions and rates, nothing made beforehand. */
  readonly star: string;
}

/** FY2026 of the invented company, and the year before. */
const year = "date BETWEEN '2025-09-01' AND '2026-08-01'";
const bothYears = "date BETWEEN '2024-09-01' AND '2026-08-01'";
const cost = `(q * cost + ${net} * (freight + extra))`;
const margin = `(${net} - ${cost})`;

const star = (value: string, where: string, group: string, order = ""): string =>
  `SELECT ${group} AS name, CAST(${value} AS double precision) AS value FROM (${sales}) AS lines WHERE ${where} GROUP BY ${group} ${order}`;
const top = (count: number): string => `ORDER BY value DESC NULLS LAST LIMIT ${count}`;
const compared = (value: string, where: string, group: string, order = ""): string =>
  `SELECT ${group} AS name, CAST(SUM(${value}) FILTER (WHERE ${year}) AS double precision) AS value,
     CAST(SUM(${value}) FILTER (WHERE NOT ${year}) AS double precision) AS previous
   FROM (${sales}) AS lines WHERE ${where} GROUP BY ${group} ${order}`;

/** The shapes that people ask most: a figure, rankings, trends, shares and break-downs, with and without a slice. */
export const standardQuestions: readonly StandardQuestion[] = Object.freeze([
  {
    words: "net sales FY2026 vs last year",
    metric: "net_sales",
    star: compared(net, bothYears, "q IS NOT NULL"),
  },
  {
    words: "top 10 products by net sales FY2026",
    metric: "net_sales",
    star: star(`SUM(${net})`, year, "product", top(10)),
  },
  {
    words: "top 5 customers by net sales in India FY2026",
    metric: "net_sales",
    star: star(`SUM(${net})`, `${year} AND market = 'India'`, "customer", top(5)),
  },
  {
    words: "net sales by month FY2026 vs last year",
    metric: "net_sales",
    star: compared(net, bothYears, "EXTRACT(MONTH FROM date)"),
  },
  {
    words: "gross margin % by market FY2026",
    metric: "gross_margin_pct",
    star: star(`SUM(${margin}) / SUM(CASE WHEN ${cost} IS NOT NULL THEN ${net} END)`, year, "market"),
  },
  {
    words: "share of net sales by channel FY2026",
    metric: "net_sales",
    star: star(`SUM(${net})`, year, "channel"),
  },
  {
    words: "net sales by segment in Germany FY2026",
    metric: "net_sales",
    star: star(`SUM(${net})`, `${year} AND market = 'Germany'`, "segment"),
  },
  {
    words: "top 10 products by gross margin in India FY2026 vs last year",
    metric: "gross_margin",
    star: compared(margin, `${bothYears} AND market = 'India'`, "product", top(10)),
  },
  {
    words: "sold quantity by category in e-commerce FY2026",
    metric: "sold_quantity",
    star: star("SUM(q)", `${year} AND platform = 'E-Commerce'`, "category"),
  },
  {
    words: "forecast accuracy by segment FY2026",
    metric: "forecast_accuracy",
    star: `SELECT segment AS name,
        CAST(GREATEST(0, 1 - SUM(ABS(forecast - sold)) / NULLIF(SUM(forecast), 0)) AS double precision) AS value
      FROM (
        SELECT segment, product_code, date, SUM(COALESCE(sold_quantity, 0)) AS sold, SUM(COALESCE(forecast_quantity, 0)) AS forecast
        FROM (SELECT * FROM fact_sales_monthly WHERE ${year}) AS s
        FULL JOIN (SELECT * FROM fact_forecast_monthly WHERE ${year}) AS f USING (date, product_code, customer_code)
        JOIN dim_product USING (product_code)
        GROUP BY segment, product_code, date
      ) AS months GROUP BY segment`,
  },
  {
    words: "sold quantity of Trail Camera by month FY2026",
    metric: "sold_quantity",
    star: star("SUM(q)", `${year} AND product = 'Trail Camera'`, "date"),
  },
  {
    words: "freight cost by market FY2026",
    metric: "freight_cost",
    star: star(`SUM(${net} * freight)`, year, "market"),
  },
]);

/** Distinct counts and lists at customer level read the line table, or a large part of a rollup: each within a second. */
export const widerQuestions: readonly string[] = Object.freeze([
  "customers served by market FY2026",
  "products sold by customer FY2026",
  "top 100 customers by net sales of Trail Camera FY2026 vs last year",
  "top 10 products by net sales in Parcelwood FY2026",
  "net sales by customer and month FY2026",
]);
