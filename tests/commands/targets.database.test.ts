import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import type { Report } from "../../src/report.ts";
import { openTestDatabase } from "../support/database.ts";
import { fillTinyStar } from "../support/tiny-star.ts";
import { openTypist, sectionOf, type Typist, tableOf } from "./support/typist.ts";

/** The tiny star, whose fiscal year 2026 has two months, with targets that can be divided by hand. */
let typist: Typist;

const targets = [
  ["sold_quantity", "company", "all", "FY2026", 130],
  ["gross_sales", "company", "all", "FY2026", 2500],
  ["gross_margin_pct", "company", "all", "FY2026", 0.4],
  ["sold_quantity", "market", "India", "FY2026", 64],
  ["sold_quantity", "customer", "Banyan", "FY2026", 42],
  ["sold_quantity", "company", "all", "2025-09", 20],
  ["sold_quantity", "company", "all", "2025-10", 8],
] as const;

const fill = async (database: Database): Promise<void> => {
  await database.session(async ({ run }) => {
    for (const row of targets)
      await run(
        "INSERT INTO target (metric, dimension, member, period, value) VALUES ($1, $2, $3, $4, $5)",
        row.map(String),
      );
    await run("INSERT INTO alias VALUES ('customer', 'Bany', 'Banyan')");
  });
  await fillTinyStar(database);
};

beforeAll(async () => {
  typist = await openTypist(await openTestDatabase(), fill);
});
afterAll(() => typist.close());

const type = (text: string): Promise<Report> => typist.type(text);
const texts = (report: Report): readonly (readonly string[])[] =>
  tableOf(report).rows.map((row) => row.map(({ text }) => text));
const heads = (report: Report): readonly string[] => tableOf(report).columns.map(({ label }) => label);

test("a figure says how much of its target is reached, and how much of the year is over", async () => {
  expect((await type("ask units")).headline).toBe(
    "Sold quantity: 26 units. That is 20% of the FY2026 target of 130 units; 17% of the year is over.",
  );
  expect((await type("ask units in India FY2026")).headline).toBe(
    "Sold quantity: 16 units. That is 25% of the FY2026 target of 64 units; 17% of the year is over.",
  );
  expect((await type("ask units Sep 2025")).headline).toBe(
    "Sold quantity: 17 units. That is 85% of the Sep 2025 target of 20 units.",
  );
});

test("no target is shown where none is set for exactly that", async () => {
  for (const words of ["units in Norway", "units in India Sep 2025", "units Oct 2024", "net sales"])
    expect((await type(`ask ${words}`)).headline).not.toContain("target");
});

test("kpi shows the targets of its figures, and marks what is incomplete", async () => {
  const report = await type("kpi");
  expect(report.headline).toMatch(
    / Gross margin %: 19\.5 pts\* over the FY2026 target of 40\.0%; 17% of the year is over\.$/,
  );
  expect(sectionOf(report, "figures").figures.map(({ target }) => target)).toEqual([
    "20% of the FY2026 target of 130 units; 17% of the year is over",
    "40%* of the FY2026 target of $2,500; 17% of the year is over",
    undefined,
    undefined,
    expect.stringMatching(
      /^\d+\.\d pts\* (over|under) the FY2026 target of 40\.0%; 17% of the year is over$/,
    ),
    undefined,
  ]);
  const at = heads(report).indexOf("FY2026 target");
  expect(heads(report)[at + 1]).toBe("Reached");
  expect(texts(report).map((row) => row.slice(at, at + 2))).toEqual([
    ["130", "20.0%"],
    ["$2,500", "40.0%*"],
    ["–", "–"],
    ["–", "–"],
    ["40.0%", expect.stringMatching(/^[+−]\d+\.\d pts\*$/)],
    ["–", "–"],
  ]);
  expect(heads(await type("kpi Norway"))).not.toContain("Reached");
});

test("top shows the target of each member that has one, and of the whole", async () => {
  const report = await type("top markets by units");
  expect(report.headline).toMatch(/Sold quantity in all: 26 units. That is 20% of the FY2026 target/);
  expect(heads(report).slice(-2)).toEqual(["FY2026 target", "% reached"]);
  expect(texts(report).map((row) => [row[1], ...row.slice(-2)])).toEqual([
    ["India", "64", "25.0%"],
    ["Norway", "–", "–"],
  ]);
  const customers = await type("top customers by units vs last year");
  expect(texts(customers).map((row) => [row[1], ...row.slice(-2)])).toContainEqual(["Banyan", "42", "50.0%"]);
  const cut = await type("top customers by units in India");
  expect(heads(cut).join()).not.toContain("target");
  const asia = await type("top markets by units in APAC");
  expect(asia.notes).toContain("Targets are for the whole of FY2026; 17% of the year is over.");
});

test("trend tells how the months did against their targets", async () => {
  const report = await type("trend units Sep 2025 to Oct 2025");
  expect(report.headline).toMatch(/^Sold quantity in all: 26 units. That is 20% of the FY2026 target/);
  expect(report.notes).toContain("Sold quantity against target: Sep 2025 85% and Oct 2025 113%.");
  expect(texts(report)).toEqual([
    ["Sep 2025", "17", "20", "85.0%"],
    ["Oct 2025", "9", "8", "112.5%"],
  ]);
});

test("the columns of an answer do not change", async () => {
  const answer = await typist.desk.ask("top markets by units");
  expect(answer.columns.map(({ key }) => key)).toEqual([
    "rank",
    "market",
    "sold_quantity",
    "sold_quantity_share",
  ]);
  expect(answer.notes).toEqual([]);
});
