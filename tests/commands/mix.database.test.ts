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

const texts = async (typist: Typist, words: string): Promise<readonly (readonly string[])[]> =>
  tableOf(await typist.type(words)).rows.map((row) => row.map(({ text }) => text));

test("shows shares with their change in points", async () => {
  const report = await tiny.type("mix units by market FY2026");
  expect(report.headline).toBe(
    "India holds 61.5% (▼ 29.4 pts), then Norway 38.5% (▲ 29.4 pts). Sold quantity in all: 26 units.",
  );
  expect(tableOf(report).rows.map((row) => row.map(({ text }) => text))).toEqual([
    ["India", "16", "61.5%", "90.9%", "−29.4 pts"],
    ["Norway", "10", "38.5%", "9.1%", "+29.4 pts"],
  ]);
});

test("marks shares that are not covered, and compares none of them", async () => {
  expect(await texts(tiny, "mix by market FY2026")).toEqual([
    ["Norway", "$450*", "64.9%*", "41.3%", "n/a"],
    ["India", "$243*", "35.1%*", "58.7%", "n/a"],
  ]);
});

test("falls back to the nearest figure that is available, and says so", async () => {
  const report = await tiny.type("mix by market for category Chairs FY2026");
  expect(report.title).toBe("Mix of sold quantity by market");
  expect(report.notes[0]).toBe("Net sales is not available here: these are shares of sold quantity.");
});

test("splits by channel, platform, segment and region at once", async () => {
  const report = await demo.type("mix FY2026");
  expect(report.title).toBe("Mix of net sales by channel, platform, segment and region");
  expect([...new Set(tableOf(report).rows.map(([split]) => split?.text))]).toEqual([
    "Channel",
    "Platform",
    "Segment",
    "Region",
  ]);
  expect(chartOf(report).kind).toBe("share");
  expect(chartOf(report).series.map(({ role }) => role)).toEqual(["current", "previous"]);
});

test("leaves out what the slice has one of", async () => {
  expect((await demo.type("mix in India FY2026")).title).toBe(
    "Mix of net sales by channel, platform and segment",
  );
});

test.each(["channel", "platform", "segment", "region"])("shares by %s equal plain SQL", async (group) => {
  const sums = (year: number): string =>
    `SELECT ${group}, CAST(SUM(${net}) AS double precision) AS value FROM (${sales}) AS lines
     WHERE date BETWEEN '${year - 1}-09-01' AND '${year}-08-31' GROUP BY ${group}`;
  const rows = await demo.query<{ name: string; share: number; before: number }>(
    `SELECT now.${group} AS name, now.value / SUM(now.value) OVER () AS share,
       earlier.value / SUM(earlier.value) OVER () AS before
     FROM (${sums(2026)}) AS now JOIN (${sums(2025)}) AS earlier USING (${group})`,
  );
  const shown = tableOf(await demo.type(`mix by ${group} FY2026`)).rows;
  expect(shown).toHaveLength(rows.length);
  for (const { name, share, before } of rows) {
    const row = shown.find(([member]) => member?.text === name);
    expect(row?.[2]?.value).toBeCloseTo(share, 9);
    expect(row?.[3]?.value).toBeCloseTo(before, 9);
    if (row?.[4]?.value !== undefined) expect(row[4].value).toBeCloseTo(share - before, 9);
  }
});

test("says what was with members that are gone", async () => {
  const report = await demo.type("mix by market in India vs USA FY2026").catch((error: Error) => error);
  expect(report).toBeInstanceOf(Error);
  const regions = await demo.type("mix by region in India FY2026 vs USA");
  expect(regions.notes.join()).toContain("of USA was with regions that have no sales here");
});

test("refuses a mix over time, with the share over time to click", async () => {
  await expect(demo.type("mix by month")).rejects.toMatchObject({
    kind: "not-allowed",
    choices: [{ words: "ask share of net sales by channel, month" }, { words: "mix by channel" }],
  });
});

test("every next question can be asked", async () => {
  const { next } = await demo.type("mix by channel in India FY2026");
  expect(next.map(({ label }) => label)).toEqual([
    "By platform",
    "By segment",
    "By customer",
    "By category",
    "Shares by quarter",
  ]);
  for (const { words } of next)
    await expect(demo.type(words.startsWith("mix") ? words : `ask ${words}`)).resolves.toBeDefined();
});
