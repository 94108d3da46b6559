import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeImport, sayViolation } from "../../../src/data/import/describe-import.ts";
import type { ImportReport } from "../../../src/data/import/import-report.ts";
import { rules } from "../../../src/data/rules.ts";
import type { Database } from "../../../src/database/database.ts";
import { emptyTables, openTestDatabase } from "../../support/database.ts";
import { adding, type Files, fingerprint, importTiny, rowsOf, withFiles } from "./tiny-company.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const said = (report: ImportReport): readonly string[] =>
  report.violations.flatMap((group) => group.first.map((found) => `${found.rule}: ${sayViolation(found)}`));

const refusal = async (...changes: readonly Files[]): Promise<readonly string[]> => {
  const before = await fingerprint(database);
  const { report, rejects } = await importTiny(database, Object.assign({}, withFiles({}), ...changes));
  expect(report).toMatchObject({ outcome: "refused", load: null });
  expect(rejects).toHaveLength(report.violations.reduce((sum, group) => sum + group.count, 0));
  expect(await fingerprint(database)).toBe(before);
  return said(report);
};

describe("every rule, broken once or more, refuses the import and names file, line, column and value", () => {
  test("fields of a fact: rules 3, 4, 7 and 8, and rows that are not whole", async () => {
    const lines = [
      ["2020-02-30,P1,101,1", '3: fact_sales_monthly.csv line 6, date "2020-02-30" is not a valid date'],
      ["01/09/2020,P1,101,1", '3: fact_sales_monthly.csv line 7, date "01/09/2020" is not a valid date'],
      [
        "2020-09-15,P1,101,1",
        '3: fact_sales_monthly.csv line 8, date "2020-09-15" is not the first of a month',
      ],
      [
        "1970-01-01,P1,101,1",
        '3: fact_sales_monthly.csv line 9, date "1970-01-01" lies outside the years 1990 to 2099',
      ],
      [
        "2199-01-01,P1,101,1",
        '3: fact_sales_monthly.csv line 10, date "2199-01-01" lies outside the years 1990 to 2099',
      ],
      [
        "2020-09-01 07:30:00,P1,101,1",
        '3: fact_sales_monthly.csv line 11, date "2020-09-01 07:30:00" has a time of day',
      ],
      ["2020-11-01,P1,101,-1", '4: fact_sales_monthly.csv line 12, sold_quantity "-1" is negative'],
      [
        "2020-11-01,P1,101,1e5",
        '7: fact_sales_monthly.csv line 13, sold_quantity "1e5" is not a plain number',
      ],
      [
        "2020-11-01,P1,101,NaN",
        '7: fact_sales_monthly.csv line 14, sold_quantity "NaN" is not a plain number',
      ],
      [
        '2020-11-01,P1,101,"1.234,56"',
        '7: fact_sales_monthly.csv line 15, sold_quantity "1.234,56" is not a plain number',
      ],
      [
        "2020-11-01,P1,101,2.5",
        '7: fact_sales_monthly.csv line 16, sold_quantity "2.5" is not a whole number of units',
      ],
      [
        "2020-11-01,P1,101,2147483648",
        '7: fact_sales_monthly.csv line 17, sold_quantity "2147483648" is more than 2,147,483,647 units',
      ],
      ["2020-11-01,P1,101, ", "8: fact_sales_monthly.csv line 18, sold_quantity is empty"],
      ["2020-11-01,NaN,101,1", '8: fact_sales_monthly.csv line 19, product_code "NaN" is empty'],
      ["2020-11-01,P1,101", "0: fact_sales_monthly.csv line 20 has 3 fields where the header has 4"],
      ["2020-11-01,P1,101,1,000", "0: fact_sales_monthly.csv line 21 has 5 fields where the header has 4"],
      [
        `2020-11-01,${"P".repeat(101)},101,1`,
        `0: fact_sales_monthly.csv line 22, product_code "${"P".repeat(57)}…" is too long for a code or a name`,
      ],
      [
        "2020-11-01,P1,101,1 Mio.",
        '7: fact_sales_monthly.csv line 23, sold_quantity "1 Mio." is not a plain number',
      ],
      ["2020-12-01,P1,101,-0", undefined],
    ] as const;
    const found = await refusal(adding("fact_sales_monthly.csv", ...lines.map(([line]) => line)));
    const expected = lines.flatMap(([, message]) => (message === undefined ? [] : [message]));
    expect([...found].sort()).toEqual([...expected].sort());
  });

  test("prices, shares and years: rules 4, 6 and 7", async () => {
    const found = await refusal(
      adding("gross_price.csv", "P1,2020,-0.01", "P1,20,1", "P1,2021/22,1", "P1,1850,1", "P1,2019,12%"),
      adding("pre_invoice_deductions.csv", "101,2020,1.0001", "101,2019,-0.1"),
    );
    expect(found).toEqual([
      '4: gross_price.csv line 4, gross_price "-0.01" is negative',
      '6: gross_price.csv line 5, fiscal_year "20" is not a fiscal year',
      '6: gross_price.csv line 6, fiscal_year "2021/22" is not a fiscal year',
      '6: gross_price.csv line 7, fiscal_year "1850" lies outside the fiscal years 1990 to 2099',
      '7: gross_price.csv line 8, gross_price "12%" is not a plain number',
      '4: pre_invoice_deductions.csv line 4, pre_invoice_discount_pct "1.0001" is not between 0 and 1',
      '4: pre_invoice_deductions.csv line 5, pre_invoice_discount_pct "-0.1" is not between 0 and 1',
    ]);
  });

  test("members: rules 1, 2, 8, 9 and 10", async () => {
    const found = await refusal(
      adding("dim_market.csv", "Westia,,Asia", "Norland,North,Europe"),
      adding(
        "dim_customer.csv",
        "101,Alpha Stores,Norland,Brick & Mortar,Retailer",
        "103,Gamma,Atlantis,Brick & Mortar,Retailer",
        "104,Delta,Norland,brick & mortar,Wholesale",
      ),
      adding(
        "dim_product.csv",
        "P3,Computing,Input,Mice,Pebble,Premium",
        "P3,Computing,Input,Keys,Tapper,Premium",
      ),
    );
    expect(found).toEqual([
      '0: dim_market.csv line 5, market "Norland" repeats the key of dim_market.csv line 2',
      "8: dim_market.csv line 4, sub_zone is empty",
      '1: dim_customer.csv line 4, customer_code "101" repeats the key of dim_customer.csv line 2',
      '9: dim_customer.csv line 6, platform "brick & mortar" is not a known platform',
      '9: dim_customer.csv line 6, channel "Wholesale" is not a known channel',
      '10: dim_customer.csv line 5, market "Atlantis" does not exist in dim_market',
      '2: dim_product.csv line 4, product_code "P3" has the same key as dim_product.csv line 5, but other values',
      '2: dim_product.csv line 5, product_code "P3" has the same key as dim_product.csv line 4, but other values',
    ]);
  });

  test("codes that exist nowhere: rule 5, in facts and rates alike", async () => {
    const found = await refusal(
      adding("gross_price.csv", "P9,2021,1"),
      adding("freight_cost.csv", "Atlantis,2021,0,0"),
      adding("fact_sales_monthly.csv", "2020-11-01,P9,109,1"),
    );
    expect(found).toEqual([
      '5: gross_price.csv line 4, product_code "P9" does not exist in dim_product',
      '5: freight_cost.csv line 4, market "Atlantis" does not exist in dim_market',
      '5: fact_sales_monthly.csv line 6, product_code "P9" does not exist in dim_product',
      '5: fact_sales_monthly.csv line 6, customer_code "109" does not exist in dim_customer',
    ]);
  });

  test("keys that stand twice, in one file or in two", async () => {
    const found = await refusal(adding("fact_sales_monthly.csv", "2020-09-01,P1,101,5"), {
      "more fact_sales_monthly.csv": "date,product_code,customer_code,sold_quantity\n2020-09-01,P2,102,8\n",
    });
    expect(found).toEqual([
      '0: fact_sales_monthly.csv line 3, date, product_code, customer_code "2020-09-01, P2, 102" has the same key as more fact_sales_monthly.csv line 2, but other values',
      '0: fact_sales_monthly.csv line 6, date, product_code, customer_code "2020-09-01, P1, 101" repeats the key of fact_sales_monthly.csv line 2',
      '0: more fact_sales_monthly.csv line 2, date, product_code, customer_code "2020-09-01, P2, 102" has the same key as fact_sales_monthly.csv line 3, but other values',
    ]);
  });

  test("the ten rules are numbered and told in order", () => {
    expect(rules.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe("the refusal", () => {
  test("counts all, shows the first twenty and writes every row to the rejects file", async () => {
    const bad = Array.from({ length: 23 }, (_, at) => `2020-11-01,P1,101,-${at + 1}`);
    const { report, rejects } = await importTiny(
      database,
      withFiles(adding("fact_sales_monthly.csv", ...bad)),
    );
    expect(report.violations).toMatchObject([{ table: "fact_sales_monthly", rule: 4, count: 23 }]);
    expect(report.violations[0]?.first).toHaveLength(20);
    expect(rejects).toHaveLength(23);
    expect(rejects[0]).toBe(
      'fact_sales_monthly.csv,6,fact_sales_monthly,4,sold_quantity,-1,is negative,Correct the figure; write 23.5% as 0.235.,"2020-11-01,P1,101,-1"',
    );
    const lines = describeImport(report);
    expect(lines[0]).toBe("Refused: 23 rows break a rule. Nothing was changed.");
    expect(lines).toContain(
      "fact_sales_monthly, rule 4: Nothing is negative, shares lie in 0 to 1. 23 rows:",
    );
    expect(lines).toContain("  and 3 more");
    expect(lines).toContain("  What to do: Correct the figure; write 23.5% as 0.235.");
  });

  test("keeps formulas of the rejected rows harmless", async () => {
    const { rejects } = await importTiny(database, withFiles(adding("gross_price.csv", "=cmd|x,2021,1")));
    expect(rejects[0]).toContain(",product_code,'=cmd|x,");
  });
});

describe("quarantine", () => {
  test("loads the good rows and puts the bad ones aside", async () => {
    const files = withFiles(adding("fact_sales_monthly.csv", "2020-11-01,P1,101,-1", "2020-11-01,P2,101,4"));
    const { report, rejects } = await importTiny(database, files, { quarantine: true });
    expect(report.outcome).toBe("loaded");
    expect(report.tables.find(({ table }) => table === "fact_sales_monthly")).toEqual({
      ...{
        table: "fact_sales_monthly",
        read: 6,
        added: 5,
        changed: 0,
        unchanged: 0,
        kept: 0,
        removed: 0,
        refused: 1,
      },
    });
    expect(rejects).toHaveLength(1);
    expect(await rowsOf(database, "fact_sales_monthly")).toContain("2020-11-01,P2,101,4");
    const again = await importTiny(database, files, { quarantine: true });
    expect(again.report.outcome).toBe("already-loaded");
    const said = describeImport(again.report);
    expect(said[0]).toBe("Already loaded, but for 1 row put aside.");
    expect(said).toContain("fact_sales_monthly.csv: already loaded, but for 1 row put aside");
    const bad = {
      "fact_sales_monthly.csv": "date,product_code,customer_code,sold_quantity\n2020-11-01,P9,101,4\n",
    };
    expect(describeImport((await importTiny(database, bad, { quarantine: true })).report)[0]).toBe(
      "Nothing was loaded: all there is, 1 row, was put aside.",
    );
  });

  test("takes the rows of a refused member with it, and says which row that was", async () => {
    const market = withFiles({
      "dim_market.csv": "market,sub_zone,region\nNorland,North,Europe\nSudia,,Asia\n",
    });
    const { report } = await importTiny(database, market, { quarantine: true });
    expect(said(report)).toEqual([
      "8: dim_market.csv line 3, sub_zone is empty",
      '10: dim_customer.csv line 3, market "Sudia" stands in dim_market only in a refused row (dim_market.csv line 3)',
      '5: pre_invoice_deductions.csv line 3, customer_code "102" stands in dim_customer only in a refused row (dim_customer.csv line 3)',
      '5: freight_cost.csv line 3, market "Sudia" stands in dim_market only in a refused row (dim_market.csv line 3)',
      '5: fact_sales_monthly.csv line 3, customer_code "102" stands in dim_customer only in a refused row (dim_customer.csv line 3)',
      '5: fact_sales_monthly.csv line 5, customer_code "102" stands in dim_customer only in a refused row (dim_customer.csv line 3)',
      '5: fact_forecast_monthly.csv line 3, customer_code "102" stands in dim_customer only in a refused row (dim_customer.csv line 3)',
      '5: post_invoice_deductions.csv line 3, customer_code "102" stands in dim_customer only in a refused row (dim_customer.csv line 3)',
    ]);
    expect(await rowsOf(database, "dim_customer")).toEqual([
      "101,Alpha Stores,Norland,Brick & Mortar,Retailer",
    ]);
    expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(2);
  });

  test("accepts codes that are loaded though their new row is refused", async () => {
    await importTiny(database, withFiles({}));
    const { report } = await importTiny(
      database,
      {
        "dim_customer.csv":
          "customer_code,customer,market,platform,channel\n101,Alpha,Norland,Online,Retailer\n",
        "fact_sales_monthly.csv": "date,product_code,customer_code,sold_quantity\n2020-12-01,P1,101,2\n",
      },
      { quarantine: true },
    );
    expect(report.tables).toMatchObject([
      { table: "dim_customer", refused: 1, changed: 0 },
      { table: "fact_sales_monthly", added: 1, refused: 0 },
    ]);
  });

  test("reads a file again, once a dimension was loaded that its rows were missing", async () => {
    const { "dim_product.csv": products, ...others } = withFiles({});
    const one = String(products).split("\n").slice(0, 2).join("\n");
    await importTiny(database, { ...others, "dim_product.csv": one }, { quarantine: true });
    expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(3);
    const { report } = await importTiny(database, withFiles({}));
    expect(report.violations).toEqual([]);
    expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(4);
  });
});
