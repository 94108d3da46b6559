import { afterAll, beforeAll, expect, test } from "vitest";
import { risk } from "../../commands/risk.ts";
import type { Report } from "../../src/report.ts";
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
    openTypist(await openDemoDatabase({ months: 26, range: 0.06 })),
  ]);
});
afterAll(() => Promise.all([tiny.close(), demo.close()]));

interface Finding {
  readonly who: string;
  readonly value: number | undefined;
  readonly reason: string;
}

const findings = (report: Report, risk: string): readonly Finding[] =>
  tableOf(report)
    .rows.filter((row) => row[0]?.text === risk)
    .map((row) => ({ who: row[1]?.text ?? "", value: row[2]?.value, reason: row[3]?.text ?? "" }));

test("takes concentration from shares, by hand 243 and 450 of 693", async () => {
  const report = await tiny.type("risk by customer FY2026");
  const index = (243 / 693) ** 2 + (450 / 693) ** 2;
  expect(findings(report, "Concentration")).toEqual([
    {
      who: "Fjord, of 2 customers",
      value: expect.closeTo(450 / 693, 12),
      reason: `The largest holds 64.9%; Herfindahl index ${index.toFixed(3)} (high).`,
    },
  ]);
});

test("names the gaps in the data, and what it cannot know for them", async () => {
  const report = await tiny.type("risk by customer FY2026");
  expect(findings(report, "Data gap")).toMatchObject([
    { who: "Gross sales", value: 22 / 26, reason: "Units covered; missing: list prices." },
    { who: "Net sales", value: 20 / 26 },
    { who: "Gross margin" },
    { who: "Forecast", value: 1 / 2, reason: "Months that hold both sales and forecast." },
  ]);
  expect(report.notes.join()).toContain("Not known of everyone: members in decline.");
});

test("agrees with plain SQL on the concentration of customers", async () => {
  const [found] = findings(await demo.type("risk FY2026"), "Concentration");
  const [row] = await demo.query<{ index: number; top: number; three: number }>(`
    WITH customers AS (SELECT customer, CAST(SUM(${net}) AS double precision) AS sold FROM (${sales}) AS lines
      WHERE date BETWEEN '2025-09-01' AND '2026-08-31' GROUP BY 1),
    shares AS (SELECT sold / SUM(sold) OVER () AS share, ROW_NUMBER() OVER (ORDER BY sold DESC) AS place FROM customers)
    SELECT SUM(share * share) AS index, MAX(share) AS top, SUM(share) FILTER (WHERE place <= 3) AS three FROM shares`);
  expect(found?.value).toBeCloseTo(row?.top ?? 0, 9);
  expect(found?.reason).toContain(`Herfindahl index ${row?.index.toFixed(3)}`);
  expect(found?.reason).toContain(`The first 3 hold ${((row?.three ?? 0) * 100).toFixed(1)}%`);
});

test("agrees with plain SQL on who is below the year before in three quarters running", async () => {
  const declines = await demo.query<{ market: string; product_code: string; change: number }>(`
    WITH quarters AS (SELECT market, product_code, EXTRACT(QUARTER FROM date + INTERVAL '4 months') AS quarter,
        CAST(SUM(${net}) FILTER (WHERE date >= '2025-12-01') AS double precision) AS now,
        CAST(SUM(${net}) FILTER (WHERE date < '2025-09-01') AS double precision) AS before,
        SUM(q) FILTER (WHERE ${net} IS NOT NULL AND date >= '2025-12-01') >= 0.95 * SUM(q) FILTER (WHERE date >= '2025-12-01')
          AND SUM(q) FILTER (WHERE ${net} IS NOT NULL AND date < '2025-09-01') >= 0.95 * SUM(q) FILTER (WHERE date < '2025-09-01') AS covered
      FROM (${sales}) AS lines WHERE date BETWEEN '2025-12-01' AND '2026-08-31'
        OR date BETWEEN '2024-12-01' AND '2025-08-31' GROUP BY 1, 2, 3)
    SELECT market, product_code, SUM(now - before) AS change FROM quarters GROUP BY 1, 2
    HAVING COUNT(now - before) = 3 AND bool_and(covered) AND MAX(now - before) < 0 ORDER BY 3`);
  expect(declines.length).toBeGreaterThan(0);
  const market = declines[0]?.market ?? "";
  const found = findings(await demo.type(`risk by variant in ${market}`), "Decline");
  const rows = declines.filter((row) => row.market === market).slice(0, 3);
  expect(found.map(({ who, value }) => [who, value])).toEqual(
    rows.map(({ product_code, change }) => [`${product_code} (variant)`, expect.closeTo(change, 4)]),
  );
});

test("agrees with plain SQL on the margin that erodes dearest", async () => {
  const [found] = findings(await demo.type("risk by product"), "Margin erosion");
  const span = (from: string, to: string): string => `(date BETWEEN '${from}' AND '${to}')`;
  const [now, before] = [span("2026-09-01", "2026-10-01"), span("2025-09-01", "2025-10-01")];
  const margin = (
    within: string,
  ): string => `SUM(${net} - q * cost - ${net} * (freight + extra)) FILTER (WHERE ${within})
    / SUM(${net}) FILTER (WHERE ${within} AND cost IS NOT NULL)`;
  const [row] = await demo.query<{ product: string; points: number }>(`
    SELECT product, CAST(now - before AS double precision) AS points FROM (
      SELECT product, ${margin(now)} AS now, ${margin(before)} AS before, SUM(${net}) FILTER (WHERE ${now}) AS sold,
        COUNT(*) FILTER (WHERE ${now} AND cost IS NULL) + COUNT(*) FILTER (WHERE ${before} AND cost IS NULL) AS gaps
      FROM (${sales}) AS lines GROUP BY 1) AS products
    WHERE now < before AND gaps = 0 ORDER BY (before - now) * sold DESC LIMIT 1`);
  expect(found?.who).toBe(`${row?.product} (product)`);
  expect(found?.value).toBeCloseTo(row?.points ?? 0, 9);
});

test("every finding has its number and its reason", async () => {
  const report = await demo.type("risk");
  for (const row of tableOf(report).rows) {
    expect(row).toHaveLength(4);
    expect(row.every(({ text }) => text !== "")).toBe(true);
    expect(row[3]?.text).toMatch(/\.$/);
  }
  const kinds = new Set(tableOf(report).rows.map((row) => row[0]?.text));
  for (const kind of ["Concentration", "Margin erosion", "Discount creep", "Stock: out of stock"])
    expect(kinds).toContain(kind);
  expect(chartOf(report)).toMatchObject({ kind: "share", unit: "percent" });
});

test("asks its questions together, and reads no line where a rollup can answer", async () => {
  const rollups: string[] = [];
  let most = 0;
  let open = 0;
  const answer: typeof demo.desk.answer = async (question) => {
    most = Math.max(most, ++open);
    const answered = await demo.desk.answer(question).finally(() => open--);
    rollups.push(answered.provenance.rollup);
    return answered;
  };
  await risk.respond("", { ...demo.desk, answer });
  expect(most).toBe(11);
  await risk.respond("in India FY2026", { ...demo.desk, answer });
  await risk.respond("by segment", { ...demo.desk, answer });
  expect(rollups.filter((rollup) => rollup === "line")).toEqual([]);
});

test("of one customer looks at its products and markets", async () => {
  const found = findings(await demo.type("risk for Parcelwood FY2026"), "Concentration");
  expect(found.map(({ who }) => who.replace(/^.* of \d+ /, ""))).toEqual(["products", "markets"]);
});

test("its next questions can all be asked", async () => {
  for (const { words } of (await demo.type("risk in India")).next) {
    const isCommand = /^(changes|demand|deductions|risk) /.test(words);
    await expect(demo.type(isCommand ? words : `ask ${words}`)).resolves.toBeDefined();
  }
});
