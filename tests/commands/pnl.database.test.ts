import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../support/database.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { net, sales } from "../support/plain-sql.ts";
import { fillTinyStar } from "../support/tiny-star.ts";
import { chartOf, openTypist, sectionOf, type Typist, tableOf } from "./support/typist.ts";

let tiny: Typist;
let demo: Typist;

beforeAll(async () => {
  [tiny, demo] = await Promise.all([
    openTypist(await openTestDatabase(), fillTinyStar),
    openTypist(await openDemoDatabase()),
  ]);
});
afterAll(() => Promise.all([tiny.close(), demo.close()]));

const cells = async (typist: Typist, words: string): Promise<readonly (readonly string[])[]> =>
  tableOf(await typist.type(words)).rows.map((row) => row.map(({ text }) => text));

test("goes from gross sales to gross margin, each line marked where it is not covered", async () => {
  expect((await cells(tiny, "pnl FY2026")).map((row) => [row[0], row[1], row[3]])).toEqual([
    ["Gross sales", "$1,000*", "$500"],
    ["less pre-invoice deductions", "$40*", "$40"],
    ["Net invoice sales", "$860*", "$460"],
    ["less post-invoice discounts", "$62*", "$37"],
    ["less other post-invoice", "$15*", "$9"],
    ["Net sales", "$693*", "$414"],
    ["less manufacturing cost", "$340*", "$160*"],
    ["less freight cost", "$14*", "$8"],
    ["less other cost", "$7*", "$4"],
    ["Gross margin", "$412*", "$163*"],
  ]);
});

test("says which lines are of which units, and by how much they do not add up", async () => {
  const { notes } = await tiny.type("pnl FY2026");
  expect(notes.slice(0, 5)).toEqual([
    "* incomplete: Gross sales covers 84.6% of the units; missing: list prices.",
    "* incomplete: Pre-invoice deductions and net invoice sales cover 80.7% of the units; missing: list prices, pre-invoice discounts.",
    "* incomplete: Post-invoice discounts, other post-invoice deductions, net sales, freight cost and other cost cover 76.9% of the units; missing: list prices, pre-invoice discounts, post-invoice deductions.",
    "* incomplete: Manufacturing cost covers 84.6% of the units; missing: unit costs.",
    "* incomplete: Gross margin covers 76.9% of the units; missing: list prices, pre-invoice discounts, post-invoice deductions, unit costs.",
  ]);
  expect(notes.join("\n")).toContain(
    "The lines of FY2026 are of differently covered units and do not add up: net invoice sales is $100 less, net sales is $90 less and gross margin is $80 more than the lines above it give.",
  );
  expect(notes.join("\n")).toContain(
    "The lines of FY2025 are of differently covered units and do not add up: gross margin is $78.6 less",
  );
});

test("adds up, with changes and ratios, where every line is covered", async () => {
  const report = await tiny.type("pnl lamp India FY2026");
  expect(tableOf(report).rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["Gross sales", "$300", "123.5%", "$300", "123.5%", "$0", "+0.0%"],
    ["less pre-invoice deductions", "$30", "12.3%", "$30", "12.3%", "$0", "+0.0%"],
    ["Net invoice sales", "$270", "111.1%", "$270", "111.1%", "$0", "+0.0%"],
    ["less post-invoice discounts", "$22", "8.9%", "$22", "8.9%", "$0", "+0.0%"],
    ["less other post-invoice", "$5", "2.2%", "$5", "2.2%", "$0", "+0.0%"],
    ["Net sales", "$243", "100.0%", "$243", "100.0%", "$0", "+0.0%"],
    ["less manufacturing cost", "$60", "24.7%", "$120", "49.4%", "−$60", "−50.0%"],
    ["less freight cost", "$5", "2.0%", "$5", "2.0%", "$0", "+0.0%"],
    ["less other cost", "$2", "1.0%", "$2", "1.0%", "$0", "+0.0%"],
    ["Gross margin", "$176", "72.3%", "$116", "47.6%", "+$60", "+51.9%"],
  ]);
  expect(report.notes).toEqual([]);
  expect(report.headline).toBe(
    "Net sales $243, unchanged; gross margin $176, 72.3% of net sales, ▲ 51.9% (better) vs FY2025. Of $300 gross sales the most goes to manufacturing cost: $60.",
  );
});

test("draws the way down as a waterfall, what is not covered as a step of its own", async () => {
  const chart = chartOf(await tiny.type("pnl FY2026"));
  expect(chart.kind).toBe("waterfall");
  expect(chart.categories).toEqual([
    ...["Gross sales", "Pre-invoice deductions", "Not covered", "Net invoice sales"],
    ...["Post-invoice discounts", "Other post-invoice", "Not covered", "Net sales"],
    ...["Manufacturing cost", "Freight cost", "Other cost", "Not covered", "Gross margin"],
  ]);
  const values = chart.series[0]?.values ?? [];
  let end = 0;
  for (const [index, value] of values.entries()) {
    if (chart.levels?.[index] && index > 0) expect(end).toBeCloseTo(value ?? 0, 9);
    end = (chart.levels?.[index] ? 0 : end) + (value ?? 0);
  }
});

test("sets two slices side by side", async () => {
  const report = await tiny.type("pnl India vs Norway FY2026");
  expect(report.title).toBe("Profit and loss: India vs Norway");
  const [gross] = tableOf(report).rows;
  expect(tableOf(report).columns.map(({ label }) => label)).toEqual([
    ...["Line", "India", "% of net", "Norway", "% Norway", "Difference", "Difference %"],
  ]);
  expect([gross?.[1]?.text, gross?.[3]?.text]).toEqual(["$400", "$600*"]);
});

test("ends at the last line that is available and says why", async () => {
  const report = await tiny.type("pnl Desk Banyan Norway FY2026");
  expect(report.headline).toMatch(
    /^Gross margin is not available: pre-invoice discounts are missing\. The statement ends at gross sales\./,
  );
  expect(report.sections.map(({ kind }) => kind)).toEqual(["figures", "table"]);
  const nothing = await tiny.type("pnl Chair FY2026");
  expect(nothing.headline).toMatch(/^Gross sales is not available/);
});

test("refuses a break-down, and says what fits", async () => {
  await expect(tiny.type("pnl by market")).rejects.toThrow(/only members, a period and a comparison fit/);
});

test("every next question can be asked", async () => {
  const { next } = await tiny.type("pnl India FY2026");
  expect(next.map(({ label }) => label)).toEqual([
    ...["Why net sales changed", "Why gross margin changed", "Margin by customer", "Top products by margin"],
    "Deductions by customer",
  ]);
});

test("agrees with plain SQL on the facts of the demo company", async () => {
  const figures = `SUM(q * price) AS gross_sales, SUM(q * price * pre) AS pre_invoice_deductions,
    SUM(q * price * (1 - pre)) AS net_invoice_sales, SUM(q * price * (1 - pre) * disc) AS post_invoice_discounts,
    SUM(q * price * (1 - pre) * other) AS post_invoice_other, SUM(${net}) AS net_sales, SUM(q * cost) AS manufacturing_cost,
    SUM(${net} * freight) AS freight_cost, SUM(${net} * extra) AS other_cost,
    SUM(${net} - q * cost - ${net} * (freight + extra)) AS gross_margin`;
  const [now, before] = await Promise.all(
    ["2026", "2025"].map((year) =>
      demo.query<Record<string, number>>(`SELECT ${figures} FROM (${sales}) AS lines
        WHERE market = 'India' AND date BETWEEN '${Number(year) - 1}-09-01' AND '${year}-08-01'`),
    ),
  );
  const { rows } = tableOf(await demo.type("pnl India FY2026"));
  const expected = Object.keys(now?.[0] ?? {}).map((key) => [
    Number(now?.[0]?.[key]),
    Number(before?.[0]?.[key]),
  ]);
  expect(expected).toHaveLength(10);
  for (const [index, [current = 0, previous = 0]] of expected.entries()) {
    expect((rows[index]?.[1]?.value ?? 0) / current).toBeCloseTo(1, 9);
    expect((rows[index]?.[3]?.value ?? 0) / previous).toBeCloseTo(1, 9);
  }
  expect(sectionOf(await demo.type("pnl India FY2026"), "figures").figures).toHaveLength(4);
});
