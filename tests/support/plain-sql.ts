import type { GroupKey } from "../../src/dimension.ts";

/**
 * The metrics once more, as plain SQL on the facts: written from the business definitions, apart from the
 * product's SQL, its rollups and its coverage counters. Fiscal years start in September.
 */

const fiscalYear = (date: string): string => `EXTRACT(YEAR FROM ${date} + INTERVAL '4 months')`;

/** Every sales line with the names, prices and rates that belong to it. */
export const sales = `
  SELECT s.date, s.product_code, s.customer_code, c.customer, c.market, c.platform, c.channel, m.sub_zone, m.region,
    p.division, p.segment, p.category, p.product, s.sold_quantity AS q, g.gross_price AS price,
    i.pre_invoice_discount_pct AS pre, o.discounts_pct AS disc, o.other_deductions_pct AS other,
    k.manufacturing_cost AS cost, f.freight_pct AS freight, f.other_cost_pct AS extra
  FROM fact_sales_monthly s
  JOIN dim_customer c USING (customer_code) JOIN dim_market m USING (market) JOIN dim_product p USING (product_code)
  LEFT JOIN gross_price g ON g.product_code = s.product_code AND g.fiscal_year = ${fiscalYear("s.date")}
  LEFT JOIN manufacturing_cost k ON k.product_code = s.product_code AND k.cost_year = ${fiscalYear("s.date")}
  LEFT JOIN pre_invoice_deductions i ON i.customer_code = s.customer_code AND i.fiscal_year = ${fiscalYear("s.date")}
  LEFT JOIN post_invoice_deductions o
    ON o.customer_code = s.customer_code AND o.product_code = s.product_code AND o.date = s.date
  LEFT JOIN freight_cost f ON f.market = c.market AND f.fiscal_year = ${fiscalYear("s.date")}`;

const demand = `
  SELECT COALESCE(s.date, f.date) AS date, COALESCE(s.product_code, f.product_code) AS product_code,
    COALESCE(s.customer_code, f.customer_code) AS customer_code,
    COALESCE(s.sold_quantity, 0) AS sold, COALESCE(f.forecast_quantity, 0) AS forecast
  FROM fact_sales_monthly s FULL JOIN fact_forecast_monthly f USING (date, product_code, customer_code)
  WHERE COALESCE(s.date, f.date) IN (SELECT date FROM fact_sales_monthly INTERSECT SELECT date FROM fact_forecast_monthly)`;

const names = `
  JOIN dim_customer c USING (customer_code) JOIN dim_market m USING (market) JOIN dim_product p USING (product_code)`;

/** Net sales of such a line. */
export const net = "q * price * (1 - pre) * (1 - disc - other)";
const invoiced = "q * price * (1 - pre)";
const costs = `q * cost + ${net} * (freight + extra)`;
const over = (numerator: string, denominator: string, complete: string): string =>
  `SUM(CASE WHEN (${complete}) IS NOT NULL THEN ${numerator} END) / NULLIF(SUM(CASE WHEN (${complete}) IS NOT NULL THEN ${denominator} END), 0)`;

/** Expressions over the sales lines; a line that lacks a piece falls out by NULL arithmetic. */
const lineMetrics: Readonly<Record<string, string>> = {
  sold_quantity: "SUM(q)",
  gross_sales: "SUM(q * price)",
  net_invoice_sales: `SUM(${invoiced})`,
  net_sales: `SUM(${net})`,
  average_selling_price: over(net, "q", net),
  average_gross_price: over("q * price", "q", "price"),
  pre_invoice_deductions: "SUM(q * price * pre)",
  pre_invoice_discount_pct: over("q * price * pre", "q * price", "q * price * pre"),
  post_invoice_discounts: `SUM(${invoiced} * disc)`,
  post_invoice_other: `SUM(${invoiced} * other)`,
  post_invoice_deductions: `SUM(${invoiced} * (disc + other))`,
  deductions: `SUM(q * price * (1 - (1 - pre) * (1 - disc - other)))`,
  deductions_pct: over(
    "q * price * (1 - (1 - pre) * (1 - disc - other))",
    "q * price",
    "q * price * pre * disc",
  ),
  price_realisation_pct: over(net, "q * price", net),
  post_invoice_discount_pct: over(`${invoiced} * (disc + other)`, invoiced, net),
  manufacturing_cost: "SUM(q * cost)",
  manufacturing_cost_per_unit: over("q * cost", "q", "cost"),
  freight_cost: `SUM(${net} * freight)`,
  freight_pct: over(`${net} * freight`, net, `${net} * freight`),
  other_cost: `SUM(${net} * extra)`,
  other_cost_pct: over(`${net} * extra`, net, `${net} * extra`),
  cogs: `SUM(${costs})`,
  gross_margin: `SUM(${net} - (${costs}))`,
  gross_margin_pct: over(`${net} - (${costs})`, net, costs),
  gross_margin_per_unit: over(`${net} - (${costs})`, "q", costs),
  products_sold: "COUNT(DISTINCT product_code) FILTER (WHERE q > 0)",
  customers_served: "COUNT(DISTINCT customer_code) FILTER (WHERE q > 0)",
  markets_served: "COUNT(DISTINCT market) FILTER (WHERE q > 0)",
};

const demandMetrics: Readonly<Record<string, string>> = {
  net_error: "SUM(forecast) - SUM(sold)",
  net_error_pct: "(SUM(forecast) - SUM(sold)) / NULLIF(SUM(forecast), 0)",
  forecast_bias: "(SUM(forecast) - SUM(sold)) / NULLIF(SUM(forecast), 0)",
  absolute_error: "SUM(ABS(forecast - sold))",
  absolute_error_pct: "SUM(ABS(forecast - sold)) / NULLIF(SUM(forecast), 0)",
  forecast_accuracy: "GREATEST(0, 1 - SUM(ABS(forecast - sold)) / NULLIF(SUM(forecast), 0))",
};

const groupExpression = (group: GroupKey | undefined): string => {
  switch (group) {
    case undefined:
      return "''";
    case "month":
      return "CAST(date AS text)";
    case "fiscal_quarter":
      return `'FY' || ${fiscalYear("date")} || ' Q' || EXTRACT(QUARTER FROM date + INTERVAL '4 months')`;
    case "fiscal_year":
      return `'FY' || ${fiscalYear("date")}`;
    case "calendar_year":
      return "CAST(EXTRACT(YEAR FROM date) AS text)";
    default:
      return group;
  }
};

/** One statement with the group's `name` and a column per metric; `keys` names the columns. */
export interface PlainStatement {
  readonly keys: readonly string[];
  readonly text: string;
}

/** Every metric of the dictionary by one group between two dates (first of month), in a few statements. */
export const plainStatements = (
  group: GroupKey | undefined,
  from: string,
  to: string,
): readonly PlainStatement[] => {
  const name = groupExpression(group);
  const within = `date BETWEEN '${from}' AND '${to}'`;
  const part = name === "''" ? "" : `${name} AS part, `;
  const grains = `SELECT ${part}product_code, date, CAST(SUM(sold) AS double precision) AS sold,
      CAST(SUM(forecast) AS double precision) AS forecast
    FROM (${demand}) AS d ${names} WHERE ${within} GROUP BY ${part === "" ? "" : "part, "}product_code, date`;
  return [
    {
      keys: Object.keys(lineMetrics),
      text: `SELECT ${name} AS name, ${columns(lineMetrics)} FROM (${sales}) AS lines WHERE ${within} GROUP BY 1`,
    },
    {
      keys: Object.keys(demandMetrics),
      text: `SELECT ${part === "" ? "''" : "part"} AS name, ${columns(demandMetrics)} FROM (${grains}) AS grains GROUP BY 1`,
    },
    {
      keys: ["forecast_quantity"],
      text: `SELECT ${name} AS name, SUM(forecast_quantity) AS forecast_quantity FROM fact_forecast_monthly ${names} WHERE ${within} GROUP BY 1`,
    },
    ...productStatements(group, from, to),
  ];
};

const columns = (expressions: Readonly<Record<string, string>>): string =>
  Object.entries(expressions)
    .map(([key, text]) => `CAST(${text} AS double precision) AS ${key}`)
    .join(", ");

const productNames = ["division", "segment", "category", "product", "product_code"];

/** Counts and rates that belong to products, where the group is one of theirs. */
const productStatements = (
  group: GroupKey | undefined,
  from: string,
  to: string,
): readonly PlainStatement[] => {
  const name = groupExpression(group);
  const isProduct = group === undefined || productNames.includes(group);
  const isTime =
    group !== undefined && ["month", "fiscal_quarter", "fiscal_year", "calendar_year"].includes(group);
  const rate = (key: string, table: string, year: string): PlainStatement => ({
    keys: [key],
    text: `SELECT ${group === "fiscal_year" ? `'FY' || ${year}` : name} AS name, AVG(${table}) AS ${key}
      FROM ${table} JOIN dim_product USING (product_code)
      WHERE ${year} BETWEEN ${fiscalYear(`DATE '${from}'`)} AND ${fiscalYear(`DATE '${to}'`)} GROUP BY 1`,
  });
  return [
    ...(isProduct
      ? [
          {
            keys: ["products_listed"],
            text: `SELECT ${name} AS name, COUNT(*) AS products_listed FROM dim_product GROUP BY 1`,
          },
        ]
      : []),
    ...(isProduct || isTime
      ? [
          {
            keys: ["new_products"],
            text: `SELECT ${name} AS name, COUNT(*) AS new_products
              FROM (SELECT product_code, MIN(date) AS date FROM fact_sales_monthly WHERE sold_quantity > 0 GROUP BY 1) AS firsts
              JOIN dim_product USING (product_code)
              WHERE date BETWEEN '${from}' AND '${to}'
                AND ${fiscalYear("date")} > (SELECT ${fiscalYear("MIN(date)")} FROM fact_sales_monthly) GROUP BY 1`,
          },
        ]
      : []),
    ...(isProduct || group === "fiscal_year"
      ? [
          rate("list_price", "gross_price", "fiscal_year"),
          rate("unit_cost", "manufacturing_cost", "cost_year"),
        ]
      : []),
  ];
};
