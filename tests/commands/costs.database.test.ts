import { afterAll, beforeAll, expect, test } from "vitest";
import type { Table } from "../../src/report.ts";
import { openTestDatabase } from "../support/database.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { net, sales } from "../support/plain-sql.ts";
import { fillTinyStar } from "../support/tiny-star.ts";
import { chartOf, openTypist, type Typist, tableOf } from "./support/typist.ts";

let tiny: Typist;
let demo: Typist;

beforeAll(async () => {
  [tiny, demo] = await Promise.all([
    openTypist(await openTestDatabase(), fillTinyStar),
    openTypist(await openDemoDatabase()),
  ]);
});
afterAll(() => Promise.all([tiny.close(), demo.close()]));

const rowsOf = ({ rows }: Table): readonly (readonly string[])[] =>
  rows.map((row) => row.map(({ text }) => text));

test("shows what making one unit costs, the highest and the lowest", async () => {
  const report = await tiny.type("costs by product FY2026");
  expect(rowsOf(tableOf(report))).toEqual([
    ["Desk", "$40.00", "+0.0%", "$280"],
    ["Lamp", "$4.00", "+0.0%", "$60"],
    ["Chair", "n/a", "n/a", "n/a"],
  ]);
  expect(report.headline).toBe(
    "Making one unit costs $15.45*. Highest: Desk $40.00; lowest: Lamp $4.00. None of 2 products changed.",
  );
});

test("shows freight and other cost in money and as rates of net sales", async () => {
  const report = await tiny.type("costs by market FY2025");
  expect(tableOf(report).rows.map((row) => row.map(({ value, text }) => value ?? text))).toEqual([
    [
      "India",
      expect.closeTo(4.86),
      expect.closeTo(0.02),
      "n/a",
      expect.closeTo(2.43),
      expect.closeTo(0.01),
      "n/a",
    ],
    [
      "Norway",
      expect.closeTo(3.42),
      expect.closeTo(0.02),
      "n/a",
      expect.closeTo(1.71),
      expect.closeTo(0.01),
      "n/a",
    ],
  ]);
  expect(report.headline).toBe(
    "Freight is $8.3, 2.0% of net sales; other cost $4.1, 1.0%. Freight rate, highest: India 2.0%; lowest: Norway 2.0%.",
  );
});

test("alone it shows both", async () => {
  const report = await demo.type("costs FY2026");
  expect(report.title).toBe("Manufacturing cost by product, freight and other cost by market");
  expect(report.sections.map(({ kind }) => kind)).toEqual(["table", "chart", "table", "chart"]);
  expect(chartOf(report).measure).toBe("Manufacturing cost per unit");
});

test("freight by market equals plain SQL", async () => {
  const rows = await demo.query<{ market: string; money: number; rate: number }>(
    `SELECT market, CAST(SUM(${net} * freight) AS double precision) AS money,
       CAST(SUM(${net} * freight) / SUM(${net}) AS double precision) AS rate
     FROM (${sales}) AS lines WHERE date BETWEEN '2025-09-01' AND '2026-08-31' GROUP BY market`,
  );
  const shown = tableOf(await demo.type("costs by market FY2026")).rows;
  expect(shown).toHaveLength(rows.length);
  for (const { market, money, rate } of rows) {
    const row = shown.find(([name]) => name?.text === market);
    expect(row?.[1]?.value).toBeCloseTo(money, 4);
    expect(row?.[2]?.value).toBeCloseTo(rate, 9);
  }
});

test("manufacturing cost per unit by product equals plain SQL", async () => {
  const rows = await demo.query<{ product: string; unit: number; before: number | null }>(
    `SELECT product, CAST(SUM(q * cost) FILTER (WHERE date >= '2025-09-01') / NULLIF(SUM(q) FILTER (WHERE date >= '2025-09-01'), 0) AS double precision) AS unit,
       CAST(SUM(q * cost) FILTER (WHERE date < '2025-09-01') / NULLIF(SUM(q) FILTER (WHERE date < '2025-09-01'), 0) AS double precision) AS before
     FROM (${sales}) AS lines WHERE cost IS NOT NULL AND market = 'India' AND date BETWEEN '2024-09-01' AND '2026-08-31'
     GROUP BY product HAVING SUM(q) FILTER (WHERE date >= '2025-09-01') > 0`,
  );
  const shown = tableOf(await demo.type("costs by product in India FY2026")).rows;
  for (const { product, unit, before } of rows) {
    const row = shown.find(([name]) => name?.text === product);
    expect(row?.[1]?.value).toBeCloseTo(unit, 9);
    if (row?.[2]?.value !== undefined) expect(row[2].value).toBeCloseTo(unit / (before ?? Number.NaN) - 1, 9);
  }
  expect(rows.length).toBeGreaterThan(20);
});

test("over time the cost per unit is a line", async () => {
  expect((await demo.type("costs by quarter FY2026")).title).toBe("Manufacturing cost per unit by quarter");
});

test("every next question can be asked", async () => {
  const { next } = await demo.type("costs in India FY2026");
  expect(next.length).toBeGreaterThanOrEqual(3);
  for (const { words } of next)
    await expect(demo.type(words.startsWith("costs") ? words : `ask ${words}`)).resolves.toBeDefined();
});
