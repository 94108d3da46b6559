import { afterAll, beforeAll, expect, test } from "vitest";
import { createAnalyst } from "../../src/compose/analyst.ts";
import type { Database } from "../../src/database/database.ts";
import type { Desk, DigestDesk } from "../../src/desk.ts";
import { presentAnswerJson } from "../../src/terminal/present-answer-json.ts";
import { openTestDatabase } from "../support/database.ts";
import { fillTinyStar } from "../support/tiny-star.ts";

let database: Database;
let desk: Desk;

beforeAll(async () => {
  database = await openTestDatabase();
  await fillTinyStar(database);
  const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;
  const open = createAnalyst({ database, fiscalYearStartMonth: 9 }).openDesk;
  desk = open(viewer, { kind: "terminal" }, {} as DigestDesk);
});
afterAll(() => database.close());

const names = async (words: string): Promise<readonly unknown[]> => {
  const { columns, rows } = await desk.ask(words);
  return rows.map((row) => columns.map(({ key }) => row[key]).join(" · "));
};

test("lists the members that sold, by name", async () => {
  expect(await names("products in Norway FY2026")).toEqual(["Chair", "Desk"]);
  expect(await names("markets of Banyan FY2026")).toEqual(["India", "Norway"]);
  expect(await names("customers in EU FY2025")).toEqual(["Banyan", "Fjord"]);
});

test("leaves out who has no lines in the period, or only lines of zero units", async () => {
  expect(await names("markets of Banyan Oct 2025")).toEqual(["India"]);
  expect(await names("products of Fjord Oct 2025")).toEqual(["Desk"]);
});

test("lists pairs, and months in their order", async () => {
  expect(await names("customers by market for Home FY2026")).toEqual([
    "Banyan · India",
    "Banyan · Norway",
    "Fjord · Norway",
  ]);
  expect(await names("months of Chairs all time")).toEqual(["2024-10-01", "2025-09-01"]);
});

test("has no figures, no totals and no rank in its JSON", async () => {
  const said = JSON.parse(presentAnswerJson(await desk.ask("markets of Fjord FY2026")));
  expect(said).toMatchObject({
    reading: "Markets with sales · Fjord · FY2026 (2025-09-01 to 2026-08-31), Nov 2025 – Aug 2026 not loaded",
    columns: [{ key: "market", label: "Market", kind: "dimension" }],
    rows: [{ market: "Norway" }],
    totals: {},
    coverage: [],
    provenance: { rollup: "by_account" },
  });
});

test("takes the fiscal year to date where no period is said", async () => {
  expect((await desk.ask("markets of Fjord")).span).toMatchObject({ from: "2025-09-01", to: "2025-10-31" });
});

test("tells what members belong to, and who is on file without sales", async () => {
  const { directory } = await desk.ask("markets of Banyan Oct 2025");
  expect(directory).toEqual({
    columns: [
      { key: "sub_zone", label: "Sub-zone" },
      { key: "region", label: "Region" },
    ],
    rows: [{ sub_zone: ["India"], region: ["APAC"] }],
    unsold: ["Norway"],
  });
});

test("tells nobody on file where only sales connect the filters", async () => {
  expect((await desk.ask("markets of Chair FY2026")).directory?.unsold).toEqual([]);
});

test("a bound makes a ranking, and restarts and levels work to the end", async () => {
  expect(await names("customers with units over 8 FY2026")).toEqual(["1 · Banyan · 21 · 0.8076923076923077"]);
  expect(await names("top 1 products in each market by units FY2026")).toEqual([
    `1 · India · Lamp · 15 · ${15 / 16}`,
    `1 · Norway · Desk · 6 · ${6 / 10}`,
  ]);
  const levels = ["", " at account level"].map((level) => desk.ask(`absolute error Oct 2025${level}`));
  const [variant, account] = await Promise.all(levels);
  expect([variant?.totals.absolute_error, account?.totals.absolute_error]).toEqual([7 + 2, 7 + 1 + 3]);
});
