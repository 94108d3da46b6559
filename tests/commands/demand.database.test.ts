import { afterAll, beforeAll, expect, test } from "vitest";
import { demand } from "../../commands/demand.ts";
import type { Report } from "../../src/report.ts";
import { openTestDatabase } from "../support/database.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { fillTinyStar } from "../support/tiny-star.ts";
import { chartOf, openTypist, sectionOf, type Typist, tableOf } from "./support/typist.ts";

let tiny: Typist;
let demo: Typist;

beforeAll(async () => {
  [tiny, demo] = await Promise.all([
    openTypist(await openTestDatabase(), fillTinyStar),
    openTypist(await openDemoDatabase({ months: 26, range: 0.06 })),
  ]);
});
afterAll(() => Promise.all([tiny.close(), demo.close()]));

const texts = (report: Report): readonly (readonly string[])[] =>
  tableOf(report).rows.map((row) => row.map(({ text }) => text));
const cells = (report: Report, label: string): ReadonlyMap<string, number | string> => {
  const { columns, rows } = tableOf(report);
  const at = columns.findIndex((column) => column.label === label);
  return new Map(rows.map((row) => [row[0]?.text ?? "", row[at]?.value ?? row[at]?.text ?? ""]));
};

test("holds the forecast against what was sold, with its risk", async () => {
  const report = await tiny.type("demand by product Oct 2025");
  expect(report.headline).toBe(
    "Forecast accuracy 50.0% at variant level; 9 units over-forecast, bias +50.0%: risk of excess inventory. " +
      "FY2026 is heading for 34 units*: 26 units sold in 2 months and 8 units forecast for 10 months.",
  );
  expect(texts(report)).toEqual([
    ["Desk", "6", "4", "2", "33.3%", "66.7%", "excess inventory", "–"],
    ["Lamp", "12", "5", "7", "58.3%", "41.7%", "excess inventory", "–"],
  ]);
});

test("names the level that it is taken at, and takes it at another", async () => {
  const report = await tiny.type("demand by product Oct 2025 at account level");
  expect(report.headline).toMatch(/^Forecast accuracy 38\.9% at account level/);
  expect(report.reading).toContain("at account level");
});

test("says which months the full-year estimate lacks, and compares it with no part of a year", async () => {
  const report = await tiny.type("demand");
  expect(report.notes.join()).toContain("the estimate of FY2026 lacks Dec 2025, Jan 2026");
  expect(JSON.stringify(sectionOf(report, "list"))).toContain(
    "26 units sold (2 months) + 8 units forecast (10 months) = 34 units. The year before is not wholly loaded.",
  );
});

test("says so where no month holds both", async () => {
  const report = await tiny.type("demand FY2025");
  expect(report.headline).toBe(
    "No month of this period holds both sales and forecast: accuracy is not available.",
  );
  expect(texts(report)[0]?.slice(1, 4)).toEqual(["n/a", "n/a", "n/a"]);
});

const paired = `
  SELECT COALESCE(s.date, f.date) AS date, COALESCE(s.product_code, f.product_code) AS product_code,
    COALESCE(s.customer_code, f.customer_code) AS customer_code,
    COALESCE(s.sold_quantity, 0) AS sold, COALESCE(f.forecast_quantity, 0) AS forecast
  FROM fact_sales_monthly s FULL JOIN fact_forecast_monthly f USING (date, product_code, customer_code)`;

test("agrees with plain SQL on accuracy, bias and error of every customer of a market", async () => {
  const report = await demo.type("demand by customer in India FY2026");
  const rows = await demo.query<{ customer: string; accuracy: number; bias: number; net: number }>(`
    SELECT customer, CAST(GREATEST(0, 1 - SUM(ABS(forecast - sold)) / SUM(forecast)) AS double precision) AS accuracy,
      CAST(SUM(forecast - sold) / SUM(forecast) AS double precision) AS bias, CAST(SUM(forecast - sold) AS double precision) AS net
    FROM (SELECT customer, product_code, date, SUM(forecast) AS forecast, SUM(sold) AS sold
      FROM (${paired}) AS lines JOIN dim_customer USING (customer_code)
      WHERE market = 'India' AND date BETWEEN '2025-09-01' AND '2026-08-31' GROUP BY 1, 2, 3) AS grains GROUP BY 1`);
  expect(rows.length).toBeGreaterThan(4);
  expect(tableOf(report).rows).toHaveLength(rows.length);
  for (const { customer, accuracy, bias, net } of rows) {
    expect(cells(report, "Accuracy").get(customer)).toBeCloseTo(accuracy, 9);
    expect(cells(report, "Bias").get(customer)).toBeCloseTo(bias, 9);
    expect(cells(report, "Net error").get(customer)).toBeCloseTo(net, 6);
    expect(cells(report, "Risk").get(customer)).toBe(net > 0 ? "excess inventory" : "out of stock");
  }
});

test("agrees with plain SQL on who was over or under in each of the last three months", async () => {
  const running = cells(await demo.type("demand by customer"), "Running");
  const rows = await demo.query<{ customer: string; over: boolean; under: boolean }>(`
    SELECT customer, COUNT(*) = 3 AND MIN(net) > 0 AS over, COUNT(*) = 3 AND MAX(net) < 0 AS under
    FROM (SELECT customer, date, SUM(forecast - sold) AS net FROM (${paired}) AS lines
      JOIN dim_customer USING (customer_code) WHERE date BETWEEN '2026-08-01' AND '2026-10-01' GROUP BY 1, 2) AS months
    GROUP BY 1`);
  const named = rows.filter(({ over, under }) => over || under);
  expect(named.length).toBeGreaterThan(2);
  for (const { customer, over, under } of rows)
    expect(running.get(customer)).toMatch(over ? /^over \d+ mo$/ : under ? /^under \d+ mo$/ : /^–$/);
});

test("agrees with plain SQL on the year that is running: sold, still forecast, and the year before", async () => {
  const report = await demo.type("demand in APAC");
  const [row] = await demo.query<{ sold: number; ahead: number; before: number }>(`
    WITH apac AS (SELECT customer_code FROM dim_customer JOIN dim_market USING (market) WHERE region = 'APAC')
    SELECT CAST((SELECT SUM(sold_quantity) FROM fact_sales_monthly JOIN apac USING (customer_code) WHERE date >= '2026-09-01') AS integer) AS sold,
      CAST((SELECT SUM(forecast_quantity) FROM fact_forecast_monthly JOIN apac USING (customer_code) WHERE date > '2026-10-01') AS integer) AS ahead,
      CAST((SELECT SUM(sold_quantity) FROM fact_sales_monthly JOIN apac USING (customer_code) WHERE date BETWEEN '2025-09-01' AND '2026-08-31') AS integer) AS before`);
  const { sold = 0, ahead = 0, before = 0 } = row ?? {};
  const text = (units: number): string => `${units.toLocaleString("en-US")} units`;
  expect(JSON.stringify(sectionOf(report, "list"))).toContain(
    `${text(sold)} sold (2 months) + ${text(ahead)} forecast (10 months) = ${text(sold + ahead)}. The year before: ${text(before)}.`,
  );
  const growth = ((sold + ahead) / before - 1) * 100;
  expect(report.headline).toContain(`+${growth.toFixed(1)}% on the year before`);
});

test("draws forecast and sold as two lines, the forecast going on to the end of the year", async () => {
  const chart = chartOf(await demo.type("demand"));
  expect(chart.kind).toBe("line");
  expect(chart.series.map(({ name }) => name)).toEqual(["Sold", "Forecast"]);
  expect([chart.categories[0], chart.categories.at(-1)]).toEqual(["Nov 2025", "Aug 2027"]);
  expect(chart.series[0]?.values.slice(-10)).toEqual(Array(10).fill(null));
  expect(chart.series[1]?.values).not.toContain(null);
});

test("reads no line where a rollup can answer", async () => {
  const rollups: string[] = [];
  const answer: typeof demo.desk.answer = async (question) => {
    const answered = await demo.desk.answer(question);
    rollups.push(answered.provenance.rollup);
    return answered;
  };
  for (const words of ["", "by customer", "by market in India FY2026", "by category in APAC"])
    await demand.respond(words, { ...demo.desk, answer });
  expect(rollups.length).toBeGreaterThan(12);
  expect(rollups).not.toContain("line");
});

test("its next questions are its own words, and all can be asked", async () => {
  const { next } = await demo.type("demand in India");
  expect(next.map(({ words }) => words)).toContain("demand by product in India");
  for (const { words } of next)
    await expect(demo.type(words.startsWith("demand") ? words : `ask ${words}`)).resolves.toBeDefined();
});

test("refuses money, and offers what can be asked", async () => {
  const failure = await demo.type("demand net sales by customer").catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "QuestionError", kind: "not-allowed" });
  const late = await demo.type("demand by market FY2019").catch((error: unknown) => error);
  expect(late).toMatchObject({ kind: "not-loaded", choices: [{ words: "demand by market FY2025" }] });
});
