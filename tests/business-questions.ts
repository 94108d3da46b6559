import { reportQuestions } from "./business-reports.ts";
import {
  first,
  fy2025,
  fy2026,
  grouped,
  lines,
  margin,
  number,
  post,
  within,
} from "./support/business-sql.ts";
import { net } from "./support/plain-sql.ts";

/** What the business asks of these tables, in its own words, with two ways to type it and the answer as plain SQL. */
export interface BusinessQuestion {
  readonly asked: string;
  /** Typed after `bims ask`; none where only a command answers. */
  readonly ask?: string;
  /** Typed after `/bims`. */
  readonly command: string;
  /** Names its columns by the keys of the answer; written apart from the product's SQL. FY2026 is complete. */
  readonly sql: string;
  /** What the question answers, where that is another table than the command's. */
  readonly askSql?: string;
}

export const businessQuestions: readonly BusinessQuestion[] = [
  {
    asked: "Quantity and revenue by category across markets and channels",
    ask: "sold quantity and net sales by category, market, channel FY2026",
    command: "ask sold quantity and net sales by category, market, channel FY2026",
    sql: grouped("category, market, channel", { sold_quantity: "SUM(q)", net_sales: `SUM(${net})` }),
  },
  {
    asked: "Forecast quantity of a product in a market and platform per year",
    ask: "forecast quantity of Trail Camera in India E-Commerce by fiscal year",
    command: "trend forecast quantity of Trail Camera in India E-Commerce by fiscal year",
    sql: `SELECT 'FY' || EXTRACT(YEAR FROM date + INTERVAL '4 months') AS fiscal_year, ${number("SUM(forecast_quantity)")} AS forecast_quantity
      FROM fact_forecast_monthly JOIN dim_customer USING (customer_code) JOIN dim_product USING (product_code)
      WHERE product = 'Trail Camera' AND market = 'India' AND platform = 'E-Commerce' GROUP BY 1`,
  },
  {
    asked: "Average gross price per product for a year",
    ask: "list price by product FY2026",
    command: "pricing by product FY2026",
    sql: `SELECT product, ${number("AVG(gross_price)")} AS list_price FROM gross_price
      JOIN dim_product USING (product_code) WHERE fiscal_year = 2026 GROUP BY product`,
  },
  {
    asked: "Deductions and discounts per customer for a fiscal year",
    ask: "pre-invoice deductions and post-invoice deductions by customer FY2026",
    command: "deductions by customer FY2026",
    sql: grouped("customer", {
      pre_invoice_deductions: "SUM(q * price * pre)",
      post_invoice_deductions: `SUM(${post})`,
    }),
  },
  {
    asked: "Products with the highest manufacturing cost",
    ask: "top 5 variants by unit cost FY2026",
    command: "top 5 variants by unit cost FY2026",
    sql: first(
      5,
      "unit_cost",
      `SELECT product_code, ${number("manufacturing_cost")} AS unit_cost FROM manufacturing_cost WHERE cost_year = 2026`,
    ),
  },
  {
    asked: "Products with the lowest manufacturing cost",
    ask: "bottom 5 variants by unit cost FY2026",
    command: "bottom 5 variants by unit cost FY2026",
    sql: `SELECT product_code, ${number("manufacturing_cost")} AS unit_cost FROM manufacturing_cost
      WHERE cost_year = 2026 ORDER BY manufacturing_cost LIMIT 5`,
  },
  {
    asked: "Freight cost per market for a fiscal year",
    ask: "freight cost by market FY2026",
    command: "costs by market FY2026",
    sql: grouped("market", { freight_cost: `SUM(${net} * freight)` }),
  },
  {
    asked: "Top 10 products by revenue in a year",
    ask: "top 10 products by revenue FY2026",
    command: "top 10 products by revenue FY2026",
    sql: first(10, "net_sales", grouped("product", { net_sales: `SUM(${net})` })),
  },
  {
    asked: "Top 3 customers by purchases in a year",
    ask: "top 3 customers by units FY2026",
    command: "top 3 customers by units FY2026",
    sql: first(3, "sold_quantity", grouped("customer", { sold_quantity: "SUM(q)" })),
  },
  {
    asked: "Monthly trend of one product",
    ask: "net sales of Trail Camera by month FY2026",
    command: "trend net sales of Trail Camera FY2026",
    sql: grouped(
      "CAST(date AS text)",
      { net_sales: `SUM(${net})` },
      `${fy2026} AND product = 'Trail Camera'`,
    ).replace("CAST(date AS text),", "CAST(date AS text) AS month,"),
  },
  {
    asked: "Share of the top 5 products",
    ask: "top 5 products by share of net sales FY2026",
    command: "top 5 products by share of net sales FY2026",
    sql: first(
      5,
      "net_sales_share",
      `SELECT product, net_sales, net_sales / SUM(net_sales) OVER () AS net_sales_share
       FROM (${grouped("product", { net_sales: `SUM(${net})` })}) AS products`,
    ),
  },
  {
    asked: "Sales over time",
    ask: "net sales by quarter FY2025 to FY2026",
    command: "trend net sales by quarter FY2025 to FY2026",
    sql: `SELECT 'FY' || EXTRACT(YEAR FROM date + INTERVAL '4 months') || ' Q' || EXTRACT(QUARTER FROM date + INTERVAL '4 months')
      AS fiscal_quarter, ${number(`SUM(${net})`)} AS net_sales FROM ${lines} WHERE ${fy2025} OR ${fy2026} GROUP BY 1`,
  },
  {
    asked: "Markets a customer operates in within a region",
    ask: "markets of Parcelwood in APAC FY2026",
    command: "list markets of Parcelwood in APAC FY2026",
    sql: `SELECT market FROM ${lines} WHERE ${fy2026} AND customer = 'Parcelwood' AND region = 'APAC' GROUP BY market HAVING SUM(q) > 0`,
  },
  {
    asked: "Products sold this year against last",
    ask: "products sold FY2026 vs FY2025",
    command: "ask products sold FY2026 vs FY2025",
    sql: `SELECT ${number(`COUNT(DISTINCT product_code) FILTER (WHERE ${fy2026} AND q > 0)`)} AS products_sold,
      ${number(`COUNT(DISTINCT product_code) FILTER (WHERE ${fy2025} AND q > 0)`)} AS products_sold_previous FROM ${lines}`,
  },
  {
    asked: "Products listed per segment",
    ask: "products listed by segment",
    command: "ask products listed by segment",
    sql: `SELECT segment, ${number("COUNT(*)")} AS products_listed FROM dim_product GROUP BY segment`,
  },
  {
    asked: "The segment with most new products",
    ask: "top 1 segment by new products FY2026",
    command: "top 1 segments by new products FY2026",
    sql: first(
      1,
      "new_products",
      `SELECT segment, ${number("COUNT(*)")} AS new_products FROM
        (SELECT product_code, MIN(date) AS date FROM fact_sales_monthly WHERE sold_quantity > 0 GROUP BY product_code) AS launches
        JOIN dim_product USING (product_code) WHERE ${fy2026} GROUP BY segment`,
    ),
  },
  {
    asked: "The five customers with the highest pre-invoice discount in a market",
    ask: "top 5 customers by pre-invoice discount % in India FY2026",
    command: "top 5 customers by pre-invoice discount % in India FY2026",
    sql: first(
      5,
      "pre_invoice_discount_pct",
      grouped(
        "customer",
        { pre_invoice_discount_pct: "SUM(q * price * pre) / SUM(q * price) FILTER (WHERE pre IS NOT NULL)" },
        `${fy2026} AND market = 'India'`,
      ),
    ),
  },
  {
    asked: "One customer's gross sales by month",
    ask: "gross sales of Parcelwood by month FY2026",
    command: "trend gross sales of Parcelwood FY2026",
    sql: `SELECT CAST(date AS text) AS month, ${number("SUM(q * price)")} AS gross_sales
      FROM ${lines} WHERE ${fy2026} AND customer = 'Parcelwood' GROUP BY date`,
  },
  {
    asked: "The quarter with most units",
    ask: "top 1 quarter by units FY2026",
    command: "top 1 quarters by units FY2026",
    sql: `SELECT 'FY' || EXTRACT(YEAR FROM date + INTERVAL '4 months') || ' Q' || EXTRACT(QUARTER FROM date + INTERVAL '4 months')
      AS fiscal_quarter, ${number("SUM(q)")} AS sold_quantity FROM ${lines} WHERE ${fy2026} GROUP BY 1 ORDER BY 2 DESC LIMIT 1`,
  },
  {
    asked: "The channel with most gross sales and its share",
    ask: "top 1 channels by share of gross sales FY2026",
    command: "top 1 channels by share of gross sales FY2026",
    sql: first(
      1,
      "gross_sales",
      `SELECT channel, gross_sales, gross_sales / SUM(gross_sales) OVER () AS gross_sales_share
       FROM (${grouped("channel", { gross_sales: "SUM(q * price)" })}) AS channels`,
    ),
  },
  {
    asked: "The top 3 products in each division by units",
    ask: "top 3 products in each division by units FY2026",
    command: "top 3 products in each division by units FY2026",
    sql: `SELECT division, product, sold_quantity FROM (
      SELECT division, product, sold_quantity, ROW_NUMBER() OVER (PARTITION BY division ORDER BY sold_quantity DESC, product) AS place
      FROM (${grouped("division, product", { sold_quantity: "SUM(q)" })}) AS products) AS placed WHERE place <= 3`,
  },
  {
    asked: "A customer's monthly product-level report",
    ask: "units and net sales of Parcelwood by month, product FY2026 Q1",
    command: "ask units and net sales of Parcelwood by month, product FY2026 Q1",
    sql: `SELECT CAST(date AS text) AS month, product, ${number("SUM(q)")} AS sold_quantity, ${number(`SUM(${net})`)} AS net_sales
      FROM ${lines} WHERE ${within("2025-09-01", "2025-11-30")} AND customer = 'Parcelwood' GROUP BY date, product`,
  },
  {
    asked: "The bottom 5 customers by gross margin %",
    ask: "bottom 5 customers by gross margin % FY2026",
    command: "bottom 5 customers by gross margin % FY2026",
    sql: `SELECT customer, ${number(`SUM(${margin}) / NULLIF(SUM(${net}) FILTER (WHERE ${margin} IS NOT NULL), 0)`)} AS gross_margin_pct
      FROM ${lines} WHERE ${fy2026} GROUP BY customer ORDER BY 2 LIMIT 5`,
  },
  {
    asked: "Share of total within a region",
    ask: "share of net sales by market in EU FY2026",
    command: "ask share of net sales by market in EU FY2026",
    sql: `SELECT market, net_sales / SUM(net_sales) OVER () AS net_sales_share
      FROM (${grouped("market", { net_sales: `SUM(${net})` }, `${fy2026} AND region = 'EU'`)}) AS markets`,
  },
  {
    asked: "Forecast accuracy by segment",
    ask: "forecast accuracy by segment FY2026",
    command: "demand by segment FY2026",
    sql: `SELECT segment, ${number("GREATEST(0, 1 - SUM(ABS(forecast - sold)) / SUM(forecast))")} AS forecast_accuracy FROM (
      SELECT product_code, date, SUM(sold) AS sold, SUM(forecast) AS forecast FROM (
        SELECT product_code, date, sold_quantity AS sold, 0 AS forecast FROM fact_sales_monthly
        UNION ALL SELECT product_code, date, 0, forecast_quantity FROM fact_forecast_monthly) AS both_sides
      WHERE ${fy2026} GROUP BY product_code, date) AS grains JOIN dim_product USING (product_code) GROUP BY segment`,
  },
  ...reportQuestions,
];
