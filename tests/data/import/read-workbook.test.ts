import { expect, test } from "vitest";
import { readHeads } from "../../../src/data/import/read-heads.ts";
import { readRows } from "../../../src/data/import/read-rows.ts";
import { inFolder, withoutFile } from "./tiny-company.ts";
import { textRows, workbook, zip } from "./workbook.ts";

const read = (content: Uint8Array, name = "fact_sales_monthly.xlsx"): Promise<string> =>
  inFolder({ [name]: content }, async (folder) => {
    const texts: Uint8Array[] = [];
    for (const file of (await readHeads({ paths: [`${folder}/${name}`] })).files)
      for await (const { csv } of readRows({ file, tidied: new Map() })) texts.push(csv);
    return withoutFile(texts);
  });
const refusalOf = async (content: Uint8Array, name?: string): Promise<string> => {
  const error = await read(content, name).then(
    () => new Error("was read"),
    (failure: Error) => failure,
  );
  expect(error.name).toBe("DataError");
  return error.message.replace(/\S*bims-import-[^/ ]*\//g, "");
};

const header = ["date", "product_code", "customer_code", "sold_quantity"];
const sales = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="s"><v>3</v></c></row>
<row r="4"><c r="A4" s="1"><v>44075</v></c><c r="B4" t="s"><v>4</v></c><c r="C4"><v>101</v></c><c r="D4"><f>2+3</f><v>5</v></c></row>
<row r="5"/><row r="6"><c r="B6" t="str"><v>P2</v></c><c r="A6" t="d"><v>2020-10-01</v></c><c r="D6"><v>7.0000000000000001E-1</v></c></row>`;
const shared = [
  ...header.map((name) => `<t>${name}</t>`),
  "<r><t>P</t></r><r><t>1</t></r><rPh><t>x</t></rPh>",
];

test("reads the one sheet with rows: shared and own texts, dates, numbers, values of formulas, gaps", async () => {
  const book = workbook({ sheets: { Notes: "", Sales: sales }, shared });
  expect(await read(book)).toBe(
    "4,,2020-09-01,P1,101,5\n6,has 4 fields,2020-10-01,P2,,0.7\n".replace("has 4 fields", ""),
  );
});

test("reads truth and errors as the words that stand in the cells", async () => {
  const cells = `<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c><v>1</v></c></row>`;
  expect(await read(workbook({ sheets: { S: textRows(header) + cells } }))).toBe("2,,TRUE,FALSE,#N/A,1\n");
});

test("counts days from 1904 where the workbook says so", async () => {
  const rows = `${textRows(header)}<row><c><v>42613</v></c><c t="str"><v>P1</v></c><c><v>101</v></c><c><v>1</v></c></row>`;
  expect(await read(workbook({ sheets: { S: rows }, from1904: true }))).toBe("2,,2020-09-01,P1,101,1\n");
});

test("knows a table by its header, and a row that is longer than it", async () => {
  const prices = textRows(
    ["Product Code", "FY", "Price"],
    ["P&amp;1", "2021", "1,5"],
    ["P2", "2021", "2", "x"],
    ["P3"],
  );
  expect(await read(workbook({ sheets: { S: prices } }), "gross_price list.xlsx")).toBe(
    "2,,P&1,2021,1.5\n3,has 4 fields where the header has 3,P2,2021,2\n4,,P3,,\n",
  );
});

test("refuses several tables, none, what is no workbook, an old or a damaged one", async () => {
  const table = textRows(header);
  expect(await refusalOf(workbook({ sheets: { One: table, Two: table } }))).toBe(
    "fact_sales_monthly.xlsx has several sheets with content: One, Two. Keep one table per file.",
  );
  expect(await refusalOf(workbook({ sheets: { One: "" } }))).toBe(
    "fact_sales_monthly.xlsx is empty. Export it again, with its header.",
  );
  expect(await refusalOf(zip({ "a.txt": "x" }))).toBe(
    "fact_sales_monthly.xlsx is not an Excel workbook (.xlsx).",
  );
  expect(await refusalOf(Buffer.from("d0cf11e0a1b11ae1", "hex"), "sales.xls")).toBe(
    "sales.xls is an old or a protected Excel file. Save it as .xlsx without a password, or as CSV UTF-8.",
  );
  const book = workbook({ sheets: { S: sales }, shared });
  expect(await refusalOf(book.subarray(0, book.length - 40))).toMatch(
    /^fact_sales_monthly.xlsx is not an Excel workbook that can be read/,
  );
  expect(await refusalOf(workbook({ sheets: { S: "<row><c></row>" } }))).toMatch(
    /is not an Excel workbook that can be read/,
  );
});
