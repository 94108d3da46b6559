import { execFileSync } from "node:child_process";
import { appendFile, mkdir, symlink } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { monthsOfFiscalYear } from "../../../src/data/import/compare.ts";
import type { DateFormat } from "../../../src/data/import/date-format.ts";
import { examine } from "../../../src/data/import/examine.ts";
import { findFiles, refuse } from "../../../src/data/import/find-files.ts";
import { readHeads } from "../../../src/data/import/read-heads.ts";
import { readRows, type Tidied } from "../../../src/data/import/read-rows.ts";
import { recognise } from "../../../src/data/import/recognise.ts";
import { groupAlike } from "../../../src/data/import/warnings.ts";
import { type Files, inFolder, tinyCompany, withoutFile } from "./tiny-company.ts";
import { textRows, workbook } from "./workbook.ts";

/** Reads files as an import does, up to the rows that staging is given. */
const readAll = (files: Files, batchSize?: number, dateFormat?: DateFormat): Promise<string> =>
  inFolder(files, async (folder) => {
    const paths = Object.keys(files).map((name) => `${folder}/${name}`);
    const texts: Uint8Array[] = [];
    for (const file of (await readHeads({ paths, dateFormat })).files) {
      for await (const { csv } of readRows({ file, tidied: new Map(), ...(batchSize ? { batchSize } : {}) }))
        texts.push(csv);
    }
    return withoutFile(texts);
  });

const refusalOf = async (files: Files): Promise<string> => {
  const error = await readAll(files).then(
    () => new Error("was read"),
    (failure: Error) => failure,
  );
  expect(error.name).toBe("DataError");
  return error.message.replace(/\S*bims-import-[^/ ]*\//g, "");
};

const sales = "fact_sales_monthly.csv";
const header = "date,product_code,customer_code,sold_quantity";

describe("a file that cannot be read is refused in one sentence", () => {
  const cases: readonly [string, Files, string][] = [
    ["an empty file", { [sales]: "" }, "fact_sales_monthly.csv is empty. Export it again, with its header."],
    [
      "half a gzip",
      { "fact_sales_monthly.csv.gz": gzipSync(tinyCompany[sales].repeat(50)).subarray(0, 60) },
      "fact_sales_monthly.csv.gz ends in the middle of its gzip data: it was not copied whole. Copy it again.",
    ],
    [
      "a damaged gzip",
      { [sales]: Uint8Array.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) },
      "fact_sales_monthly.csv is damaged gzip data (Z_DATA_ERROR). Copy it again.",
    ],
    [
      "a NUL byte",
      { [sales]: `${header}\n2020-09-01,P1,101,1\n2020-09-01,P\0,101,1\n` },
      'fact_sales_monthly.csv holds a NUL byte: it is not a text file (line 3). Save it as "CSV UTF-8" and import it again.',
    ],
    [
      "Latin-1",
      { [sales]: Buffer.from(`${header}\n2020-09-01,P1,101,1\n2020-09-01,Pé,101,1\n`, "latin1") },
      'fact_sales_monthly.csv is not UTF-8 but looks like Latin-1 (line 3). Save it as "CSV UTF-8" and import it again.',
    ],
    [
      "Windows-1252",
      { [sales]: Buffer.from(`${header}\n2020-09-01,P\x80,101,1\n`, "latin1") },
      'fact_sales_monthly.csv is not UTF-8 but looks like Windows-1252 (line 2). Save it as "CSV UTF-8" and import it again.',
    ],
    [
      "UTF-16",
      { [sales]: Buffer.from(`\uFEFF${header}\n`, "utf16le") },
      'fact_sales_monthly.csv is UTF-16 ("Unicode text"). Save it as "CSV UTF-8".',
    ],
    [
      "UTF-16 without its mark",
      { [sales]: Buffer.from(`${header}\n`, "utf16le").swap16() },
      'fact_sales_monthly.csv is UTF-16 ("Unicode text"). Save it as "CSV UTF-8".',
    ],
    [
      "missing columns",
      { [sales]: "date,product_code,quantity\n" },
      "fact_sales_monthly.csv is fact_sales_monthly but has no column customer_code. Its header is: date, product_code, quantity.",
    ],
    [
      "a column twice",
      { [sales]: `${header},Date\n` },
      "fact_sales_monthly.csv has the column Date twice. Keep the one that is right.",
    ],
    [
      "a table that nobody knows",
      { "stock.csv": "place,amount\nx,1\n" },
      "stock.csv is none of the ten tables: its columns are place, amount. Name it after its table (dim_market, dim_customer, dim_product, gross_price, manufacturing_cost, pre_invoice_deductions, freight_cost, fact_sales_monthly, fact_forecast_monthly, post_invoice_deductions), aliases.csv or targets.csv.",
    ],
    [
      "a header that could be two tables",
      { "units.csv": `${header},forecast_quantity\n` },
      "units.csv could be fact_sales_monthly or fact_forecast_monthly. Name the file after its table.",
    ],
    [
      "a quotation mark inside a value",
      { [sales]: `${header}\n2020-09-01,"P"1,101,1\n` },
      'fact_sales_monthly.csv has a quotation mark that does not match near line 2. Write a quote inside a value twice ("").',
    ],
    [
      "a quotation mark in the middle of a value",
      { [sales]: `${header}\n2020-09-01,P 5",101,1\n` },
      'fact_sales_monthly.csv has a quotation mark inside a value that does not begin with one near line 2. Put the whole value into quotes and write the mark inside it twice: "5"" disk".',
    ],
    [
      "whole units with a dot that may part thousands",
      { [sales]: `${header}\n2020-09-01,P1,101,1.000\n2020-09-01,P2,101,500\n` },
      'fact_sales_monthly.csv: sold_quantity has "1.000" in line 2, where the dot may be a decimal point or a thousands separator, and no other value tells. Write whole units without it.',
    ],
    [
      "a quotation mark that never closes",
      { [sales]: `${header}\n2020-09-01,"P1,101,1\n2020-09-01,P1,102,1\n` },
      'fact_sales_monthly.csv has a quotation mark that does not match near line 3. Write a quote inside a value twice ("").',
    ],
  ];
  test.each(cases)("%s", async (_, files, message) => {
    expect(await refusalOf(files)).toBe(message);
  });

  test("a path that is not there, a device, an empty folder, no path", async () => {
    await expect(findFiles(["/no/such/folder"])).rejects.toThrow(
      "There is no file or folder /no/such/folder. Check the spelling.",
    );
    await expect(findFiles(["/dev/null"])).rejects.toThrow(/\/dev\/null is not an ordinary file/);
    await inFolder({}, async (folder) => {
      execFileSync("mkfifo", [`${folder}/${sales}`]);
      await expect(readHeads({ paths: [folder] })).rejects.toThrow(
        /fact_sales_monthly.csv is not an ordinary file/,
      );
      await expect(findFiles([`${folder}/${sales}`])).rejects.toThrow(/is not an ordinary file/);
    });
    await expect(findFiles([])).rejects.toThrow(/Name a folder or files/);
    await inFolder({ "readme.md": "x" }, async (folder) => {
      await expect(findFiles([folder])).rejects.toThrow(/There is no \.csv, \.sql or \.xlsx file in/);
    });
  });

  test.each([
    ["EACCES", "I may not read sales.csv. Give this account the right to read it."],
    ["EIO", "sales.csv cannot be read (EIO)."],
  ])("a file that the system does not let read: %s", (code, message) => {
    expect(() => refuse("sales.csv", Object.assign(new Error(code), { code }))).toThrow(message);
  });

  test("a file that changes between its two readings", async () => {
    await inFolder({ [sales]: tinyCompany[sales] }, async (folder) => {
      const [found] = await findFiles([folder]);
      if (found === undefined) throw new Error("not found");
      const [file] = (await examine(found)).map(recognise);
      if (!file) throw new Error("not recognised");

      await appendFile(found.path, "2020-12-01,P1,101,1\n");
      const batches = readRows({ file, tidied: new Map() });
      await expect(batches.next()).rejects.toThrow(/changed while I read it/);
    });
  });
});

test("whole units with decimals are units where a value shows it, or where SQL writes them without quotes", async () => {
  const rows = `${header}\n2020-09-01,P1,101,1.000\n2020-09-01,P2,101,0.000\n`;
  expect(await readAll({ [sales]: rows })).toContain("P1,101,1.000");
  const sql = `INSERT INTO fact_sales_monthly (${header}) VALUES ('2020-09-01','P1','101',1.000);`;
  expect(await readAll({ "sales.sql": sql })).toContain("P1,101,1\n");
  await expect(refusalOf({ "sales.sql": sql.replace("1.000", "'1.000'") })).resolves.toContain(
    "thousands separator",
  );
});

describe("a folder", () => {
  const others: readonly [string, Files][] = [
    ["a text of another encoding", { "LIESMICH.txt": Buffer.from("Für alle\n", "latin1") }],
    ["an empty file", { "log.txt": "" }],
    ["SQL without a table of ours", { "schema.sql": "CREATE TABLE x (y int);\n" }],
    [
      "a workbook of several sheets",
      { "budget.xlsx": workbook({ sheets: { A: textRows(["x"]), B: textRows(["y"]) } }) },
    ],
  ];
  test.each(others)("leaves %s alone, and says so", async (_, files) => {
    await inFolder({ ...tinyCompany, ...files }, async (folder) => {
      const read = await readHeads({ paths: [folder] });
      expect(read.files).toHaveLength(10);
      expect(read.warnings).toEqual([
        expect.stringMatching(new RegExp(`^${Object.keys(files)[0]} was left alone: `)),
      ]);
    });
    await expect(refusalOf(files)).resolves.not.toBe("");
  });

  test("leaves folders and broken links alone that are named like files", async () => {
    await inFolder(tinyCompany, async (folder) => {
      await mkdir(`${folder}/old.csv`);
      await symlink("nowhere", `${folder}/broken.csv`);
      const { files, warnings } = await readHeads({ paths: [folder] });
      expect([files.length, warnings.length]).toEqual([10, 2]);
    });
  });

  const ours: readonly [string, Files][] = [
    ["named after a table", { "2021 fact_sales_monthly.csv": "" }],
    ["with the header of one", { "export.csv": Buffer.from(`${header}\n2020-09-01,Pé,101,1\n`, "latin1") }],
    ["with its header in UTF-16", { "export.csv": Buffer.from(`\uFEFF${header}\n`, "utf16le") }],
    ["that shows nothing", { "export.csv.gz": gzipSync(`${header}\n`.repeat(500)).subarray(0, 20) }],
    ["that is no text", { "export.csv": Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]) }],
    ["that is no workbook", { "export.xlsx": "PK\u0003\u0004garbage" }],
    [
      "that is a workbook of several tables",
      { "company.xlsx": workbook({ sheets: { dim_product: textRows(["x"]), B: textRows(["y"]) } }) },
    ],
    [
      "with a table among its sheets",
      { "company.xlsx": workbook({ sheets: { A: textRows(["x"]), B: textRows(header.split(",")) } }) },
    ],
    ["of another form", { "fact_sales_monthly 2021.zip": "PK" }],
    [
      "with a title above its header",
      { "export.csv": `Report of sales\n\n${header}\n2020-09-01,P1,101,1\n` },
    ],
    ["with its rows in SQL", { "dump.sql": "CREATE TABLE x (y int);\nINSERT INTO dim_market VALUES (1);\n" }],
  ];
  test.each(ours)("is refused for a broken file %s", async (_, files) => {
    await inFolder({ ...tinyCompany, ...files }, async (folder) => {
      await expect(readHeads({ paths: [folder] })).rejects.toMatchObject({ name: "DataError" });
    });
  });

  test("with nothing but a broken file says what is wrong with it", async () => {
    await inFolder({ "LIESMICH.txt": Buffer.from("Für alle\n", "latin1") }, async (folder) => {
      await expect(readHeads({ paths: [folder] })).rejects.toThrow("looks like Latin-1");
    });
  });
});

test("Excel's line that says the delimiter, and its empty rows, are no rows", async () => {
  const rows = `${header}\n2020-09-01,P1,101,5\n,,,\n2020-09-01,P2,101,6\n ,,, \n`;
  const said = `sep=;\r\n${rows.replaceAll(",", ";").replaceAll("\n", "\r\n")}`;
  expect(await readAll({ [sales]: said })).toBe("3,,2020-09-01,P1,101,5\n5,,2020-09-01,P2,101,6\n");
  expect(await readAll({ [sales]: said.replace("P1", '"P1"') })).toBe(
    "3,,2020-09-01,P1,101,5\n5,,2020-09-01,P2,101,6\n",
  );
});

describe("rows on their way to staging", () => {
  test("carry their line, empty fields as NULL, and quotes where COPY needs them", async () => {
    const product = "product_code,division,segment,category,product,variant\n";
    expect(
      await readAll({ "dim_product.csv": `${product}\nP1,"A, B",C,"D ""x""","two\nlines",\nP2,a,b,c,d,e\n` }),
    ).toBe('3,,P1,"A, B",C,"D ""x""",two lines,\n5,,P2,a,b,c,d,e\n');
  });

  test("are the same in one batch or in many, and with any line end", async () => {
    const lines = Array.from({ length: 400 }, (_, at) => `2020-09-01,P${at},101,${at}`);
    const whole = await readAll({ [sales]: [header, ...lines].join("\n") });
    expect(whole.split("\n")).toHaveLength(401);
    expect(await readAll({ [sales]: [header, ...lines].join("\n") }, 100)).toBe(whole);
    expect(await readAll({ [sales]: `${[header, ...lines].join("\r\n")}\r\n` })).toBe(whole);
    expect(await readAll({ [sales]: [header, ...lines].join("\r") })).toBe(whole);
    expect(await readAll({ [sales]: [header, ...lines].join("\n").replaceAll(",", "\t") })).toBe(whole);
  });

  test("of codes and names are tidied and counted", async () => {
    await inFolder(
      { "dim_market.csv": "market,sub_zone,region\n Norland ,The  North,Europe\n" },
      async (folder) => {
        const [found] = await findFiles([folder]);
        const [file] = found === undefined ? [] : (await examine(found)).map(recognise);
        if (!file) throw new Error("not recognised");
        const tidied: Tidied = new Map();
        const { value } = await readRows({ file, tidied }).next();
        expect(withoutFile([value?.csv ?? new Uint8Array()])).toBe("2,,Norland,The North,Europe\n");
        expect([...tidied.keys()]).toEqual(["market", "sub_zone"]);
      },
    );
  });
});

test("codes that a program took for numbers are codes again", async () => {
  expect(await readAll({ [sales]: `${header}\n2020-09-01,P1.0,101.0,5.0\n` })).toBe(
    "2,,2020-09-01,P1.0,101,5.0\n",
  );
});

describe("headers", () => {
  test("in their usual spellings are the same columns", async () => {
    const whole = await readAll({ [sales]: `${header}\n2020-09-01,P1,101,5\n` });
    for (const written of [
      "Date,Product Code,Customer Code,Sold Quantity",
      " date ,product-code,customerCode,SoldQuantity",
      "DATE,PRODUCTCODE,CUSTOMER_CODE,SOLD QTY",
      "Month,SKU,Customer No.,Qty",
    ])
      expect(await readAll({ [sales]: `${written}\n2020-09-01,P1,101,5\n` })).toBe(whole);
    expect(await readAll({ "export.csv": `${header}\n2020-09-01,P1,101,5\n` })).toBe(whole);
  });

  test("of several meanings are refused", async () => {
    expect(await refusalOf({ "units.csv": "date,product_code,customer_code,qty\n" })).toBe(
      "units.csv could be fact_sales_monthly or fact_forecast_monthly. Name the file after its table.",
    );
    expect(await refusalOf({ [sales]: "date,product_code,customer_code,qty,Units\n" })).toBe(
      "fact_sales_monthly.csv has qty and Units, and each could be sold_quantity. Name the right one sold_quantity.",
    );
  });
});

describe("numbers with a decimal comma", () => {
  const prices = (...values: readonly string[]): Files => ({
    "gross_price.csv": `product_code;fiscal_year;gross_price\n${values.map((value) => `P1;2021;${value}\n`).join("")}`,
  });

  test("are read where a column is consistently so", async () => {
    expect(await readAll(prices("12", "1,5", "-0,25", "1,125", ",5"))).toBe(
      "2,,P1,2021,12\n3,,P1,2021,1.5\n4,,P1,2021,-0.25\n5,,P1,2021,1.125\n6,,P1,2021,.5\n",
    );
    expect(await readAll(prices("0,125"))).toBe("2,,P1,2021,0.125\n");
  });

  test("beside decimal points, or in doubt about thousands, refuse the file", async () => {
    expect(await refusalOf(prices("1,5", "3", "2.5"))).toBe(
      'gross_price.csv: gross_price mixes decimal commas ("1,5" in line 2) with decimal points ("2.5" in line 4). Write all of them one way.',
    );
    expect(await refusalOf(prices("12", "1,234"))).toBe(
      'gross_price.csv: gross_price has "1,234" in line 3, which may be a decimal comma or a thousands separator, and no other value tells. Write it with a decimal point.',
    );
  });

  test("never turn thousands of units into single ones", async () => {
    expect(
      await readAll({ [sales]: `${header}\n2020-09-01,P1,101,"1,000"\n2020-10-01,P1,101,"5,0"\n` }),
    ).toBe('2,,2020-09-01,P1,101,"1,000"\n3,,2020-10-01,P1,101,5.0\n');
  });
});

describe("dates", () => {
  const dated = (...dates: readonly string[]): Files => ({
    [sales]: `${header}\n${dates.map((date) => `${date},P1,101,1\n`).join("")}`,
  });
  const datesOf = async (files: Files, dateFormat?: DateFormat): Promise<readonly string[]> =>
    (await readAll(files, undefined, dateFormat)).match(/(?<=,,)[^,]*/g) ?? [];

  test("with slashes or dots are read once a day above 12 proves what comes first", async () => {
    expect(await datesOf(dated("01/09/2020", "1/10/2020 00:00:00", "31/10/2020"))).toEqual([
      ...["2020-09-01", "2020-10-01 00:00:00", "2020-10-31"],
    ]);
    expect(await datesOf(dated("09.01.2020", "10.13.2020"))).toEqual(["2020-09-01", "2020-10-13"]);
    expect(await datesOf(dated("2020/09/01", "2020-10-01"))).toEqual(["2020-09-01", "2020-10-01"]);
  });

  test("are read as the person says", async () => {
    expect(await datesOf(dated("01/09/2020"), "dd/mm/yyyy")).toEqual(["2020-09-01"]);
    expect(await datesOf(dated("01/09/2020"), "mm/dd/yyyy")).toEqual(["2020-01-09"]);
  });

  test("in doubt refuse the file, and say how to tell; strays among others stay what they are", async () => {
    expect(await refusalOf(dated("01/09/2020", "01/10/2020"))).toBe(
      "fact_sales_monthly.csv writes dates like 01/09/2020, and no day above 12 tells what comes first. Import it in the terminal with --date-format dd/mm/yyyy or --date-format mm/dd/yyyy.",
    );
    expect(await refusalOf(dated("01/09/2020", "31/10/2020", "10/31/2020"))).toBe(
      "fact_sales_monthly.csv writes dates like 01/09/2020, some with the day first and some with the month first. Write all of them one way, best like 2021-09-01.",
    );
    expect(await datesOf(dated("2020-09-01", "01/10/2020"))).toEqual(["2020-09-01", "01/10/2020"]);
  });
});

test("names look alike by case, signs and, where asked, swapped letters", () => {
  expect(groupAlike(["E-Shop", "eshop", "Other"], false)).toEqual([["E-Shop", "eshop"]]);
  expect(groupAlike(["AltaQ", "Altqa", "Beta"], true)).toEqual([["AltaQ", "Altqa"]]);
  expect(groupAlike(["AltaQ", "Altqa"], false)).toEqual([]);
  expect(groupAlike(["Curaçao", "Curac\u0327ao", "Cafe", "Café"], true)).toEqual([
    ["Curaçao", "Curac\u0327ao"],
    ["Cafe", "Café"],
  ]);
  expect(groupAlike(["Shop 1001", "Shop 1010", "Sohp 1010"], true)).toEqual([["Shop 1010", "Sohp 1010"]]);
});

test("a fiscal year is the twelve months that end in it", () => {
  expect(monthsOfFiscalYear(2021, 9).at(0)).toBe("2020-09-01");
  expect(monthsOfFiscalYear(2021, 9).at(-1)).toBe("2021-08-01");
  expect(monthsOfFiscalYear(2021, 1).at(0)).toBe("2021-01-01");
});
