import { afterAll, beforeAll, expect, test } from "vitest";
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

test("shows list prices year beside year, and what is left of them in the sale", async () => {
  const report = await tiny.type("pricing FY2026");
  expect(tableOf(report).columns.map(({ label }) => label)).toEqual([
    "Product",
    "List FY2025",
    "List FY2026",
    "Change",
    "Avg selling",
    "Of list",
    "Change of it",
  ]);
  expect(tableOf(report).rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["Desk", "$100.00", "$100.00", "+0.0%", "$90.00*", "90.0%*", "n/a"],
    ["Lamp", "$10.00", "$20.00", "+100.0%", "$16.20", "81.0%", "0.0 pts"],
    ["Chair", "$50.00", "n/a", "n/a", "n/a", "n/a", "n/a"],
  ]);
  expect(report.headline).toBe(
    "The list price is on average $60.00 in FY2026, +12.5% on FY2025. Highest: Desk $100.00; lowest: Lamp $20.00. " +
      "Of 2 products with both prices 1 rose (most Lamp, +100.0%). The average selling price is $34.65*, 86.6%* of the list price of what was sold.",
  );
});

test("shows one product by variant over the years", async () => {
  const report = await tiny.type("pricing for Lamp FY2026");
  expect(report.title).toBe("Prices by variant");
  expect(chartOf(report)).toMatchObject({ kind: "line", categories: ["FY2025", "FY2026"] });
});

test("where the price list knows no such member it shows what was sold", async () => {
  const report = await tiny.type("pricing by market FY2026");
  expect(tableOf(report).rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["Norway", "$100.00*", "$90.00*", "n/a", "90.0%*", "n/a"],
    ["India", "$25.00", "$16.20*", "n/a", "81.0%*", "n/a"],
  ]);
});

test("list prices by product equal plain SQL on the price list", async () => {
  const rows = await demo.query<{ product: string; now: number; before: number | null }>(
    `SELECT product, CAST(AVG(gross_price) FILTER (WHERE fiscal_year = 2026) AS double precision) AS now,
       CAST(AVG(gross_price) FILTER (WHERE fiscal_year = 2025) AS double precision) AS before
     FROM gross_price JOIN dim_product USING (product_code) GROUP BY product`,
  );
  const { columns, rows: shown } = tableOf(await demo.type("pricing by product FY2026"));
  const at = (label: string): number => columns.findIndex((column) => column.label === label);
  expect(rows.length).toBe(shown.length);
  for (const { product, now, before } of rows) {
    const row = shown.find(([name]) => name?.text === product);
    expect(row?.[at("List FY2026")]?.value).toBeCloseTo(now, 9);
    if (before !== null) expect(row?.[at("Change")]?.value).toBeCloseTo(now / before - 1, 9);
  }
});

test("selling price against list price by market equals plain SQL", async () => {
  const rows = await demo.query<{ market: string; price: number; kept: number }>(
    `SELECT market, CAST(SUM(${net}) / SUM(q) AS double precision) AS price,
       CAST(SUM(${net}) / SUM(q * price) AS double precision) AS kept
     FROM (${sales}) AS lines WHERE (${net}) IS NOT NULL AND date BETWEEN '2025-09-01' AND '2026-08-31' GROUP BY market`,
  );
  const shown = tableOf(await demo.type("pricing by market FY2026")).rows;
  expect(shown).toHaveLength(rows.length);
  for (const { market, price, kept } of rows) {
    const row = shown.find(([name]) => name?.text === market);
    expect(row?.[2]?.value).toBeCloseTo(price, 9);
    expect(row?.[4]?.value).toBeCloseTo(kept, 9);
  }
});

test("ranks as it is asked", async () => {
  const report = await demo.type("pricing bottom 3 products FY2026");
  const prices = tableOf(report).rows.map((row) => row[3]?.value ?? 0);
  expect(prices).toHaveLength(3);
  expect([...prices].sort((one, other) => one - other)).toEqual(prices);
});

test("over time the selling price is a line", async () => {
  const report = await demo.type("pricing by month FY2026");
  expect(report.title).toBe("Average selling price by month");
  expect(chartOf(report).kind).toBe("line");
});

test("refuses other figures, with the question that shows them", async () => {
  await expect(demo.type("pricing by product gross margin")).rejects.toMatchObject({
    choices: [{ words: "ask gross margin by product" }, { words: "pricing" }],
  });
});

test("every next question can be asked", async () => {
  const { next } = await demo.type("pricing in segment Audio FY2026");
  expect(next.length).toBeGreaterThanOrEqual(3);
  for (const { words } of next)
    await expect(demo.type(words.startsWith("pricing") ? words : `ask ${words}`)).resolves.toBeDefined();
});
