import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../src/report.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { openTypist, type Typist, tableOf } from "./support/typist.ts";

let demo: Typist;

beforeAll(async () => {
  demo = await openTypist(await openDemoDatabase({ months: 26, range: 0.06 }));
});
afterAll(() => demo.close());

const names = (report: Report): readonly (string | undefined)[] =>
  tableOf(report).rows.map(([name]) => name?.text);

test("lists the markets of a customer in a region, with what they belong to", async () => {
  const report = await demo.type("list markets of Parcelwood in APAC FY2026");
  const rows = await demo.query<{ market: string; sub_zone: string; region: string }>(`
    SELECT DISTINCT market, sub_zone, region FROM fact_sales_monthly
    JOIN dim_customer USING (customer_code) JOIN dim_market USING (market)
    WHERE customer = 'Parcelwood' AND region = 'APAC' AND sold_quantity > 0 AND date BETWEEN '2025-09-01' AND '2026-08-31'
    ORDER BY market`);
  expect(rows.length).toBeGreaterThan(2);
  expect(tableOf(report).columns.map(({ label }) => label)).toEqual(["Market", "Sub-zone", "Region"]);
  expect(tableOf(report).rows.map((row) => row.map(({ text }) => text))).toEqual(
    rows.map(({ market, sub_zone, region }) => [market, sub_zone, region]),
  );
  expect(report.headline).toMatch(new RegExp(`^${rows.length} markets with sales: `));
});

test("lists the products of a segment, and tells who is on file without sales", async () => {
  const report = await demo.type("list products in segment Cameras");
  const rows = await demo.query<{ product: string; sold: boolean }>(`
    SELECT product, bool_or(sold_quantity > 0 AND date >= '2026-09-01') AS sold FROM dim_product
    LEFT JOIN fact_sales_monthly USING (product_code) WHERE segment = 'Cameras' GROUP BY 1 ORDER BY 1`);
  const sold = rows.filter((row) => row.sold).map(({ product }) => product);
  const unsold = rows.filter((row) => !row.sold).map(({ product }) => product);
  expect(names(report)).toEqual(sold);
  expect(unsold.length).toBeGreaterThan(0);
  expect(report.notes[0]).toContain(`on file, without sales in this period: ${unsold[0]}`);
});

test("lists all members of a dimension where no slice is named", async () => {
  const [row] = await demo.query<{ markets: number }>(
    "SELECT CAST(COUNT(*) AS integer) AS markets FROM dim_market",
  );
  expect(names(await demo.type("list markets"))).toHaveLength(row?.markets ?? 0);
});

test("gives the same as the words alone", async () => {
  const command = await demo.type("list customers in India");
  expect(names(command)).toEqual(names(await demo.type("ask customers in India")));
  expect(command.start).toEqual({ command: "list", metrics: ["net_sales"], lists: true });
});

test("asks what to list where nothing is said", async () => {
  const error = await demo.type("list in India").catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: "QuestionError", choices: [{ words: "list markets" }, {}, {}] });
});

test("its next questions can all be asked", async () => {
  const { next } = await demo.type("list customers in India");
  expect(next.length).toBeGreaterThan(2);
  for (const { words } of next) await expect(demo.type(`ask ${words}`)).resolves.toBeDefined();
});
