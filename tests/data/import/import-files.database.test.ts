import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeImport } from "../../../src/data/import/describe-import.ts";
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

const sales = "fact_sales_monthly.csv";
const only = (files: Files): Files => files;
const withCustomers = (rows: readonly string[]): Files =>
  withFiles(adding("dim_customer.csv", ...rows.map((row) => `${row},Norland,E-Commerce,Direct`)));

describe("a whole folder", () => {
  test("loads the ten tables, their load and its files", async () => {
    const { report, touched, rejects } = await importTiny(database, tinyCompany);
    expect(report).toMatchObject({ outcome: "loaded", load: 1, violations: [], rejectsFile: null });
    expect(touched).toBe("all");
    expect(rejects).toEqual([]);
    expect(report.tables.map(({ table, read, added }) => [table, read, added])).toEqual([
      ["dim_market", 2, 2],
      ["dim_customer", 2, 2],
      ["dim_product", 2, 2],
      ["gross_price", 2, 2],
      ["manufacturing_cost", 2, 2],
      ["pre_invoice_deductions", 2, 2],
      ["freight_cost", 2, 2],
      ["fact_sales_monthly", 4, 4],
      ["fact_forecast_monthly", 2, 2],
      ["post_invoice_deductions", 2, 2],
    ]);
    expect(await rowsOf(database, "fact_sales_monthly")).toEqual([
      "2020-09-01,P1,101,5",
      "2020-09-01,P2,102,7",
      "2020-10-01,P1,101,0",
      "2020-10-01,P1,102,3",
    ]);
    expect(await rowsOf(database, "gross_price")).toEqual(["P1,2021,10.5", "P2,2021,12"]);
    expect(await rowsOf(database, "setting")).toEqual(["fiscal_year_start_month,9"]);
    expect((await rowsOf(database, "load_file")).length).toBe(10);
    expect(await rowsOf(database, "load")).toEqual([expect.stringMatching(/^1,import,tester,2026-01-05/)]);
  });

  test("tells each step, and within it how far it is", async () => {
    const told: string[] = [];
    await importTiny(database, tinyCompany, {
      refresh: async (_session, _months, progress) => progress(1, 2),
      progress: ({ phase, file, done, total }) => told.push([phase, file, done, total].join(" ")),
    });
    const bytes = tinyCompany[sales].length;
    expect(told.filter((line) => line.includes("sales"))).toEqual([
      `examine ${sales} 0 0`,
      `read ${sales} ${bytes} ${bytes}`,
      "check fact_sales_monthly 0 0",
      "compare fact_sales_monthly 0 0",
      "load fact_sales_monthly 7 10",
    ]);
    expect(told.slice(-3)).toEqual(["load post_invoice_deductions 9 10", "refresh  0 0", "refresh  1 2"]);
  });

  test("a table is indexed after its first large load; later ones find their keys in it", async () => {
    const months = Array.from(
      { length: 24 },
      (_, at) => `${2020 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-01`,
    );
    const codes = Array.from({ length: 25 }, (_, at) => String(at + 1));
    const files = (sold: number): Files => ({
      "dim_product.csv": `product_code,division,segment,category,product,variant\n${codes
        .map((code) => `P${code},Computing,Input,Mice,Pebble,Kind ${code}\n`)
        .join("")}`,
      "dim_customer.csv": `customer_code,customer,market,platform,channel\n${codes
        .map((code) => `${100 + Number(code)},Shop ${code},Norland,Brick & Mortar,Retailer\n`)
        .join("")}`,
      [sales]: `date,product_code,customer_code,sold_quantity\n${months
        .flatMap((month) =>
          codes.flatMap((product) =>
            codes.map((shop) => `${month},P${product},${100 + Number(shop)},${sold}\n`),
          ),
        )
        .join("")}`,
    });
    const first = await importTiny(database, withFiles(files(5)));
    const second = await importTiny(database, files(6));
    const counts = [first, second].map(({ report }) =>
      report.tables.find(({ table }) => table === "fact_sales_monthly"),
    );
    expect(counts).toMatchObject([{ added: 15_000 }, { added: 0, changed: 15_000 }]);
    const keys = await database.session(({ run }) =>
      run(`SELECT pg_get_constraintdef(oid) AS key FROM pg_constraint
        WHERE conrelid = 'fact_sales_monthly'::regclass AND contype = 'p' AND conname = 'fact_sales_monthly_pkey'`),
    );
    expect(keys.rows).toEqual([{ key: "PRIMARY KEY (date, product_code, customer_code)" }]);
  });

  test("reads columns in any order, BOM, CRLF, gzip, datetimes, quoted codes and years as text", async () => {
    const { report } = await importTiny(
      database,
      withFiles({
        [sales]:
          '\uFEFFSold Quantity,CUSTOMER_CODE ,date,product-code\r\n"5","101",2020-09-01 00:00:00,P1\r\n7.0,102,2020-09-01T00:00:00,"P2"\r\n',
        "gross_price.csv": "gross_price;fiscal year;product_code\n15.3952000000;FY2021;P1\n.5; 2021 ;P2\n",
        "fact_forecast_monthly.csv.gz": gzipSync(tinyCompany["fact_forecast_monthly.csv"]),
      }),
    );
    expect(report.outcome).toBe("loaded");
    expect(await rowsOf(database, "fact_sales_monthly")).toEqual([
      "2020-09-01,P1,101,5",
      "2020-09-01,P2,102,7",
    ]);
    expect(await rowsOf(database, "gross_price")).toEqual(["P1,2021,15.3952000000", "P2,2021,0.5"]);
    expect(await rowsOf(database, "fact_forecast_monthly")).toHaveLength(2);
  });

  test("knows a table by its header when its file has another name", async () => {
    const { [sales]: content, ...others } = tinyCompany;
    const { report } = await importTiny(database, {
      ...others,
      "export (3).csv": content,
      "notes.csv": "a,b\n1,2\n",
    });
    expect(report.files.find(({ file }) => file === "export (3).csv")?.table).toBe("fact_sales_monthly");
    expect(report.warnings).toContain("notes.csv is none of the ten tables and was left alone");
  });

  test("reads the wide layout; the dimension wins and a disagreement is reported", async () => {
    const { report } = await importTiny(
      database,
      withFiles({
        [sales]:
          "date,division,category,product_code,product,market,platform,channel,customer_code,customer_name,sold_quantity\n" +
          "2020-09-01,Computing,Mice,P1,Pebble,Norland,Brick & Mortar,Retailer,101,Alpha Store,5\n",
      }),
    );
    expect(report.outcome).toBe("loaded");
    expect(report.warnings).toContain(
      'fact_sales_monthly.customer_name differs from the dimension in 1 row; the dimension wins: "Alpha Store" where dim_customer says "Alpha Stores" (customer_code 101)',
    );
  });

  test("reads a file of INSERT statements; NULL is empty, and rows are named by their line", async () => {
    const { report } = await importTiny(database, {
      "company.sql": `INSERT INTO dim_market (region, market, sub_zone) VALUES ('Europe','Nor''land','North'), ('Asia','Sudia','South');
INSERT INTO dim_customer (customer_code, customer, market, platform, channel)
  VALUES (101, 'Alpha ', 'Nor''land', 'Brick & Mortar', 'Retailer'),
         (102, NULL, 'Sudia', 'E-Commerce', 'Direct');
INSERT INTO other_table (a) VALUES (1);`,
    });
    expect(report.violations.flatMap((group) => group.first)).toMatchObject([
      { file: "company.sql", line: 4, column: "customer", problem: "is empty" },
    ]);
    expect(report.warnings).toEqual([
      "company.sql: other_table is none of the ten tables and was left alone",
      'dim_customer.customer: 1 value tidied ("Alpha " → "Alpha")',
    ]);
  });

  test("names the dimensions that are missing beside those that are there", async () => {
    const { "dim_market.csv": markets, "gross_price.csv": prices } = tinyCompany;
    await expect(
      importTiny(database, only({ "dim_market.csv": markets, "gross_price.csv": prices })),
    ).rejects.toThrow("dim_product not loaded; import dim_product with or before gross_price.");
  });

  test("warns about what is legal but worth a look", async () => {
    const { report } = await importTiny(
      database,
      withFiles({
        "dim_market.csv": "market,sub_zone,region\nNorland,nan,Europe\nSudia, South  Coast ,Asia\n",
        "dim_customer.csv":
          "customer_code,customer,market,platform,channel\n101,AltaQ Store,Norland,Brick & Mortar,Retailer\n102,Altqa  Store,Sudia,E-Commerce,Direct\n",
        "gross_price.csv": "product_code,fiscal_year,gross_price,note\nP1,2021,10.12345,x\n",
        "post_invoice_deductions.csv": "customer_code,product_code,date,discounts_pct,other_deductions_pct\n",
      }),
    );
    expect(report.outcome).toBe("loaded");
    expect(report.warnings).toEqual([
      "gross_price.csv: columns not used: note",
      'dim_market.sub_zone: 1 value tidied (" South  Coast " → "South Coast")',
      'dim_customer.customer: 1 value tidied ("Altqa  Store" → "Altqa Store")',
      "post_invoice_deductions.csv holds a header but no rows",
      'dim_market.sub_zone holds the text "nan" in 1 row; loaded as it stands',
      'dim_customer.customer: "AltaQ Store" and "Altqa Store" look alike; they stay apart',
      "gross_price.gross_price: 1 value written with more than 4 decimals (10.12345); all decimals are kept",
      "1 product has no price in any year: P2",
    ]);
  });

  test("names a few of many names that look alike", async () => {
    const inns = Array.from({ length: 7 }, (_, at) => `${400 + at},${"-".repeat(at)}Inn`);
    const shops = Array.from({ length: 12 }, (_, at) => [`${200 + at},Shop ${at}`, `${300 + at},SHOP ${at}`]);
    const { report } = await importTiny(database, withCustomers([...inns, ...shops.flat()]));
    const alike = report.warnings.filter((warning) => warning.includes("look alike"));
    expect(alike).toHaveLength(11);
    expect(alike[0]).toMatch(
      /^dim_customer\.customer: "-+Inn" and .+ and 2 more look alike; they stay apart$/,
    );
    expect(alike.at(-1)).toBe("dim_customer.customer: 3 more groups of names look alike");
  });

  test("loads ten thousand customers at first", async () => {
    const customers = Array.from({ length: 10_001 }, (_, at) => `C${at},Shop ${at}`);
    const { report } = await importTiny(database, withCustomers(customers));
    expect(report).toMatchObject({ outcome: "loaded", load: 1 });
    expect(report.tables.find(({ table }) => table === "dim_customer")).toMatchObject({ added: 10_003 });
  });
});

describe("again", () => {
  test("says already loaded to the same content, however packed, and changes nothing", async () => {
    await importTiny(database, tinyCompany);
    const before = await fingerprint(database);
    const { report, touched } = await importTiny(database, {
      ...withFiles({}),
      "second.csv.gz": gzipSync(tinyCompany[sales]),
    });
    expect(report).toMatchObject({ outcome: "already-loaded", load: null });
    expect(report.files.every(({ alreadyLoaded }) => alreadyLoaded)).toBe(true);
    expect(touched).toBeNull();
    expect(describeImport(report)[0]).toBe("Already loaded: these files hold nothing new.");
    expect(await fingerprint(database)).toBe(before);
  });

  test("says already loaded to the same rows in another order", async () => {
    await importTiny(database, tinyCompany);
    const [header, ...lines] = tinyCompany[sales].trimEnd().split("\n");
    const { report } = await importTiny(
      database,
      only({ [sales]: `${[header, ...lines.reverse()].join("\r\n")}\r\n` }),
    );
    expect(report).toMatchObject({
      outcome: "already-loaded",
      tables: [{ read: 4, unchanged: 4, added: 0 }],
    });
  });

  test("loads once what is imported twice at the same time", async () => {
    const both = await Promise.all([importTiny(database, tinyCompany), importTiny(database, tinyCompany)]);
    expect(both.map(({ report }) => report.outcome).sort()).toEqual(["already-loaded", "loaded"]);
    expect(await rowsOf(database, "load")).toHaveLength(1);
  });

  test("replaces rows of the same keys, counts them and names the months they touch", async () => {
    await importTiny(database, tinyCompany);
    const { report, touched } = await importTiny(
      database,
      only({
        [sales]:
          "date,product_code,customer_code,sold_quantity\n2020-09-01,P1,101,5\n2020-10-01,P1,101,9\n2020-11-01,P2,101,1\n",
      }),
    );
    expect(report.load).toBe(2);
    expect(report.tables).toEqual([
      {
        table: "fact_sales_monthly",
        read: 3,
        added: 1,
        changed: 1,
        unchanged: 1,
        kept: 2,
        removed: 0,
        refused: 0,
      },
    ]);
    expect(touched).toEqual(["2020-10-01", "2020-11-01"]);
    expect(await rowsOf(database, "fact_sales_monthly")).toEqual([
      "2020-09-01,P1,101,5",
      "2020-09-01,P2,102,7",
      "2020-10-01,P1,101,9",
      "2020-10-01,P1,102,3",
      "2020-11-01,P2,101,1",
    ]);
  });

  test("loads an earlier file again once a later one replaced its rows", async () => {
    await importTiny(database, tinyCompany);
    await importTiny(database, only({ [sales]: tinyCompany[sales].replace("101,5", "101,6") }));
    const { report } = await importTiny(database, only({ [sales]: tinyCompany[sales] }));
    expect(report).toMatchObject({ outcome: "loaded", load: 3, tables: [{ changed: 1, unchanged: 3 }] });
  });

  test("touches the whole fiscal year for a changed rate, everything for a changed member, nothing for a new one", async () => {
    await importTiny(database, tinyCompany);
    const rate = await importTiny(
      database,
      only({ "gross_price.csv": "product_code,fiscal_year,gross_price\nP1,2021,11\n" }),
    );
    expect(rate.touched).toHaveLength(12);
    expect(rate.touched).toEqual(expect.arrayContaining(["2020-09-01", "2021-08-01"]));
    const markets = tinyCompany["dim_market.csv"];
    const added = await importTiny(database, only(adding("dim_market.csv", "Westia,West,Asia")));
    expect(added.touched).toEqual([]);
    const changed = await importTiny(
      database,
      only({ "dim_market.csv": markets.replace("North", "Nordic") }),
    );
    expect(changed.touched).toBe("all");
  });

  test("says a number written with other decimals is unchanged", async () => {
    await importTiny(database, tinyCompany);
    const { report } = await importTiny(
      database,
      only({ "gross_price.csv": "product_code,fiscal_year,gross_price\nP1,FY2021,10.50\n" }),
    );
    expect(report.outcome).toBe("already-loaded");
  });
});

describe("the demo company", () => {
  test("is removed by the first other import, in the same step", async () => {
    await importTiny(database, tinyCompany, { demo: true });
    const market = "market,sub_zone,region\nWestia,West,Asia\n";
    const { report, touched } = await importTiny(database, only({ "dim_market.csv": market }));
    expect(report).toMatchObject({ outcome: "loaded", load: 2, replacedDemo: true });
    expect(touched).toBe("all");
    expect(await rowsOf(database, "dim_market")).toEqual(["Westia,West,Asia"]);
    expect(await rowsOf(database, "fact_sales_monthly")).toEqual([]);
    expect(describeImport(report)).toContain("The invented demo company was removed in the same step.");
  });

  test("does not lend its members to other files", async () => {
    await importTiny(database, tinyCompany, { demo: true });
    const before = await fingerprint(database);
    await expect(importTiny(database, only({ [sales]: tinyCompany[sales] }))).rejects.toThrow(
      "No dimension tables loaded; import dim_market, dim_customer, dim_product with or before fact_sales_monthly.",
    );
    expect(await fingerprint(database)).toBe(before);
  });

  test("is refused where other loads are", async () => {
    await importTiny(database, tinyCompany);
    await expect(importTiny(database, tinyCompany, { demo: true })).rejects.toThrow(/never mixes/);
  });

  test("loaded twice is already loaded; a newer one takes its place", async () => {
    await importTiny(database, tinyCompany, { demo: true });
    expect((await importTiny(database, tinyCompany, { demo: true })).report.outcome).toBe("already-loaded");
    const newer = withFiles({
      [sales]: "date,product_code,customer_code,sold_quantity\n2021-01-01,P1,101,5\n",
    });
    expect((await importTiny(database, newer, { demo: true })).report).toMatchObject({
      outcome: "loaded",
      load: 2,
    });
    expect(await rowsOf(database, "fact_sales_monthly")).toEqual(["2021-01-01,P1,101,5"]);
  });
});

describe("nothing changes when", () => {
  test("the refresh fails", async () => {
    const before = await fingerprint(database);
    const refresh = () => Promise.reject(new Error("no space"));
    await expect(importTiny(database, tinyCompany, { refresh })).rejects.toThrow("no space");
    expect(await fingerprint(database)).toBe(before);
  });

  test("another fiscal calendar is stored", async () => {
    await importTiny(database, tinyCompany);
    await expect(importTiny(database, only({ [sales]: "x" }), { fiscalYearStartMonth: 4 })).rejects.toThrow();
    const file = only(adding(sales, "2020-11-01,P1,101,1"));
    await expect(importTiny(database, file, { fiscalYearStartMonth: 4 })).rejects.toThrow(
      "Fiscal years of this database start in month 9, fixed at its first load, but FISCAL_YEAR_START_MONTH says 4. Set it to 9.",
    );
  });

  test("the rejects file cannot be written", async () => {
    const before = await fingerprint(database);
    const bad = withFiles(adding(sales, "2020-09-01,P1,101,-5"));
    await expect(
      importTiny(database, bad, { quarantine: true, rejectsFolder: "/dev/null/rejects" }),
    ).rejects.toThrow(/cannot write the rejected rows to \/dev\/null\/rejects/);
    expect(await fingerprint(database)).toBe(before);
  });

  test("it is stopped", async () => {
    const before = await fingerprint(database);
    await expect(importTiny(database, tinyCompany, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await fingerprint(database)).toBe(before);
  });
});
