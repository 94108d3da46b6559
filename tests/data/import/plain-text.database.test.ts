import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fieldCheck } from "../../../src/data/import/field-checks.ts";
import { plainTexts } from "../../../src/data/import/plain-text.ts";
import { type ColumnKind, importTables } from "../../../src/data/import/tables.ts";
import type { Database } from "../../../src/database/database.ts";
import { emptyTables, openTestDatabase } from "../../support/database.ts";
import { adding, importTiny, rowsOf, withFiles } from "./tiny-company.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const kinds = Object.keys(plainTexts) as ColumnKind[];
const columnOf = (kind: ColumnKind) => {
  const column = importTables.flatMap(({ columns }) => columns).find((one) => one.kind === kind);
  if (column === undefined) throw new Error(`no table has a ${kind}`);
  return { ...column, name: "text" };
};

/** Near what is written, so that many are plain and many are just not. */
const text = fc.oneof(
  ...["nan", "N/A", "-", "P1", "1e5", "NaN", "1,5", ".5", "0.50", "1.0", "2147483648", "007"].map((one) =>
    fc.constant(one),
  ),
  fc.stringMatching(/^(199|200|219)[0-9]-(0|1)[0-9]-0[12]([ T]00:00:00)?$/),
  fc.stringMatching(/^(FY)?(19|20|21)[0-9]{2}$/),
  fc.stringMatching(/^[-+]?[0-9]{0,12}\.?[0-9]{0,12}$/),
  fc.stringMatching(/^[0-9A-Za-zé\\" ]{0,6}$/),
  fc.integer({ min: 98, max: 103 }).map((length) => "7".repeat(length)),
);

test.each(kinds)(
  "what is plain for a %s passes its check and is typed as the column reads it",
  async (kind) => {
    const { good, typed, type } = fieldCheck(columnOf(kind));
    const isPlain = plainTexts[kind] ?? (() => false);
    const texts = fc.sample(text, { numRuns: 20_000, seed: 7 }).filter((one) => isPlain(one.trim()));
    expect(texts.length).toBeGreaterThan(100);
    const { rows } = await database.session(({ run }) =>
      run(
        `SELECT text FROM json_array_elements_text(CAST($1 AS json)) AS plain (text)
       WHERE NOT ${good} OR CAST(${typed} AS ${type}) IS DISTINCT FROM CAST(text AS ${type})`,
        [JSON.stringify(texts.map((one) => one.trim()))],
      ),
    );
    expect(rows).toEqual([]);
  },
);

const header = "date,product_code,customer_code,sold_quantity\n";
const sales = (...lines: readonly string[]) => `${header}${lines.join("\n")}\n`;

test("a code of no member is refused in every file that names it, after plain files too", async () => {
  const files = withFiles({
    "fact_sales_monthly-a.csv": sales("2020-11-01,P1,101,1"),
    "fact_sales_monthly-b.csv": sales("2020-12-01,P1,101,2", "2020-12-01,P9,101,2"),
    "fact_sales_monthly-c.csv": sales("2021-01-01,P1,101,3", "2021-01-01,P9,102,3"),
    "fact_sales_monthly-d.csv": sales("2021-02-01,P1,101,4"),
  });
  const { report, rejects } = await importTiny(database, files, { quarantine: true });
  expect(report.violations.map(({ table, rule, count }) => [table, rule, count])).toEqual([
    ["fact_sales_monthly", 5, 2],
  ]);
  expect(rejects.map((row) => row.split(",").slice(0, 2).join(" ")).sort()).toEqual([
    "fact_sales_monthly-b.csv 3",
    "fact_sales_monthly-c.csv 3",
  ]);
  expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(8);
});

test("rows that are not plainly written are read as those that are", async () => {
  const rows = ["2020-11-01,P1,101,12", "2020-12-01,P2,102,13"];
  await importTiny(database, withFiles(adding("fact_sales_monthly.csv", ...rows)));
  const plain = await rowsOf(database, "fact_sales_monthly");
  await emptyTables(database);
  const other = ["2020-11-01T00:00:00Z,P1,101,+12.0", "2020-12-01 00:00:00,P2,102,13"];
  await importTiny(database, withFiles(adding("fact_sales_monthly.csv", ...other)));
  expect(await rowsOf(database, "fact_sales_monthly")).toEqual(plain);
});
