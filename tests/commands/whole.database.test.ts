import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Table, tablesOf } from "../../src/report.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { openTypist, type Typist } from "./support/typist.ts";

let demo: Typist;
beforeAll(async () => {
  demo = await openTypist(await openDemoDatabase());
});
afterAll(() => demo.close());

const column = (table: Table | undefined, label: string): readonly string[] => {
  const at = table?.columns.findIndex((one) => one.label === label) ?? -1;
  return (table?.rows ?? []).map((row) => row[at]?.text ?? "");
};
const fileOf = async (words: string): Promise<readonly Table[]> => tablesOf(await demo.type(words));
const count = async (sql: string): Promise<number> =>
  (await demo.query<{ count: number }>(`SELECT CAST(COUNT(*) AS integer) AS count FROM (${sql}) AS rows`))[0]
    ?.count ?? 0;

const soldTo = (customer: string, from: string, to: string): string => `
  SELECT product FROM fact_sales_monthly JOIN dim_product USING (product_code) JOIN dim_customer USING (customer_code)
  WHERE customer = '${customer}' AND date BETWEEN '${from}' AND '${to}' GROUP BY 1 HAVING SUM(sold_quantity) > 0`;

describe("a file holds all that a message cuts", () => {
  test("every product of a profile, every part of its mix, its months", async () => {
    const [parts, mix, months] = await fileOf("profile Parcelwood FY2026");
    expect(parts?.rows).toHaveLength(await count(soldTo("Parcelwood", "2025-09-01", "2026-08-01")));
    expect(new Set(column(mix, "Split by")).size).toBeGreaterThan(1);
    expect(months?.rows).toHaveLength(24);
  });

  test("every product that came, went, grew or fell", async () => {
    const [all] = await fileOf("changes products FY2026");
    const both = `${soldAll("2025-09-01", "2026-08-01")} UNION ${soldAll("2024-09-01", "2025-08-01")}`;
    const known = await count(both);
    expect(all?.rows.length).toBeGreaterThan(known - 5);
    expect(all?.rows.length).toBeLessThanOrEqual(known);
  });

  test("every value of an attribute", async () => {
    const [all] = await fileOf("list customers FY2026");
    const at = column(all, "Customer").indexOf("Parcelwood");
    const [row] = await demo.query<{ markets: string }>(
      "SELECT STRING_AGG(DISTINCT market, ', ' ORDER BY market) AS markets FROM dim_customer WHERE customer = 'Parcelwood'",
    );
    expect(column(all, "Market")[at]).toBe(row?.markets);
    expect(column(all, "Market")[at]?.split(", ").length).toBeGreaterThan(4);
  });

  test("every finding of a kind, where the message names three", async () => {
    const report = await demo.type("risk");
    const of = (table: Table | undefined, risk: string): number =>
      column(table, "Risk").filter((text) => text === risk).length;
    const [shown] = report.sections.flatMap((section) => (section.kind === "table" ? [section.table] : []));
    const counted = [...(/Margin eroding: ([^.]+)\./.exec(report.headline)?.[1] ?? "").matchAll(/\d+/g)];
    expect(of(tablesOf(report)[0], "Margin erosion")).toBe(
      counted.reduce((sum, [digits]) => sum + Number(digits), 0),
    );
    expect(of(shown, "Margin erosion")).toBeLessThan(of(tablesOf(report)[0], "Margin erosion"));
  });

  test("who is over or under for months, and deductions by customer, market and product", async () => {
    const [segments, streaks] = await fileOf("demand");
    expect(column(segments, "Segment")).toHaveLength(10);
    expect(new Set(column(streaks, "Forecast"))).toEqual(new Set(["over", "under"]));
    const heads = (await fileOf("deductions FY2026")).map((table) => table.columns[0]?.label);
    expect(heads).toEqual(["Customer", "Market", "Product", "Of"]);
  });
});

const soldAll = (from: string, to: string): string => `
  SELECT product FROM fact_sales_monthly JOIN dim_product USING (product_code)
  WHERE date BETWEEN '${from}' AND '${to}' GROUP BY 1 HAVING SUM(sold_quantity) > 0`;

test.each([
  "top products vs last year",
  "bottom 5 customers by gross margin %",
  "trend net sales vs last year",
  "kpi vs last year",
  "pnl India vs last year",
  "pnl India vs USA",
  "why vs last year",
  "demand by customer vs last year",
  "pricing vs last year",
  "deductions by market vs last year",
  "costs by product vs last year",
  "mix by channel FY2026 vs last year",
  "mix vs last period",
  "profile India vs last year",
  "risk last year",
  "changes products vs last year",
  "list customers in India",
])("'%s' leads on to three questions or more, all of them other ones", async (words) => {
  const report = await demo.type(words);
  expect(report.next.length).toBeGreaterThanOrEqual(3);
  expect(report.next.length).toBeLessThanOrEqual(6);
  expect(new Set(report.next.map((step) => step.words)).size).toBe(report.next.length);
  for (const step of report.next) {
    const isCommand =
      /^(top|bottom|trend|kpi|pnl|why|demand|pricing|deductions|costs|mix|profile|risk|changes|list) /;
    const next = await demo.type(isCommand.test(`${step.words} `) ? step.words : `ask ${step.words}`);
    expect([next.title, next.reading], step.words).not.toEqual([report.title, report.reading]);
  }
});
