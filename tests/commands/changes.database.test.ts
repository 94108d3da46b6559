import { afterAll, beforeAll, expect, test } from "vitest";
import { changes } from "../../commands/changes.ts";
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

const texts = (report: Report): readonly (readonly string[])[] =>
  tableOf(report).rows.map((row) => row.map(({ text }) => text));
const failure = (words: string): Promise<unknown> => demo.type(words).catch((error: unknown) => error);

test("tells by units who is new and who fell, like for like", async () => {
  const report = await tiny.type("changes units by product in India FY2026");
  expect(report.reading).toContain("vs FY2025, 2 of 12 months");
  expect(report.headline).toBe(
    "Products: 1 new, 0 gone, 0 growing and 1 falling; Lamp fell most (−15 units).",
  );
  expect(texts(report)).toEqual([
    ["Falling", "Lamp", "15", "30", "−15", "−50.0%"],
    ["New", "Desk", "1", "0", "1", "n/a"],
  ]);
});

test("names who sold then and not now", async () => {
  const report = await tiny.type("changes units by product in Norway Oct 2025 vs last period");
  expect(texts(report)).toEqual([["Gone", "Chair", "0", "4", "−4", "−100.0%"]]);
});

test("compares nobody whose figures are not covered, and says who", async () => {
  const report = await tiny.type("changes by product FY2026");
  expect(report.headline).toBe("Products: 0 new, 0 gone, 0 growing and 0 falling.");
  expect(report.notes.join()).toContain("either side is under 95% covered or not loaded: Chair and Desk");
});

test("compares nothing where the year before is not loaded", async () => {
  const report = await tiny.type("changes FY2025");
  expect(report.headline).toBe("Nothing can be compared: FY2024 is not loaded, or not covered well enough.");
  expect(report.sections).toEqual([]);
  expect(report.next.map(({ words }) => words)).toEqual([
    "changes FY2026",
    "net sales by month FY2025",
    "status",
  ]);
});

test("agrees with plain SQL on who is new and gone, and on the five that grew most", async () => {
  const report = await demo.type("changes by product FY2026");
  const rows = await demo.query<{
    name: string;
    now: number;
    before: number;
    sold: number;
    soldbefore: number;
  }>(`
    SELECT product AS name, CAST(COALESCE(SUM(${net}) FILTER (WHERE date >= '2025-09-01'), 0) AS double precision) AS now,
      CAST(COALESCE(SUM(${net}) FILTER (WHERE date < '2025-09-01'), 0) AS double precision) AS before,
      CAST(COALESCE(SUM(q) FILTER (WHERE date >= '2025-09-01'), 0) AS double precision) AS sold,
      CAST(COALESCE(SUM(q) FILTER (WHERE date < '2025-09-01'), 0) AS double precision) AS soldbefore
    FROM (${sales}) AS lines WHERE date BETWEEN '2024-09-01' AND '2026-08-31' GROUP BY product`);
  const unknown = report.notes.find((note) => note.startsWith("Not compared")) ?? "";
  const comparable = rows.filter(({ name }) => !unknown.includes(name));
  const named = (what: string) =>
    tableOf(report)
      .rows.filter((row) => row[0]?.text === what)
      .map((row) => [row[1]?.text, row[4]?.value]);
  const expected = (found: typeof rows) =>
    [...found]
      .sort((one, other) => Math.abs(other.now - other.before) - Math.abs(one.now - one.before))
      .slice(0, 5)
      .map(({ name, now, before }) => [name, expect.closeTo(now - before, 4)]);
  expect(named("New")).toEqual(expected(rows.filter(({ sold, soldbefore }) => sold > 0 && soldbefore === 0)));
  expect(named("Gone")).toEqual(
    expected(rows.filter(({ sold, soldbefore }) => sold === 0 && soldbefore > 0)),
  );
  const both = comparable.filter(({ sold, soldbefore }) => sold > 0 && soldbefore > 0);
  expect(named("Growing")).toEqual(expected(both.filter(({ now, before }) => now > before)));
  expect(named("Growing")).toHaveLength(5);
  expect(named("New").length).toBeGreaterThan(0);
  expect(named("Gone").length).toBeGreaterThan(0);
});

test("every change together is the change of the total", async () => {
  const report = await demo.type("changes 999 customers by units");
  const total = await demo.desk.ask("units vs last year");
  const sum = tableOf(report).rows.reduce((all, row) => all + (row[4]?.value ?? 0), 0);
  expect(sum).toBeCloseTo(Number(total.totals.sold_quantity_change), 4);
});

test("draws who moved the total most, up and down", async () => {
  const chart = chartOf(await demo.type("changes by product"));
  const values = chart.series[0]?.values ?? [];
  expect(chart.kind).toBe("ranked");
  expect(Math.max(...values.map(Number))).toBe(values[0]);
  expect(Math.min(...values.map(Number))).toBe(values.at(-1));
});

test("of one customer takes its products and markets", async () => {
  expect((await demo.type("changes for Parcelwood")).title).toBe("What changed among products and markets");
});

test("reads no line where a rollup can answer", async () => {
  const rollups: string[] = [];
  const answer: typeof demo.desk.answer = async (question) => {
    const answered = await demo.desk.answer(question);
    rollups.push(answered.provenance.rollup);
    return answered;
  };
  for (const words of ["", "in India", "by category, segment"])
    await changes.respond(words, { ...demo.desk, answer });
  expect(rollups.filter((rollup) => rollup === "line")).toEqual([]);
});

test("refuses what is no change from one period to another, and offers what is", async () => {
  expect(await failure("changes gross margin % by customer")).toMatchObject({
    kind: "not-allowed",
    choices: [{ words: "changes by customer" }, { words: "gross margin % by customer vs last year" }],
  });
  expect(await failure("changes in India vs USA")).toMatchObject({
    kind: "not-allowed",
    choices: [{ words: "changes in India vs last year" }],
  });
});
