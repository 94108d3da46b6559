import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeImport, sayViolation } from "../../../src/data/import/describe-import.ts";
import type { Database } from "../../../src/database/database.ts";
import { emptyTables, openTestDatabase } from "../../support/database.ts";
import { adding, fingerprint, importTiny, rowsOf, withFiles } from "./tiny-company.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const sales = "fact_sales_monthly.csv";
const header = "date,product_code,customer_code,sold_quantity";
const lines = (count: number, line: (at: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, at) => line(at));

describe("nothing but bad rows", () => {
  const bad = {
    ...adding("gross_price.csv", ...lines(30, (at) => `P1,${1990 + at},-1`)),
    ...adding(sales, ...lines(40, () => "2020-11-01,P9,101,1")),
  };

  test("end the reading of an import that is refused anyway, and say so", async () => {
    const before = await fingerprint(database);
    const { report, rejects } = await importTiny(database, withFiles(bad), { rejectsLimit: 25 });
    expect(report).toMatchObject({ outcome: "refused", violations: [{ table: "gross_price", count: 30 }] });
    expect(rejects).toHaveLength(25);
    expect(report.warnings).toContain("Reading stopped after 25 faults; there may be more");
    expect(describeImport(report).join("\n")).toContain("The first 25 of them are in ");
    expect(await fingerprint(database)).toBe(before);
  });

  test("are all counted under quarantine, though only the first are listed", async () => {
    const { report, rejects } = await importTiny(database, withFiles(bad), {
      rejectsLimit: 25,
      quarantine: true,
    });
    expect(report.violations.map(({ table, rule, count }) => [table, rule, count])).toEqual([
      ["gross_price", 4, 30],
      ["fact_sales_monthly", 5, 40],
    ]);
    expect(report.tables.find(({ table }) => table === "fact_sales_monthly")).toMatchObject({
      ...{ read: 44, added: 4, refused: 40 },
    });
    expect(rejects).toHaveLength(25);
    expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(4);
  });

  test("refuse the import even under quarantine when they are ten times too many", async () => {
    const before = await fingerprint(database);
    const { report } = await importTiny(database, withFiles(bad), { rejectsLimit: 5, quarantine: true });
    expect(report).toMatchObject({ outcome: "refused", load: null });
    expect(report.warnings).toContain("Reading stopped after 50 faults; there may be more");
    expect(await fingerprint(database)).toBe(before);
  });

  test("of one key are counted beyond the limit, and none of them is loaded", async () => {
    const repeated = adding(sales, ...lines(40, (at) => `2020-12-01,P1,101,${at}`));
    const { report } = await importTiny(database, withFiles(repeated), {
      rejectsLimit: 25,
      quarantine: true,
    });
    expect(report.violations).toMatchObject([{ table: "fact_sales_monthly", rule: 0, count: 40 }]);
    expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(4);
  });
});

test("formulas, and what Excel writes where one fails, are no numbers, dates, codes or names", async () => {
  const { report } = await importTiny(
    database,
    withFiles({
      ...adding(sales, "=DATE(2020;9;1),P1,101,1", "2020-12-01,=A1,101,1", "2020-12-01,P1,101,=1+1"),
      ...adding("gross_price.csv", "P1,=2020+1,1"),
      ...adding(
        "dim_customer.csv",
        "103,=VLOOKUP(A1),Norland,E-Commerce,Direct",
        "#REF!,Gamma,Norland,E-Commerce,Direct",
      ),
      ...adding("dim_product.csv", "#1,Computing,Input,Mice,#N/A,Standard"),
    }),
  );
  expect(report.violations.flatMap((group) => group.first.map(sayViolation))).toEqual([
    'dim_customer.csv line 4, customer "=VLOOKUP(A1)" is a formula, not its value',
    'dim_customer.csv line 5, customer_code "#REF!" is an error of Excel, not a value',
    'dim_product.csv line 4, product "#N/A" is an error of Excel, not a value',
    'gross_price.csv line 4, fiscal_year "=2020+1" is not a fiscal year',
    'fact_sales_monthly.csv line 7, product_code "=A1" is a formula, not its value',
    'fact_sales_monthly.csv line 6, date "=DATE(2020;9;1)" is not a valid date',
    'fact_sales_monthly.csv line 8, sold_quantity "=1+1" is not a plain number',
  ]);
});

test("a row with several faults is counted once, and its faults beside it", async () => {
  const { report } = await importTiny(
    database,
    withFiles(adding(sales, "2020-12-01,P8,108,1", "2020-12-01,P9,101,1")),
  );
  const said = describeImport(report);
  expect(said[0]).toBe("Refused: 2 rows break a rule. Nothing was changed.");
  expect(said).toContainEqual(
    expect.stringMatching(/^fact_sales_monthly, rule 5: .*\. 2 rows \(3 values\):$/),
  );
});

test("dates that are told how to be read say so where they break a rule", async () => {
  const dated = `${header}\n01/02/2021,P1,101,1\n`;
  const { report } = await importTiny(database, withFiles({ [sales]: dated }), { dateFormat: "mm/dd/yyyy" });
  expect(report.violations.flatMap((group) => group.first.map(sayViolation))).toEqual([
    'fact_sales_monthly.csv line 2, date "2021-01-02" is not the first of a month; dates are read as mm/dd/yyyy',
  ]);
});

test("a percentage is told how to be written", async () => {
  const rate = adding("pre_invoice_deductions.csv", "101,2022,23.5%");
  const { report } = await importTiny(database, withFiles(rate));
  expect(describeImport(report)).toContain(
    "  What to do: Write a percentage as a part of 1: 23.5% is 0.235.",
  );
});

describe("months", () => {
  const codes = ["P1,101", "P1,102", "P2,101", "P2,102"];
  const month = (date: string, units: number, rows = 4): readonly string[] =>
    codes.slice(0, rows).map((code) => `${date},${code},${units}`);
  const file = (...months: readonly (readonly string[])[]): Record<string, string> => ({
    [sales]: `date,product_code,customer_code,sold_quantity\n${months.flat().join("\n")}\n`,
  });
  const saidOf = (warnings: readonly string[]): readonly string[] =>
    warnings.filter((warning) => warning.startsWith("fact_sales_monthly: "));

  test("that are missing, partial or ten times their neighbours are worth a look", async () => {
    const { report } = await importTiny(
      database,
      withFiles(
        file(
          ...[month("2020-01-01", 5), month("2020-03-01", 5), month("2020-07-01", 5)],
          ...[month("2020-08-01", 5, 1), month("2020-09-01", 60), month("2020-10-01", 5)],
        ),
      ),
    );
    expect(report.outcome).toBe("loaded");
    expect(saidOf(report.warnings)).toEqual([
      "fact_sales_monthly: no rows of Feb 2020, though of the months around it",
      "fact_sales_monthly: no rows from Apr 2020 to Jun 2020, though of the months around them",
      "fact_sales_monthly: Aug 2020 looks partial: 1 row where the months before have about 4",
      "fact_sales_monthly: Sep 2020 holds 240 units where the months beside it have at most 20",
    ]);
  });

  test("are told against what is loaded, and only those of the files", async () => {
    await importTiny(
      database,
      withFiles(
        file(month("2020-01-01", 5), month("2020-03-01", 5), month("2020-04-01", 5), month("2020-05-01", 5)),
      ),
    );
    const next = await importTiny(database, file(month("2020-06-01", 5, 1)));
    expect(saidOf(next.report.warnings)).toEqual([
      "fact_sales_monthly: Jun 2020 looks partial: 1 row where the months before have about 4",
    ]);
    const correction = await importTiny(database, file(month("2020-04-01", 6, 1)));
    expect(saidOf(correction.report.warnings)).toEqual([]);
    const late = await importTiny(database, file(month("2020-02-01", 5)));
    expect(saidOf(late.report.warnings)).toEqual([]);
  });
});
