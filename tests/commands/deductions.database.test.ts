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

test("shows both kinds of deductions, in money and as rates", async () => {
  const report = await tiny.type("deductions by customer FY2025");
  expect(tableOf(report).rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["Banyan", "$76", "19.0%", "n/a", "$40", "10.0%", "$36", "10.0%"],
    ["Fjord", "$10", "10.0%", "n/a", "$0", "0.0%", "$10", "10.0%"],
  ]);
  expect(report.headline).toBe(
    "Deductions take 17.2% of gross sales, $86: 8.0% of gross sales before the invoice ($40) and " +
      "10.0% of net invoice sales after it ($46). Highest customer: Banyan 19.0%; lowest: Fjord 10.0%.",
  );
});

test("marks what is not covered", async () => {
  const [banyan] = tableOf(await tiny.type("deductions by customer FY2026")).rows;
  expect(banyan?.map(({ text }) => text).slice(0, 6)).toEqual([
    "Banyan",
    "$57*",
    "19.0%*",
    "n/a",
    "$40*",
    "10.0%*",
  ]);
});

test.each(["customer", "market", "product"])("by %s they equal plain SQL", async (group) => {
  const invoiced = "q * price * (1 - pre)";
  const rows = await demo.query<Record<string, number> & { name: string }>(
    `SELECT ${group} AS name, CAST(SUM(q * price - ${net}) AS double precision) AS money,
       CAST(SUM(q * price - ${net}) / SUM(q * price) FILTER (WHERE (${net}) IS NOT NULL) AS double precision) AS rate,
       CAST(SUM(q * price * pre) / SUM(q * price) FILTER (WHERE pre IS NOT NULL) AS double precision) AS pre,
       CAST(SUM(${invoiced} * (disc + other)) / SUM(${invoiced}) FILTER (WHERE disc IS NOT NULL) AS double precision) AS post
     FROM (${sales}) AS lines WHERE date BETWEEN '2025-09-01' AND '2026-08-31' GROUP BY ${group} HAVING SUM(q) > 0`,
  );
  const shown = tableOf(await demo.type(`deductions by ${group} FY2026`)).rows;
  expect(shown.length).toBeGreaterThanOrEqual(rows.length);
  for (const { name, money, rate, pre, post } of rows) {
    const row = shown.find(([member]) => member?.text === name);
    expect(row?.[1]?.value).toBeCloseTo(money ?? Number.NaN, 4);
    expect(row?.[2]?.value).toBeCloseTo(rate ?? Number.NaN, 9);
    expect(row?.[5]?.value).toBeCloseTo(pre ?? Number.NaN, 9);
    expect(row?.[7]?.value).toBeCloseTo(post ?? Number.NaN, 9);
  }
});

test("names whose rate is far from its peers, by a rule that it states", async () => {
  const rates = await demo.query<{ name: string; pre: number }>(
    `SELECT customer AS name, CAST(SUM(q * price * pre) / SUM(q * price) AS double precision) AS pre
     FROM (${sales}) AS lines WHERE pre IS NOT NULL AND date BETWEEN '2026-09-01' AND '2026-10-31' GROUP BY customer`,
  );
  const middle = (values: readonly number[]): number => {
    const sorted = [...values].sort((one, other) => one - other);
    return (
      ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) +
        (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
      2
    );
  };
  const usual = middle(rates.map(({ pre }) => pre));
  const spread = middle(rates.map(({ pre }) => Math.abs(pre - usual)));
  const far = rates.filter(({ pre }) => Math.abs((0.6745 * (pre - usual)) / spread) > 3.5);
  const report = await demo.type("deductions by customer");
  const { items } = sectionOf(report, "list");
  const told = items.filter(({ text }) => text.includes("pre-invoice")).map(({ term }) => term);
  expect(far.length).toBeGreaterThan(0);
  expect([...told].sort()).toEqual(far.map(({ name }) => name).sort());
  expect(report.notes.join()).toContain("modified z-score");
});

test("ranks by one of its figures", async () => {
  const report = await demo.type("deductions top 5 customers by pre-invoice discount % in India FY2026");
  const rates = tableOf(report).rows.map((row) => row[5]?.value ?? 0);
  expect(rates).toHaveLength(5);
  expect([...rates].sort((one, other) => other - one)).toEqual(rates);
  expect(chartOf(report).measure).toBe("Pre-invoice discount %");
});

test("reads its name as that of its figure", async () => {
  const report = await demo.type("deductions % of Parcelwood by month FY2026");
  expect(report.title).toBe("Total deductions % by month");
  expect((await demo.desk.read("discounts by customer")).question.metrics).toEqual(["deductions"]);
  expect((await demo.desk.read("discount % of Parcelwood")).question.metrics).toEqual(["deductions_pct"]);
  expect((await demo.desk.read("freight by market")).question.metrics).toEqual(["freight_cost"]);
  expect((await demo.desk.read("price of Trail Camera")).question.metrics).toEqual(["list_price"]);
});

test("one customer alone is shown by market", async () => {
  expect((await demo.type("deductions of Parcelwood FY2026")).title).toBe("Deductions by market");
});

test("every next question can be asked", async () => {
  const { next } = await demo.type("deductions by market FY2026");
  expect(next.length).toBeGreaterThanOrEqual(3);
  for (const { words } of next)
    await expect(demo.type(words.startsWith("deductions") ? words : `ask ${words}`)).resolves.toBeDefined();
});
