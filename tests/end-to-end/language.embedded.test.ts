import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDemoDatabase } from "../support/demo-database.ts";
import { net, sales } from "../support/plain-sql.ts";
import { type RunningService, type Seen, startRunningService } from "./support/running-service.ts";

let service: RunningService;
/** Rows counted in plain SQL, on the same company. */
const counted = new Map<string, Counted>();

interface Counted {
  readonly names: readonly string[];
  readonly value: number;
}

beforeAll(async () => {
  const database = await openDemoDatabase();
  await database.session(async ({ run }) => {
    for (const sql of [...mustReadRight.map(([, , , text]) => text), absoluteError]) {
      const { rows } = await run(sql);
      const { value, ...names } = rows[0] as Record<string, string>;
      counted.set(sql, { names: Object.values(names).map(String), value: Number(value) });
    }
  });
  service = await startRunningService();
}, 180_000);
afterAll(() => service?.stop());

const ask = async (words: string): Promise<Seen> => {
  const messages = await service.type(`/bims ${words}`);
  return messages.at(-1) as Seen;
};

/** Title and reading, the two lines that tell how the words were understood. */
const understood = ({ blocks }: Seen): string => {
  const header = blocks.find(({ type }) => type === "header");
  return header ? `${header.text.text} · ${blocks[1].elements[0].text}` : `refused: ${blocks[0].text.text}`;
};

interface Shown {
  readonly names: readonly string[];
  readonly value: number | undefined;
  readonly rows: number;
}

/** The first row of the table: its names, and the number of the first metric. */
const firstRow = ({ blocks }: Seen): Shown => {
  const table = blocks.find(({ type }) => type === "data_table");
  const [head = [], row = []] = table?.rows ?? [];
  const from = head[0]?.text === "#" ? 1 : 0;
  const cells: readonly { type: string; text: string; value?: number }[] = row.slice(from);
  const texts = cells.findIndex(({ type }) => type === "raw_number");
  return {
    names: cells.slice(0, texts).map(({ text }) => text),
    value: cells[texts]?.value,
    rows: (table?.rows.length ?? 1) - 1,
  };
};

const fy2026 = "date BETWEEN '2025-09-01' AND '2026-08-01'";
const fy2027 = "date >= '2026-09-01'";
/** Names (or one name in quotes) and a value over the sales lines, the row that comes first. */
const lines = (names: string, value: string, where: string, order = "value DESC"): string =>
  `SELECT ${names === "" ? "" : `${names}, `}${value} AS value FROM (${sales}) AS lines WHERE ${where}
   ${/^\w/.test(names) ? `GROUP BY ${names}` : ""} ORDER BY ${order} LIMIT 1`;
const margin = `q * cost + (${net}) * (freight + extra)`;
const marginShare = `SUM(CASE WHEN (${margin}) IS NOT NULL THEN ${net} - (${margin}) END)
  / SUM(CASE WHEN (${margin}) IS NOT NULL THEN ${net} END)`;

const mustReadRight: readonly (readonly [words: string, reading: string, rows: number, sql: string])[] = [
  [
    "top 10 products by net sales in India FY2026",
    "Top 10 products by net sales · India · FY2026 (Sep 2025 – Aug 2026)",
    10,
    lines("product", `SUM(${net})`, `market = 'India' AND ${fy2026}`),
  ],
  [
    "bottom 5 customers by gross margin % last quarter",
    "Bottom 5 customers by gross margin % · last quarter, FY2026 Q4 (Jun 2026 – Aug 2026)",
    5,
    lines("customer", marginShare, "date BETWEEN '2026-06-01' AND '2026-08-01'", "value"),
  ],
  [
    "net sales by month FY2026 vs last year",
    "Net sales by month · FY2026 (Sep 2025 – Aug 2026) · vs FY2025",
    12,
    lines("'Sep 2025'", `SUM(${net})`, "date = '2025-09-01'"),
  ],
  [
    "forecast accuracy by segment in APAC Q1 FY2026",
    "Forecast accuracy by segment · APAC, at variant level · FY2026 Q1 (Sep 2025 – Nov 2025)",
    10,
    `SELECT segment, 1 - SUM(ABS(forecast - sold)) / SUM(forecast) AS value FROM (
         SELECT product_code, date, SUM(COALESCE(sold_quantity, 0)) AS sold, SUM(COALESCE(forecast_quantity, 0)) AS forecast
         FROM fact_sales_monthly FULL JOIN fact_forecast_monthly USING (date, product_code, customer_code)
         JOIN dim_customer USING (customer_code) JOIN dim_market USING (market)
         WHERE region = 'APAC' AND date BETWEEN '2025-09-01' AND '2025-11-01' GROUP BY product_code, date) AS grains
       JOIN dim_product USING (product_code) GROUP BY segment ORDER BY value DESC LIMIT 1`,
  ],
  [
    "sold quantity of Trail Camera in Australia e-commerce by fiscal year",
    "Sold quantity by fiscal year · Australia, E-Commerce, Trail Camera · all years (Nov 2023 – Oct 2026)",
    4,
    lines(
      "'FY2024 (10 of 12 months)'",
      "SUM(q)",
      "product = 'Trail Camera' AND market = 'Australia' AND platform = 'E-Commerce' AND date < '2024-09-01'",
    ),
  ],
  [
    "share of net sales by channel ytd",
    "Share of net sales by channel · FY2027 to date (Sep 2026 – Oct 2026)",
    3,
    lines("channel", `SUM(${net})`, fy2027),
  ],
  [
    "products sold by fiscal year FY2025 to FY2026",
    "Products sold by fiscal year · FY2025 to FY2026 (Sep 2024 – Aug 2026)",
    2,
    lines("'FY2025'", "COUNT(DISTINCT product_code)", "q > 0 AND date BETWEEN '2024-09-01' AND '2025-08-01'"),
  ],
  [
    "top 3 products in each division by units FY2026",
    "Top 3 products in each division by sold quantity · FY2026 (Sep 2025 – Aug 2026)",
    9,
    lines("division, product", "SUM(q)", fy2026, "division, value DESC"),
  ],
  [
    "top quarter by units FY2026",
    "Top 10 quarters by sold quantity · FY2026 (Sep 2025 – Aug 2026)",
    4,
    lines("'FY2026 Q1'", "SUM(q)", "date BETWEEN '2025-09-01' AND '2025-11-01'"),
  ],
  [
    "customers with gross margin % under 35 FY2026",
    "Top 10 customers by gross margin % · gross margin % under 35.0% · FY2026 (Sep 2025 – Aug 2026)",
    6,
    `SELECT * FROM (${lines("customer", marginShare, fy2026).replace("LIMIT 1", "")}) AS all_of_them
       WHERE value < 0.35 ORDER BY value DESC LIMIT 1`,
  ],
  [
    "absolute error by division at account level FY2026",
    "Absolute error by division · at account level · FY2026 (Sep 2025 – Aug 2026)",
    3,
    `SELECT division, SUM(ABS(COALESCE(forecast_quantity, 0) - COALESCE(sold_quantity, 0))) AS value
       FROM fact_sales_monthly FULL JOIN fact_forecast_monthly USING (date, product_code, customer_code)
       JOIN dim_product USING (product_code) WHERE ${fy2026} GROUP BY division ORDER BY value DESC LIMIT 1`,
  ],
  [
    "share of net sales of Parcelwood in India FY2026",
    "Share of net sales of Parcelwood · India · FY2026 (Sep 2025 – Aug 2026)",
    1,
    lines("", `SUM(${net})`, `customer = 'Parcelwood' AND market = 'India' AND ${fy2026}`),
  ],
  [
    "net sales, units by region, platform excluding Parcelwood FY2026",
    "Net sales and sold quantity by region and platform · excluding Parcelwood · FY2026 (Sep 2025 – Aug 2026)",
    8,
    lines("region, platform", `SUM(${net})`, `customer <> 'Parcelwood' AND ${fy2026}`),
  ],
  [
    "bottom 2 segments by average selling price since Jul 2026",
    "Bottom 2 segments by average selling price · since Jul 2026 (Jul 2026 – Oct 2026)",
    2,
    lines(
      "segment",
      `SUM(CASE WHEN ${net} IS NOT NULL THEN ${net} END) / SUM(CASE WHEN ${net} IS NOT NULL THEN q END)`,
      "date >= '2026-07-01'",
      "value",
    ),
  ],
];

describe("what must read right, with its first row counted once more on the facts", () => {
  test.each(mustReadRight)("%s", async (words, reading, rows, sql) => {
    const message = await ask(words);
    expect(understood(message)).toBe(reading);
    const shown = firstRow(message);
    expect(shown.rows).toBe(rows);
    expect(shown.names).toEqual(counted.get(sql)?.names);
    expect((shown.value ?? 0) / (counted.get(sql)?.value ?? 0)).toBeCloseTo(1, 9);
  });
});

const nothing = "FY2027 to date (Sep 2026 – Oct 2026)";

describe("people type as they talk", () => {
  test.each([
    ["Show me our top five products in the US, please?", `Top 5 products by net sales · USA · ${nothing}`],
    ["who are the worst 3 customers by GM%", `Bottom 3 customers by gross margin % · ${nothing}`],
    ["best-selling products in UK", `Top 10 products by sold quantity · United Kingdom · ${nothing}`],
    ["products with the lowest unit cost", `Bottom 10 products by unit cost · ${nothing}`],
    [
      "how many units did we sell to Parcelwood in FY26",
      "Sold quantity · Parcelwood · FY2026 (Sep 2025 – Aug 2026)",
    ],
    ["revenue split by channel", `Net sales by channel · ${nothing}`],
    ["turnover broken down by zone", `Net sales by sub-zone · ${nothing}`],
    ["net sales per market", `Net sales by market · ${nothing}`],
    ["top 2 products per division", `Top 2 products in each division by net sales · ${nothing}`],
    ["% of net sales by platform", `Share of net sales by platform · ${nothing}`],
    ["monthly net sales 2025/26 yoy", "Net sales by month · FY2026 (Sep 2025 – Aug 2026) · vs FY2025"],
    [
      "net sales compared to last year except India",
      "Net sales · excluding India · FY2027, 2 of 12 months (Sep 2026 – Oct 2026) · vs FY2026, 2 of 12 months",
    ],
    ["net sales quarterly", "Net sales by quarter · last 8 quarters, to date (Dec 2024 – Oct 2026)"],
    ["yearly net sales", "Net sales by fiscal year · all years (Nov 2023 – Oct 2026)"],
    ["net sales September 2025", "Net sales · Sep 2025"],
    ["net sales 2025-09", "Net sales · Sep 2025"],
    ["net sales from March to May 2026", "Net sales · Mar 2026 – May 2026"],
    ["net sales Mar 2026 – May 2026", "Net sales · Mar 2026 – May 2026"],
    ["net sales between Q1 and Q2 FY2026", "Net sales · FY2026 Q1 to FY2026 Q2 (Sep 2025 – Feb 2026)"],
    ["net sales calendar 2025", "Net sales · calendar 2025 (Jan 2025 – Dec 2025)"],
    ["net sales last month", "Net sales · last month (Oct 2026)"],
    ["net sales this quarter", "Net sales · this quarter, FY2027 Q1 to date (Sep 2026 – Oct 2026)"],
    ["net sales last 3 months by month", "Net sales by month · last 3 months (Aug 2026 – Oct 2026)"],
    ["forecast quantity by month", "Forecast quantity by month · FY2027 (Sep 2026 – Aug 2027)"],
    ["forecast quantity next 3 months", "Forecast quantity · next 3 months (Nov 2026 – Jan 2027)"],
    ["net sales all time as table", "Net sales · all time (Nov 2023 – Oct 2026)"],
    ["units vs forecast FY2026", "Sold quantity · FY2026 (Sep 2025 – Aug 2026) · vs forecast"],
    ["net sales of India vs Japan FY2026", "Net sales · India · FY2026 (Sep 2025 – Aug 2026) · vs Japan"],
    ["net sales Q1 FY2026 vs last period", "Net sales · FY2026 Q1 (Sep 2025 – Nov 2025) · vs FY2025 Q4"],
    [
      "gross margin % by market with net sales over 1.5M FY2026 as bar",
      "Gross margin % by market · net sales over $1,500,000 · FY2026 (Sep 2025 – Aug 2026)",
    ],
  ])("%s", async (words, reading) => {
    expect(understood(await ask(words))).toBe(reading);
  });
});

describe("names", () => {
  test.each([
    ["net sales of brick and mortar", "Brick & Mortar"],
    ["net sales of ecommerce", "E-Commerce"],
    ["net sales of Drift Earbuds Sport", "Drift Earbuds Sport"],
    ["net sales of drift-earbuds", "Drift Earbuds"],
    ["net sales of maison etincelle", "Maison Étincelle"],
    ["net sales of Fjord Elektro and wattle and wire", "Fjord Elektro and Wattle & Wire"],
    ["net sales of p1110101", "P1110101"],
    ["Parcelwood net sales", "Parcelwood"],
    ["net sales in India and Norway, e-commerce", "India and Norway, E-Commerce"],
    ['net sales in "Singapore"', "Singapore"],
  ])("%s", async (words, slice) => {
    expect(understood(await ask(words))).toBe(`Net sales · ${slice} · ${nothing}`);
  });

  test("a typo is corrected, and said", async () => {
    const message = await ask("net slaes in Parcelwod");
    expect(understood(message)).toBe(`Net sales · Parcelwood · ${nothing}`);
    expect(message.text).toContain("read 'Parcelwod' as Parcelwood");
  });
});

const absoluteError = `SELECT SUM(ABS(forecast - sold)) AS value FROM (
   SELECT SUM(COALESCE(sold_quantity, 0)) AS sold, SUM(COALESCE(forecast_quantity, 0)) AS forecast
   FROM fact_sales_monthly FULL JOIN fact_forecast_monthly USING (date, product_code, customer_code)
   WHERE ${fy2026} GROUP BY product_code, date) AS grains`;

test("the total of a metric that does not add up is no sum of its rows, and a note says so", async () => {
  const message = await ask("absolute error by customer FY2026");
  const rows = message.blocks.find(({ type }) => type === "data_table").rows.slice(1);
  const sum = rows.reduce((total: number, row: { value: number }[]) => total + (row[1]?.value ?? 0), 0);
  const value = counted.get(absoluteError)?.value ?? 0;
  expect(message.text).toContain(value.toLocaleString("en-US"));
  expect(sum).toBeGreaterThan(value * 1.5);
  expect(message.text).toContain("the rows do not sum to the total");
});

test("months whose exports have gaps are marked, not lowered in silence", async () => {
  const message = await ask("net sales in Germany by month FY2026");
  expect(message.text).toMatch(/Mar 2026 +n\/a/);
  expect((await ask("net sales by month FY2026")).text).toMatch(
    /Mar 2026 +\$[\d,]+\*.+\* incomplete: under 95% covered\./s,
  );
  expect(message.text).toContain("missing: post-invoice deductions");
});

test("a category that stands under two segments is one row, and two where the segment is asked", async () => {
  const named = ({ blocks }: Seen): number => {
    const table = blocks.find(({ type }) => type === "data_table");
    return JSON.stringify(table?.rows).split("Accessories").length - 1;
  };
  expect(named(await ask("net sales by category FY2026"))).toBe(1);
  expect(named(await ask("net sales by segment, category FY2026"))).toBe(2);
});

test("as table has no picture", async () => {
  const types = (await ask("net sales by market as table")).blocks.map(({ type }) => type);
  expect(types).toContain("data_table");
  expect(types).not.toContain("image");
});

test("a list of members names them, with what they belong to", async () => {
  const message = await ask("markets of Parcelwood in APAC");
  expect(message.text).toMatch(/\d markets with sales: .*India/);
  expect(JSON.stringify(message.blocks)).toContain("East Asia");
});
