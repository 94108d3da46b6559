import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../src/report.ts";
import { openTestDatabase } from "../support/database.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
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

const texts = (report: Report): readonly (readonly string[])[] =>
  tableOf(report).rows.map((row) => row.map(({ text }) => text));
const labels = (report: Report): readonly string[] => tableOf(report).columns.map(({ label }) => label);

test("bottom ranks from the other end, as bottom questions do", async () => {
  const report = await tiny.type("bottom 2 products by units FY2026");
  expect(report.title).toBe("Bottom 2 products by sold quantity");
  expect(texts(report)).toEqual([
    ["1", "Chair", "4", "15.4%", "15.4%"],
    ["2", "Desk", "7", "26.9%", "42.3%"],
  ]);
  expect((await tiny.type("bottom")).title).toBe("Bottom 10 products by net sales");
  expect((await tiny.type("bottom 3")).title).toBe("Bottom 3 products by net sales");
});

test("a compared ranking says who rose and who fell", async () => {
  const report = await tiny.type("top products by units FY2026 vs last year");
  expect(labels(report)).toEqual([
    ...[
      "#",
      "Product",
      "Sold quantity",
      "Share",
      "Cumulative",
      "FY2025",
      "Change",
      "Change %",
      "Rank change",
    ],
  ]);
  expect(texts(report).map((row) => [row[1], row[2], row[5], row[8]])).toEqual([
    ["Lamp", "15", "30", "same"],
    ["Desk", "7", "1", "▲ 1 (was 3)"],
    ["Chair", "4", "2", "▼ 1 (was 2)"],
  ]);
});

test.each(["top 30 products by net sales", "costs by product"])(
  "the picture of %s says how many it leaves out",
  async (words) => {
    const report = await demo.type(words);
    const chart = chartOf(report);
    expect(chart.categories).toHaveLength(20);
    expect(chart.outOf).toBe(tableOf(report).rows.length);
    expect(chartOf(await demo.type("top 20 products by net sales")).outOf).toBeUndefined();
  },
);

test("a change that nothing can explain is not offered to be explained", async () => {
  const steps = async (words: string) => (await demo.type(words)).next.map(({ label }) => label);
  expect(await steps("top 5 products by net sales in India FY2025 vs last year")).not.toContain(
    "Why it changed",
  );
  expect(await steps("top 5 products by net sales in India FY2026 vs last year")).toContain("Why it changed");
});

test("a place from the bottom rises when the figure rises", async () => {
  const report = await tiny.type("bottom products by units FY2026 vs last year");
  expect(texts(report).map((row) => [row[1], row.at(-1)])).toEqual([
    ["Chair", "▼ 1 (was 2)"],
    ["Desk", "▲ 1 (was 1)"],
    ["Lamp", "same"],
  ]);
});

test("who was not there before is new", async () => {
  const report = await tiny.type("top products by units in India FY2026 vs last year");
  expect(texts(report).map((row) => [row[1], row.at(-1)])).toEqual([
    ["Lamp", "same"],
    ["Desk", "new"],
  ]);
});

test("places are not told where figures are missing", async () => {
  expect(labels(await tiny.type("top products by gross sales FY2026 vs last year"))).not.toContain(
    "Rank change",
  );
});

test("another member's ranking is the other side", async () => {
  const report = await tiny.type("top products by units in Norway FY2026 vs India");
  expect(texts(report).map((row) => [row[1], row.at(-1)])).toEqual([
    ["Desk", "▲ 1 (was 2)"],
    ["Chair", "new"],
  ]);
});

test("asked in words it is the same report", async () => {
  const words = "top 3 products by units FY2026 vs last year";
  expect(texts(await tiny.type(`ask ${words}`))).toEqual(texts(await tiny.type(words)));
});

test("on the demo company the places are those of both years' rankings", async () => {
  const rank = (year: string) => `
    SELECT c.customer AS name, RANK() OVER (ORDER BY SUM(s.sold_quantity) DESC) AS rank, SUM(s.sold_quantity) AS units
    FROM fact_sales_monthly s JOIN dim_customer c USING (customer_code)
    WHERE s.date BETWEEN '${Number(year) - 1}-09-01' AND '${year}-08-01' GROUP BY 1`;
  const rows = await demo.query<{ name: string; now: number; before: number | null; part: number }>(`
    SELECT now.name, CAST(now.rank AS integer) AS now, CAST(before.rank AS integer) AS before,
      CAST(SUM(now.units) OVER (ORDER BY now.rank) / SUM(now.units) OVER () AS double precision) AS part
    FROM (${rank("2026")}) AS now LEFT JOIN (${rank("2025")}) AS before USING (name) ORDER BY now.rank LIMIT 10`);
  const { rows: cells } = tableOf(await demo.type("top 10 customers by units FY2026 vs last year"));
  expect(cells.map((row) => [row[0]?.value, row[1]?.text, row.at(-1)?.value ?? null])).toEqual(
    rows.map(({ name, now, before }) => [now, name, before === null ? null : before - now]),
  );
  for (const [index, row] of cells.entries()) expect(row[4]?.value).toBeCloseTo(rows[index]?.part ?? 0, 9);
});
