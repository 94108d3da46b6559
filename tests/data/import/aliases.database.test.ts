import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
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

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const aliases = (...lines: readonly string[]): Files => ({
  "aliases.csv": ["dimension,alias,member", ...lines].join("\n"),
});
const refusals = async (files: Files): Promise<readonly string[]> => {
  const before = await fingerprint(database);
  const { report } = await importTiny(database, files);
  expect(report.outcome).toBe("refused");
  expect(await fingerprint(database)).toBe(before);
  return report.violations.flatMap((group) => group.first.map(sayViolation));
};

test("rows that come under an alias get the member's name, and facts the member's code", async () => {
  const { report } = await importTiny(
    database,
    withFiles({
      ...aliases(
        "Customer,Alfa Stores,Alpha Stores",
        "market,NL,Norland",
        "product code,OLD1,P1",
        "platform,Online,E-Commerce",
      ),
      ...adding("dim_customer.csv", "103,Alfa Stores,NL,Online,Direct"),
      ...adding("freight_cost.csv", "NL,2022,0.5,0"),
      ...adding("fact_sales_monthly.csv", "2020-11-01,OLD1,103,4"),
    }),
  );
  expect(report.violations).toEqual([]);
  expect(await rowsOf(database, "dim_customer")).toContain("103,Alpha Stores,Norland,E-Commerce,Direct");
  expect(await rowsOf(database, "freight_cost")).toContain("Norland,2022,0.5,0");
  expect(await rowsOf(database, "fact_sales_monthly")).toContain("2020-11-01,P1,103,4");
  expect(await rowsOf(database, "alias")).toHaveLength(4);
  expect(report.warnings).toEqual([
    "dim_customer.market: 1 row gets the member's name for an alias",
    "dim_customer.platform: 1 row gets the member's name for an alias",
    `dim_customer.customer: 1 row gets the member's name for an alias ("Alfa Stores" → "Alpha Stores")`,
    "freight_cost.market: 1 row gets the member's name for an alias",
    "fact_sales_monthly.product_code: 1 row gets the member's name for an alias",
  ]);
});

test("loaded rows under an alias are merged when the alias comes later, and stay so", async () => {
  const customers = adding("dim_customer.csv", "103,Alfa Stores,Sudia,E-Commerce,Direct");
  await importTiny(database, withFiles(customers));
  const { report, touched } = await importTiny(database, aliases("customer,Alfa Stores,Alpha Stores"));
  expect(report.tables).toMatchObject([
    { table: "dim_customer", read: 1, changed: 1, added: 0 },
    { table: "alias", read: 1, added: 1 },
  ]);
  expect(touched).toBe("all");
  expect(await rowsOf(database, "dim_customer")).toContain("103,Alpha Stores,Sudia,E-Commerce,Direct");
  const again = await importTiny(database, {
    "dim_customer.csv": `${customers["dim_customer.csv"]}104,Alfa Stores,Norland,E-Commerce,Direct\n`,
  });
  expect(again.report.tables).toMatchObject([{ added: 1, changed: 0, unchanged: 3 }]);
});

test("short names load without any row to rename, and again are already loaded", async () => {
  await importTiny(database, tinyCompany);
  const { report, touched } = await importTiny(database, aliases("market,NO,Norland", "region,EU,Europe"));
  expect(report).toMatchObject({ outcome: "loaded", tables: [{ table: "alias", added: 2 }] });
  expect(touched).toEqual([]);
  const again = await importTiny(database, aliases("region,EU,Europe", "market,NO,Norland"));
  expect(again.report.outcome).toBe("already-loaded");
});

test("a wide fact under an alias does not disagree with its dimension", async () => {
  await importTiny(database, withFiles(aliases("customer,Alfa,Alpha Stores")));
  const { report } = await importTiny(database, {
    "fact_sales_monthly.csv":
      "date,product_code,customer_code,customer_name,sold_quantity\n2020-11-01,P1,101,Alfa,5\n",
  });
  expect(report).toMatchObject({ outcome: "loaded", warnings: [] });
});

test("an unknown dimension, an unknown member, a name that is taken, itself: refused in one sentence each", async () => {
  const found = await refusals(
    withFiles(
      aliases(
        "colour,Red,Scarlet",
        "customer,Gamma,Gama",
        "channel,Shops,Retail",
        "market,Sudia,Norland",
        "customer_code,102,101",
        "product,Pebble,Pebble",
        "market,UK,Norland",
        "market,UK,Sudia",
      ),
    ),
  );
  expect(found).toEqual([
    'aliases.csv line 2, dimension "colour" is not a dimension',
    'aliases.csv line 3, member "Gama" is no customer that is loaded',
    'aliases.csv line 4, member "Retail" is no channel that is loaded',
    'aliases.csv line 5, alias "Sudia" is another market already',
    'aliases.csv line 6, alias "102" is another customer_code already',
    'aliases.csv line 7, member "Pebble" is its own alias',
    'aliases.csv line 8, dimension, alias "market, UK" has the same key as aliases.csv line 9, but other values',
    'aliases.csv line 9, dimension, alias "market, UK" has the same key as aliases.csv line 8, but other values',
  ]);
});

test("an alias of an alias and a circle are refused, in one file and across loads", async () => {
  expect(
    await refusals(
      withFiles(
        aliases("customer,A,B", "customer,B,Alpha Stores", "customer,X,Y", "customer,Y,X", "region,B,Europe"),
      ),
    ),
  ).toEqual([
    'aliases.csv line 2, member "B" is itself an alias, of "Alpha Stores"',
    'aliases.csv line 4, member "Y" is itself an alias of "X": they go round in a circle',
    'aliases.csv line 5, member "X" is itself an alias of "Y": they go round in a circle',
  ]);
  await importTiny(database, withFiles(aliases("customer,Alfa,Alpha Stores")));
  expect(await refusals(aliases("customer,Alpha Stores,Beta Shop", "customer,AA,Alfa"))).toEqual([
    'aliases.csv line 2, alias "Alpha Stores" is what the loaded alias "Alfa" stands for',
    'aliases.csv line 3, member "Alfa" is itself an alias, of "Alpha Stores"',
  ]);
});

test("quarantine keeps the good aliases; a refused one renames nothing", async () => {
  const { report } = await importTiny(
    database,
    withFiles(aliases("customer,Beta Shop,Beta Shopp", "customer,Alfa,Alpha Stores")),
    { quarantine: true },
  );
  expect(report.tables.at(-1)).toMatchObject({ table: "alias", read: 2, added: 1, refused: 1 });
  expect(report.files.find(({ table }) => table === "alias")).toMatchObject({ rows: 2, refused: 1 });
  expect(await rowsOf(database, "alias")).toEqual([expect.stringMatching(/^customer,Alfa,Alpha Stores/)]);
  expect(await rowsOf(database, "dim_customer")).toContain("102,Beta Shop,Sudia,E-Commerce,Direct");
});

test("an alias that comes to stand for another member says which rows keep the old name, and how they get the new one", async () => {
  const customers = adding("dim_customer.csv", "103,Alfa,Norland,E-Commerce,Direct");
  await importTiny(database, { ...tinyCompany, ...customers, ...aliases("customer,Alfa,Alpha Stores") });
  expect(await rowsOf(database, "dim_customer")).toContain("103,Alpha Stores,Norland,E-Commerce,Direct");
  const { report } = await importTiny(database, aliases("customer,Alfa,Beta Shop"));
  expect(report.warnings).toEqual([
    'dim_customer: "Alfa" stood for "Alpha Stores" until now, and rows that it renamed still have that name. ' +
      'Import dim_customer again, and they get "Beta Shop"',
  ]);
  const again = await importTiny(database, customers);
  expect(again.report.tables).toMatchObject([{ table: "dim_customer", changed: 1 }]);
  expect(await rowsOf(database, "dim_customer")).toContain("103,Beta Shop,Norland,E-Commerce,Direct");
  await importTiny(database, aliases("product_code,OLD1,P1"));
  expect((await importTiny(database, aliases("product_code,OLD1,P2"))).report.warnings).toEqual([
    'dim_product: "OLD1" stood for "P1" until now, and facts that came under it still count as "P1". ' +
      "Undo the loads that brought them and import their files again",
  ]);
});

test("an alias renames loaded members, and the file that gave them their names can be read again", async () => {
  await importTiny(database, tinyCompany);
  const customers = { "dim_customer.csv": tinyCompany["dim_customer.csv"] };
  expect((await importTiny(database, customers)).report.files).toMatchObject([{ alreadyLoaded: true }]);
  await importTiny(database, aliases("customer,Alpha Stores,Beta Shop"));
  expect((await importTiny(database, customers)).report.files).toMatchObject([{ alreadyLoaded: false }]);
});
