import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { undoLoad } from "../../../src/data/history/undo-load.ts";
import { sayViolation } from "../../../src/data/import/describe-import.ts";
import type { Database } from "../../../src/database/database.ts";
import { emptyTables, openTestDatabase } from "../../support/database.ts";
import {
  adding,
  type Files,
  fingerprint,
  importTiny,
  rowsOf,
  tinyCompany,
  withFiles,
} from "./tiny-company.ts";
import { workbook } from "./workbook.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const targets = (...lines: readonly string[]): Files => ({
  "targets.csv": ["metric,dimension,member,period,value", ...lines].join("\n"),
});
const loaded = () => rowsOf(database, "target");

test("targets load with the company, each written one way, and change no answers by themselves", async () => {
  const { report } = await importTiny(
    database,
    withFiles(
      targets(
        "net_sales,company,All,FY2021,1000.50",
        "Gross margin %,Company,all,2021,0.365",
        "Units,Country,Norland,Q1 FY2021,120",
        "Revenue,customer,Alpha Stores,2020-10-01,300",
        "revenue,channel,Retailer,Oct 2020,400",
        "net sales,product_code,P1,FY2021 Q2,5",
      ),
    ),
  );
  expect(report).toMatchObject({ outcome: "loaded", violations: [], warnings: [] });
  expect(report.tables.at(-1)).toMatchObject({ table: "target", read: 6, added: 6 });
  expect(await loaded()).toEqual([
    "gross_margin_pct,company,all,FY2021,0.365",
    "net_sales,channel,Retailer,2020-10,400",
    "net_sales,company,all,FY2021,1000.50",
    "net_sales,customer,Alpha Stores,2020-10,300",
    "net_sales,product_code,P1,FY2021 Q2,5",
    "sold_quantity,market,Norland,FY2021 Q1,120",
  ]);
  const later = await importTiny(database, targets("net_sales,region,Europe,FY2021,7"));
  expect(later).toMatchObject({ report: { outcome: "loaded" }, touched: [] });
});

test("a newer file replaces targets of the same keys, the same file is already loaded, and undo takes it back", async () => {
  await importTiny(
    database,
    withFiles(targets("net_sales,company,all,FY2021,10", "units,company,all,FY2021,5")),
  );
  const before = await loaded();
  const newer = targets(
    "net_sales,company,all,FY2021,12",
    "units,company,all,FY2021,5",
    "cogs,company,all,FY2021,6",
  );
  const { report } = await importTiny(database, newer);
  expect(report.tables).toMatchObject([{ table: "target", added: 1, changed: 1, unchanged: 1 }]);
  expect(await loaded()).toContain("net_sales,company,all,FY2021,12");
  expect((await importTiny(database, newer)).report.outcome).toBe("already-loaded");
  await undoLoad({
    ...{ database, load: 2, who: "tester", now: () => new Date("2026-01-06T08:00:00Z") },
    refresh: async () => undefined,
  });
  expect(await loaded()).toEqual(before);
  expect((await importTiny(database, newer)).report).toMatchObject({ outcome: "loaded" });
});

test("what is wrong with a target is said with its line, column and what to do", async () => {
  await importTiny(database, tinyCompany);
  const before = await fingerprint(database);
  const { report, rejects } = await importTiny(
    database,
    targets(
      "happiness,company,all,FY2021,1",
      "net_sales,colour,Red,FY2021,1",
      "net_sales,market,Norlund,FY2021,1",
      "net_sales,company,Norland,FY2021,1",
      "net_sales,company,all,next year,1",
      "net_sales,company,all,FY2021,-1",
      'net_sales,company,all,FY2021,"$1,000"',
      "Gross margin %,company,all,FY2021,36.5",
      "units,company,all,FY2021,",
      "units,company,all,FY2022,1",
      "Units,company,all,2022,2",
      "units,company,all,FY2023,1",
      "units,channel,Retail,FY2023,1",
    ),
  );
  expect(report.outcome).toBe("refused");
  expect(await fingerprint(database)).toBe(before);
  expect(report.violations.flatMap((group) => group.first.map(sayViolation))).toEqual([
    'targets.csv line 2, metric "happiness" is not a metric',
    'targets.csv line 3, dimension "colour" is not a dimension',
    'targets.csv line 4, member "Norlund" is no market that is loaded',
    'targets.csv line 5, member "Norland" is not the whole company',
    'targets.csv line 6, period "next year" is not a period',
    'targets.csv line 11, metric, dimension, member, period "sold_quantity, company, all, FY2022" has the same key as targets.csv line 12, but other values',
    'targets.csv line 12, metric, dimension, member, period "sold_quantity, company, all, FY2022" has the same key as targets.csv line 11, but other values',
    'targets.csv line 14, member "Retail" is no channel that is loaded',
    'targets.csv line 7, value "-1" is negative',
    'targets.csv line 9, value "36.5" is not between 0 and 1',
    'targets.csv line 8, value "$1,000" is not a plain number',
    "targets.csv line 10, value is empty",
  ]);
  expect(rejects).toHaveLength(12);
  expect(report.violations.flatMap(({ first }) => first).map(({ remedy }) => remedy)).toContain(
    "Write a fiscal year, a fiscal quarter or a month, like FY2027, FY2027 Q1 or 2026-11.",
  );
  expect(report.tables).toMatchObject([{ table: "target", read: 13, refused: 12 }]);
});

test("quarantine loads the good targets, and the same file again once its member is known", async () => {
  const file = targets("net_sales,market,Westia,FY2021,1", "net_sales,market,Norland,FY2021,2");
  const { report } = await importTiny(database, withFiles(file), { quarantine: true });
  expect(report.files.find(({ table }) => table === "target")).toMatchObject({ rows: 2, refused: 1 });
  expect(await loaded()).toEqual(["net_sales,market,Norland,FY2021,2"]);
  await importTiny(database, { ...file, ...adding("dim_market.csv", "Westia,West,Asia") });
  expect(await loaded()).toHaveLength(2);
});

test("an alias gets the member's name, and members may come in the same import", async () => {
  const { report } = await importTiny(
    database,
    withFiles({
      "aliases.csv": "dimension,alias,member\nmarket,NO,Norland\ncustomer,Alfa,Alpha Stores\n",
      ...targets(
        "net_sales,market,NO,FY2021,1",
        "net_sales,customer,Alfa,FY2021,2",
        "units,region,NO,FY2021,3",
      ),
    }),
    { quarantine: true },
  );
  expect(await loaded()).toEqual([
    "net_sales,customer,Alpha Stores,FY2021,2",
    "net_sales,market,Norland,FY2021,1",
  ]);
  expect(report.warnings).toContain("target.member: 2 rows get the member's name for an alias");
});

test("a table of targets is known by its columns too, and a customer called Target is none", async () => {
  const { report } = await importTiny(
    database,
    withFiles({
      "plan of the board.csv": "Period;Value;KPI;Dimension;Member\nFY2021;1;Revenue;company;all\n",
      "Target Corp sold.csv": "date,product_code,customer_code,sold_quantity\n2020-11-01,P1,101,1\n",
    }),
  );
  expect(report.files.map(({ file, table }) => `${file}: ${table}`)).toEqual(
    expect.arrayContaining(["plan of the board.csv: target", "Target Corp sold.csv: fact_sales_monthly"]),
  );
  expect(await loaded()).toEqual(["net_sales,company,all,FY2021,1"]);
});

test("a workbook keeps months as dates and years as numbers", async () => {
  const cells = (...texts: readonly (string | number)[]) =>
    `<row>${texts.map((text) => (typeof text === "number" ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t>${text}</t></is></c>`)).join("")}</row>`;
  const rows = [
    cells("metric", "dimension", "member", "period", "value"),
    cells("Net sales", "company", "all", 46327, 12.5),
    cells("Net sales", "company", "all", 2027, 150),
  ];
  const { report } = await importTiny(database, {
    "targets.xlsx": workbook({ sheets: { Plan: rows.join("") } }),
  });
  expect(report).toMatchObject({ outcome: "loaded" });
  expect(await loaded()).toEqual(["net_sales,company,all,2026-11,12.5", "net_sales,company,all,FY2027,150"]);
});

test("targets come before any other table only of the whole company", async () => {
  const early = await importTiny(database, targets("net_sales,company,all,FY2021,1"));
  expect(early.report).toMatchObject({ outcome: "loaded" });
  const { report } = await importTiny(database, targets("net_sales,market,Norland,FY2021,1"));
  expect(report.outcome).toBe("refused");
});
