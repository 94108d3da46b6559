import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeForCsv, toCsv } from "../src/csv.ts";

test.each([
  ["=1+1", "'=1+1"],
  ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
  ["-2+3", "'-2+3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["  =1", `'  =1`],
  ["＝1+1", "'＝1+1"],
  ["＠x", "'＠x"],
])("a spreadsheet reads %j as text", (cell, written) => {
  expect(escapeForCsv(cell)).toBe(written);
});

test("negative numbers stay numbers, as numbers and as texts", () => {
  expect(toCsv([[-12.5, "-12.5", 1e-7]])).toBe("-12.5,-12.5,1e-7\r\n");
});

test("what is not available is an empty field", () => {
  expect(toCsv([[null, Number.NaN, 0]])).toBe(",,0\r\n");
});

test("any table comes back from a CSV reader as it was, but for the apostrophe", () => {
  const cell = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom('"', ",", "\r\n", "a,b", ' "x" '));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
      const read: string[][] = parse(toCsv(rows), { recordDelimiter: "\r\n", bom: false });
      expect(read.map((row) => row.map((text) => text.replace(/^'/, "")))).toEqual(
        rows.map((row) => row.map((text) => text.replace(/^'/, ""))),
      );
    }),
  );
});
