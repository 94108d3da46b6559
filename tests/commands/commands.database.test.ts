import { afterAll, beforeAll, expect, test } from "vitest";
import type { DigestDesk } from "../../src/desk.ts";
import { QuestionError } from "../../src/errors.ts";
import type { Report } from "../../src/report.ts";
import { openTestDatabase } from "../support/database.ts";
import { fillTinyStar } from "../support/tiny-star.ts";
import { chartOf, openTypist, sectionOf, type Typist } from "./support/typist.ts";

let typist: Typist;

/** What the digest command asks of its desk, said back. */
const told =
  (what: string) =>
  async (said?: unknown): Promise<Report> => ({
    title: what,
    reading: String(said ?? ""),
    headline: "",
    sections: [],
    notes: [],
    next: [],
    footer: "",
  });
const digests: DigestDesk = {
  create: told("create"),
  list: told("list"),
  run: told("run"),
  remove: told("remove"),
};

beforeAll(async () => {
  typist = await openTypist(await openTestDatabase(), fillTinyStar, digests);
});
afterAll(() => typist.close());

const type = (text: string): Promise<Report> => typist.type(text);

test("top names the leader, those behind it and the total", async () => {
  const report = await type("top products by gross sales FY2026");
  expect(report.title).toBe("Top 10 products by gross sales");
  expect(report.reading).toBe("FY2026 (Sep 2025 – Aug 2026) · Nov 2025 – Aug 2026 not loaded");
  expect(report.headline).toBe("Desk leads with $700, followed by Lamp ($300). Gross sales in all: $1,000*.");
  expect(report.notes[0]).toBe("* incomplete: Gross sales covers 84.6% of the units; missing: list prices.");
});

test("top keeps the total out of the rows", async () => {
  const { table } = sectionOf(await type("top 2 products by units FY2026"), "table");
  expect(table.caption).toBe("2 of 3 rows · Total: Sold quantity 26");
  expect(table.rows.map((row) => row.map((cell) => cell.text))).toEqual([
    ["1", "Lamp", "15", "57.7%", "57.7%"],
    ["2", "Desk", "7", "26.9%", "84.6%"],
  ]);
});

test("top draws ranked bars", async () => {
  const chart = chartOf(await type("top products by units FY2026"));
  expect(chart).toMatchObject({
    kind: "ranked",
    title: "Lamp leads with 15 units",
    categories: ["Lamp", "Desk", "Chair"],
  });
  expect(chart.series[0]?.values).toEqual([15, 7, 4]);
});

test("top alone ranks products by net sales", async () => {
  expect((await type("top")).title).toBe("Top 10 products by net sales");
});

test("trend goes by month unless another time is said", async () => {
  expect((await type("trend units")).title).toBe("Sold quantity by month");
  expect((await type("trend units by fiscal year")).title).toBe("Sold quantity by fiscal year");
});

test("trend breaks its line where nothing is loaded, and shows last year lighter", async () => {
  const chart = chartOf(await type("trend units Oct 2024 to Oct 2025 vs last year"));
  expect(chart.kind).toBe("line");
  expect(chart.series.map((series) => series.role)).toEqual(["current", "previous"]);
  expect(chart.series[0]?.values.slice(0, 3)).toEqual([22, null, null]);
});

test("kpi shows the board against the same months of last year", async () => {
  const report = await type("kpi India FY2026");
  const figures = sectionOf(report, "figures").figures;
  expect(figures.map((figure) => figure.label)).toEqual([
    "Sold quantity",
    "Gross sales",
    "Net sales",
    "Gross margin",
    "Gross margin %",
    "Forecast accuracy",
  ]);
  expect(figures[0]).toEqual({ label: "Sold quantity", value: "16 units", change: "▼ 46.7% (worse)" });
  expect(chartOf(report).measure).toBe("Net sales");
});

test("kpi names and draws what is available where net sales are not", async () => {
  const report = await type("kpi category Chairs FY2026");
  expect(report.headline).toMatch(/^Sold quantity 4 units/);
  expect(sectionOf(report, "figures").figures[2]).toEqual({ label: "Net sales", value: "n/a" });
  expect(chartOf(report).measure).toBe("Sold quantity");
});

test("ask shows a share as bars with their parts", async () => {
  const report = await type("ask share of units by market FY2026");
  expect(report.headline).toBe(
    "India is first with 61.5%, 16 units, then Norway (38.5%, 10 units). Sold quantity in all: 26 units.",
  );
  expect(chartOf(report)).toMatchObject({ kind: "share", unit: "percent" });
});

test("ask draws no chart for one number", async () => {
  const report = await type("ask units FY2026");
  expect(report.headline).toBe("Sold quantity: 26 units.");
  expect(report.sections.map((one) => one.kind)).not.toContain("chart");
});

test("says why nothing is available, and offers the nearest figure that is", async () => {
  const report = await type("ask net sales in Norway FY2026 by product excluding Desk and Lamp");
  expect(report.headline).toMatch(/Net sales is not available: list prices/);
  expect(report.next[0]).toMatchObject({ label: "Sold quantity" });
});

test("every next question can be asked", async () => {
  const report = await type("top products by units in India FY2026");
  expect(report.next.map((step) => step.label)).toEqual([
    "Over time",
    "vs last year",
    "By variant",
    "Bottom 10",
  ]);
  for (const step of report.next) await expect(typist.desk.ask(step.words)).resolves.toBeDefined();
});

test("metrics tells definition, trap and owner", async () => {
  const { items } = sectionOf(await type("metrics gross margin %"), "list");
  expect(items).toHaveLength(1);
  expect(items[0]?.text).toMatch(/Definition: .*Trap: .*Owner: Finance/s);
  await expect(type("metrics weather")).rejects.toThrow(/No metric speaks of "weather"/);
});

test("status tells months, gaps and loads", async () => {
  const report = await type("status");
  expect(report.headline).toMatch(/^4 months, sales through Oct 2025/);
  expect(report.notes[0]).toMatch(/fact_sales_monthly has no rows for Nov 2024/);
});

test("digest hands its words to the digests", async () => {
  expect(await type("digest kpi every monday at 8:00")).toMatchObject({
    title: "create",
    reading: "kpi every monday at 8:00",
  });
  expect(await type("digest list")).toMatchObject({ title: "list" });
  expect(await type("digest run 3")).toMatchObject({ title: "run", reading: "3" });
  expect(await type("digest delete #3")).toMatchObject({ title: "remove", reading: "3" });
  await expect((async () => type("digest delete it"))()).rejects.toThrow(
    "Say which digest: /digest delete 3.",
  );
});

test("/bims import names the inbox and the terminal", async () => {
  const report = await type("import");
  expect(report.headline).toContain("inbox folder, or load them in the terminal");
  expect(JSON.stringify(report.sections)).toContain("npx bims import FOLDER");
});

test("loads lists who loaded what, and how to take the last one back", async () => {
  const report = await type("loads");
  expect(report.headline).toMatch(
    /^Load 1 is the latest, .* UTC by test\. To take load 1 back: npx bims undo 1$/,
  );
  expect(sectionOf(report, "table").table.rows[0]?.map(({ text }) => text)).toEqual([
    ...["1", expect.any(String), "test", "import", "0", "0", "0"],
  ]);
});

test.each([
  ["mix of gross margin % by channel", "Gross margin % has no shares", "mix"],
  ["mix of products sold by channel", "Products sold has no shares", "mix"],
  ["kpi vs forecast", "forecasts are in units, not in money", "demand"],
  ["kpi FY2031", "you asked FY2031", "kpi FY2026"],
  ["risk India vs Norway", "Risks are of one slice", "risk in India"],
  ["risk vs forecast", "forecasts are in units, not in money", "sold quantity vs forecast"],
  ["why vs forecast", "forecasts are in units, not in money", "sold quantity vs forecast"],
  ["pnl vs forecast", "forecasts are in units, not in money", "sold quantity vs forecast"],
])("'%s' is refused with the reason, and with words that are answered", async (words, reason, first) => {
  const error = await type(words).catch((thrown: unknown) => thrown);
  if (!(error instanceof QuestionError)) throw new Error(`"${words}" was answered`);
  expect(error.message).toContain(reason);
  expect(error.choices[0]?.words).toBe(first);
  for (const choice of error.choices) {
    const isCommand = /^(mix|kpi|risk|pnl|demand|ask)\b/.test(choice.words);
    await expect(type(isCommand ? choice.words : `ask ${choice.words}`)).resolves.toBeDefined();
  }
});

test("of several members a trend tells who is highest and lowest of late", async () => {
  expect((await type("trend units by market Sep 2025 to Oct 2025")).headline).toMatch(
    /Latest, Oct 2025: highest \w+ with \d+ units; lowest \w+ with \d+ units\.$/,
  );
});
