import { afterAll, beforeAll, expect, test } from "vitest";
import { profile } from "../../commands/profile.ts";
import type { Desk } from "../../src/desk.ts";
import type { Table } from "../../src/report.ts";
import { openTestDatabase } from "../support/database.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { net, sales } from "../support/plain-sql.ts";
import { fillTinyStar } from "../support/tiny-star.ts";
import { chartOf, openTypist, sectionOf, type Typist } from "./support/typist.ts";

let tiny: Typist;
let demo: Typist;

beforeAll(async () => {
  [tiny, demo] = await Promise.all([
    openTypist(await openTestDatabase(), fillTinyStar),
    openTypist(await openDemoDatabase()),
  ]);
});
afterAll(() => Promise.all([tiny.close(), demo.close()]));

const tablesOf = (report: Awaited<ReturnType<Typist["type"]>>): readonly Table[] =>
  report.sections.flatMap((section) => (section.kind === "table" ? [section.table] : []));

test("tells size, growth, rank, margin and deductions on one page", async () => {
  const report = await tiny.type("profile India FY2025");
  expect(report.title).toBe("Profile of the market India");
  expect(report.headline).toBe(
    "India: net sales $243; rank 1 of 2 markets, 58.7% of the whole. Gross margin is 47.6% against 49.0%* of all markets. " +
      "Total deductions are 19.0% against 17.2% of all markets.",
  );
  const [parts, mix] = tablesOf(report);
  expect(parts?.rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["1", "Lamp", "$243", "100.0%", "n/a"],
  ]);
  expect(mix?.rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["Channel", "Retailer", "$243", "100.0%", "n/a"],
    ["Segment", "Light", "$243", "100.0%", "n/a"],
  ]);
});

test("the figures of a customer equal plain SQL", async () => {
  const [truth] = await demo.query<{ net: number; units: number; rank: number; of: number; share: number }>(
    `SELECT net, units, rank, of, net / whole AS share FROM (
       SELECT customer, CAST(SUM(${net}) AS double precision) AS net, CAST(SUM(q) AS double precision) AS units,
         CAST(RANK() OVER (ORDER BY SUM(${net}) DESC) AS integer) AS rank, CAST(COUNT(*) OVER () AS integer) AS of,
         CAST(SUM(SUM(${net})) OVER () AS double precision) AS whole
       FROM (${sales}) AS lines WHERE date BETWEEN '2025-09-01' AND '2026-08-31' GROUP BY customer) AS customers
     WHERE customer = 'Mango Circuit'`,
  );
  const report = await demo.type("profile Mango Circuit FY2026");
  expect(report.headline).toContain(
    `rank ${truth?.rank} of ${truth?.of} customers, ${((truth?.share ?? 0) * 100).toFixed(1)}% of the whole`,
  );
  const figures = new Map(sectionOf(report, "figures").figures.map(({ label, value }) => [label, value]));
  expect(figures.get("Net sales")).toBe(`$${((truth?.net ?? 0) / 1e6).toFixed(1)}M`);
  const [parts] = tablesOf(report);
  const products = await demo.query<{ product: string; net: number }>(
    `SELECT product, CAST(SUM(${net}) AS double precision) AS net FROM (${sales}) AS lines
     WHERE customer = 'Mango Circuit' AND date BETWEEN '2025-09-01' AND '2026-08-31'
     GROUP BY product HAVING SUM(q) > 0 ORDER BY 2 DESC LIMIT 5`,
  );
  expect(parts?.rows.slice(0, 5).map((row) => row[1]?.text)).toEqual(products.map(({ product }) => product));
  for (const [index, { net: value }] of products.entries())
    expect(parts?.rows[index]?.[2]?.value).toBeCloseTo(value, 4);
});

test("draws the last 24 months", async () => {
  const chart = chartOf(await demo.type("profile Trail Camera FY2026"));
  const months = await demo.query<{ net: number }>(
    `SELECT CAST(SUM(${net}) AS double precision) AS net FROM (${sales}) AS lines
     WHERE product = 'Trail Camera' AND date BETWEEN '2024-11-01' AND '2026-10-31' GROUP BY date ORDER BY date`,
  );
  expect(chart).toMatchObject({ kind: "line", measure: "Net sales" });
  expect(chart.categories).toHaveLength(24);
  for (const [index, { net: value }] of months.entries())
    expect(chart.series[0]?.values[index]).toBeCloseTo(value, 4);
});

test("shows the customers of a product, the products of all others", async () => {
  const part = async (words: string) => tablesOf(await demo.type(words))[0]?.columns[1]?.label;
  expect(await part("profile Trail Camera FY2026")).toBe("Customer");
  expect(await part("profile Germany FY2026")).toBe("Product");
  expect(await part("profile segment Audio in India FY2026")).toBe("Product");
});

/** Rollups that a profile read, by the break-down of the question. */
const rollupsOf = async (words: string): Promise<Record<string, string>> => {
  const read: Record<string, string> = {};
  const desk: Desk = {
    ...demo.desk,
    answer: async (question) => {
      const answer = await demo.desk.answer(question);
      read[question.by.join() || "board"] = answer.provenance.rollup;
      return answer;
    },
  };
  await profile.respond(words, desk);
  return read;
};

test("reads lines only for a customer's products and a product's customers, which no rollup holds", async () => {
  expect(Object.values(await rollupsOf("Germany FY2026"))).not.toContain("line");
  const { product, ...customer } = await rollupsOf("Parcelwood FY2026");
  expect(product).toBe("line");
  expect(Object.values(customer)).not.toContain("line");
  const { customer: buyers, channel, ...rest } = await rollupsOf("Trail Camera FY2026");
  expect([buyers, channel]).toEqual(["line", "line"]);
  expect(Object.values(rest)).not.toContain("line");
});

test("asks whose profile, with the five largest customers to click", async () => {
  const largest = await demo.query<{ customer: string }>(
    `SELECT customer FROM (${sales}) AS lines WHERE date BETWEEN '2025-09-01' AND '2026-08-31' AND market <> 'USA'
     GROUP BY customer ORDER BY SUM(${net}) DESC LIMIT 5`,
  );
  const error = await demo.type("profile FY2026 excluding USA").catch((thrown) => thrown);
  expect(error).toMatchObject({ name: "QuestionError", kind: "not-allowed" });
  const labels = error.choices.map(({ label }: { readonly label: string }) => label);
  expect(labels).toEqual(largest.map(({ customer }) => customer));
  for (const { words } of error.choices) await expect(demo.type(words)).resolves.toBeDefined();
});

test("of two members asks which", async () => {
  await expect(demo.type("profile India and USA")).rejects.toMatchObject({
    choices: [
      { label: "India", words: "profile in India" },
      { label: "USA", words: "profile in USA" },
    ],
  });
});

test("offers the profit and loss for two members side by side", async () => {
  await expect(demo.type("profile India vs USA")).rejects.toMatchObject({
    choices: [{ words: "profile in India" }, { words: "pnl in India vs USA" }],
  });
});

test("a member without a sale is told so", async () => {
  const report = await tiny.type("profile Chair in India FY2026");
  expect(report.headline).toBe("Chair: nothing was sold in this slice.");
  expect(report.sections.map(({ kind }) => kind)).toEqual(["figures"]);
});

test("every next question can be asked", async () => {
  const { next } = await demo.type("profile Trail Camera FY2026");
  expect(next.map(({ label }) => label)).toEqual([
    "Top customers",
    "P&L",
    "Why it changed",
    "Deductions",
    "Prices",
  ]);
  for (const { label, words } of next)
    await expect(demo.type(label.startsWith("Top") ? `ask ${words}` : words)).resolves.toBeDefined();
});
