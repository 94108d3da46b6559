import type { BusinessQuestion } from "./business-questions.ts";
import { first, fy2025, fy2026, grouped, invoiced, lines, margin, number } from "./support/business-sql.ts";
import { net, sales } from "./support/plain-sql.ts";

/** Each line of the statement in both years: `value` is its money per sales line. */
const statementLine = (value: string): string => `
  SELECT ${number(`SUM(${value}) FILTER (WHERE ${fy2026})`)} AS now, ${number(`SUM(${value}) FILTER (WHERE ${fy2025})`)} AS before
  FROM ${lines}`;

const shares = (dimension: string): string => `
  SELECT ${dimension}, net_sales / SUM(net_sales) OVER () AS net_sales_share
  FROM (${grouped(dimension, { net_sales: `SUM(${net})` })}) AS parts`;

/** Sold and forecast of each variant, month and member; what is missing on one side counts as 0. */
const accuracyBy = (dimension: string): string => `
  SELECT ${dimension}, ${number("GREATEST(0, 1 - SUM(ABS(forecast - sold)) / SUM(forecast))")} AS forecast_accuracy FROM (
    SELECT ${dimension}, product_code, date, SUM(sold) AS sold, SUM(forecast) AS forecast FROM (
      SELECT customer_code, product_code, date, sold_quantity AS sold, 0 AS forecast FROM fact_sales_monthly
      UNION ALL SELECT customer_code, product_code, date, 0, forecast_quantity FROM fact_forecast_monthly) AS sides
    JOIN dim_customer USING (customer_code) WHERE ${fy2026} GROUP BY ${dimension}, product_code, date) AS grains
  GROUP BY ${dimension}`;

const mean = (year: number): string => `AVG(gross_price) FILTER (WHERE fiscal_year = ${year})`;
const rate = "SUM(q * price * pre) / SUM(q * price) FILTER (WHERE pre IS NOT NULL)";

/** Net sales of each variant in each market on both sides, where every line that sold has every piece. */
const pairs = `
  SELECT product_code, market, SUM(q) FILTER (WHERE ${fy2026}) AS q1, SUM(q) FILTER (WHERE ${fy2025}) AS q0,
    SUM(${net}) FILTER (WHERE ${fy2026}) AS n1, SUM(${net}) FILTER (WHERE ${fy2025}) AS n0
  FROM ${lines} WHERE (${fy2026} OR ${fy2025}) AND q > 0
  GROUP BY product_code, market HAVING COUNT(*) = COUNT(${net})`;

/** What finance and supply chain ask that takes a report: `bims ask` has its figures, the command their meaning. */
export const reportQuestions: readonly BusinessQuestion[] = [
  {
    asked: "The profit and loss with last year",
    ask: "gross sales, net sales and gross margin FY2026 vs last year",
    command: "pnl FY2026",
    sql: [
      ...["q * price", "q * price * pre", invoiced, `${invoiced} * disc`, `${invoiced} * other`, net],
      ...["q * cost", `${net} * freight`, `${net} * extra`, margin],
    ]
      .map(statementLine)
      .join(" UNION ALL "),
    askSql: `SELECT ${Object.entries({ gross_sales: "q * price", net_sales: net, gross_margin: margin })
      .flatMap(([key, value]) => [
        `${number(`SUM(${value}) FILTER (WHERE ${fy2026})`)} AS ${key}`,
        `${number(`SUM(${value}) FILTER (WHERE ${fy2025})`)} AS ${key}_previous`,
      ])
      .join(", ")} FROM ${lines}`,
  },
  ...["channel", "platform"].map((dimension) => ({
    asked: `The mix by ${dimension}`,
    ask: `share of net sales by ${dimension} FY2026`,
    command: `mix by ${dimension} FY2026`,
    sql: shares(dimension),
  })),
  {
    asked: "Products new this year",
    ask: "products FY2026 with new products over 0",
    command: "changes products FY2026",
    sql: `SELECT product, ${number(`SUM(${net}) FILTER (WHERE ${fy2026})`)} AS net_sales FROM ${lines}
      GROUP BY product HAVING COALESCE(SUM(q) FILTER (WHERE ${fy2025}), 0) = 0 AND SUM(q) FILTER (WHERE ${fy2026}) > 0`,
    askSql: `SELECT product, ${number("COUNT(*)")} AS new_products FROM
      (SELECT product_code, MIN(date) AS date FROM fact_sales_monthly WHERE sold_quantity > 0 GROUP BY product_code) AS launches
      JOIN dim_product USING (product_code) WHERE ${fy2026} GROUP BY product ORDER BY 2 DESC, 1 LIMIT 10`,
  },
  {
    asked: "Price changes year on year",
    ask: "list price by product FY2026 vs last year",
    command: "pricing by product FY2026",
    sql: `SELECT product, ${number(`${mean(2026)} / ${mean(2025)} - 1`)} AS list_price_change_pct
      FROM gross_price JOIN dim_product USING (product_code) GROUP BY product`,
  },
  {
    asked: "Discount outliers",
    ask: "pre-invoice discount % by customer FY2026",
    command: "deductions by customer FY2026",
    sql: `WITH rates AS (${grouped("customer", { rate })}),
      usual AS (SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY rate) AS middle FROM rates),
      spread AS (SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ABS(rate - middle)) AS mad FROM rates, usual)
      SELECT customer, rate AS value, middle, 0.6745 * (rate - middle) / mad AS score FROM rates, usual, spread
      WHERE ABS(0.6745 * (rate - middle) / mad) > 3.5`,
    askSql: grouped("customer", { pre_invoice_discount_pct: rate }),
  },
  ...["customer", "market"].map((dimension) => ({
    asked: `Forecast accuracy by ${dimension}`,
    ask: `forecast accuracy by ${dimension} FY2026`,
    command: `demand by ${dimension} FY2026`,
    sql: accuracyBy(dimension),
  })),
  {
    asked: "Who was over- or under-forecast three months running",
    command: "demand by customer",
    sql: `WITH months AS (
        SELECT customer, date, SUM(forecast) - SUM(sold) AS net FROM (
          SELECT customer_code, date, sold_quantity AS sold, 0 AS forecast FROM fact_sales_monthly
          UNION ALL SELECT customer_code, date, 0, forecast_quantity FROM fact_forecast_monthly) AS sides
        JOIN dim_customer USING (customer_code) WHERE date BETWEEN '2025-11-01' AND '2026-10-01' GROUP BY customer, date),
      latest AS (SELECT customer, SIGN(net) AS side FROM months WHERE date = '2026-10-01'),
      broken AS (SELECT customer, MAX(date) FILTER (WHERE SIGN(net) <> side) AS date FROM months JOIN latest USING (customer) GROUP BY customer)
      SELECT customer, ${number("COUNT(*)")} AS months, ${number("SUM(net)")} AS net FROM months JOIN broken USING (customer)
      WHERE broken.date IS NULL OR months.date > broken.date GROUP BY customer HAVING COUNT(*) >= 3`,
  },
  {
    asked: "Customer concentration",
    ask: "top 1 customer by share of net sales FY2026",
    command: "risk FY2026",
    sql: `SELECT MAX(net_sales_share) AS share FROM (${shares("customer")}) AS customers`,
    askSql: first(1, "net_sales_share", shares("customer")),
  },
  {
    asked: "What drove the change",
    ask: "net sales FY2026 vs last year",
    command: "why FY2026",
    sql: `SELECT ${number("SUM(n1) FILTER (WHERE q0 IS NULL)")} AS money FROM (${pairs}) AS fresh
      UNION ALL SELECT ${number("-SUM(n0) FILTER (WHERE q1 IS NULL)")} FROM (${pairs}) AS gone`,
    askSql: `SELECT ${number(`SUM(${net}) FILTER (WHERE ${fy2026})`)} AS net_sales,
      ${number(`SUM(${net}) FILTER (WHERE ${fy2025})`)} AS net_sales_previous FROM (${sales}) AS lines`,
  },
];
