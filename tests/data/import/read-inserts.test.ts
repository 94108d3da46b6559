import { expect, test } from "vitest";
import { InsertReader } from "../../../src/data/import/read-inserts.ts";

/** Rows as "line: values", read in pieces of so many characters. */
const rowsOf = (text: string, size = text.length): readonly string[] => {
  const rows: string[] = [];
  const reader = new InsertReader("x.sql", (table) => (record, line) => {
    rows.push(`${line} ${table}: ${record.join("|")}`);
  });
  for (let at = 0; at < text.length; at += size) reader.write(text.slice(at, at + size));
  reader.end();
  return rows;
};

const prices = "INSERT INTO gross_price (product_code,fiscal_year,gross_price) VALUES";

test("reads one row or many per statement, quotes, NULL, numbers and comments, in pieces of any size", () => {
  const text = `-- prices; of 'all' years
${prices} ('P''1', 2021, 15.3952000000);
/* and
   markets */
insert into "public"."dim_market"
  (\`market\`, sub_zone, region)
values ('Norland','North; (cold)','NA'),
       ('Two
lines', NULL, ''); INSERT INTO gross_price (gross_price,product_code,fiscal_year) VALUES (-1e-5,'','2020');`;
  const rows = [
    "2 gross_price: P'1|2021|15.3952000000",
    "7 dim_market: Norland|North; (cold)|NA",
    "8 dim_market: Two\nlines||",
    "9 gross_price: |2020|-1e-5",
  ];
  expect(rowsOf(text)).toEqual(rows);
  for (const size of [1, 2, 3, 7, 50]) expect(rowsOf(text, size)).toEqual(rows);
});

test("reads MySQL's escapes where its backticks stand, and takes no backslash for one elsewhere", () => {
  const text = String.raw`INSERT INTO 'gross_price' (product_code,fiscal_year,gross_price) VALUES
('O\'Neil\\','a \"b\" ''c''','x\ny\%\');('),('\\','',3);`.replaceAll("'gross_price'", "`gross_price`");
  const rows = [`2 gross_price: O'Neil\\|a "b" 'c'|x\ny\\%');(`, "2 gross_price: \\||3"];
  for (const size of [1, 2, 3, 7, text.length]) expect(rowsOf(text, size)).toEqual(rows);
  expect(rowsOf(`${prices} ('C:\\dir', 2021, 1);`)).toEqual(["1 gross_price: C:\\dir|2021|1"]);
  expect(() => rowsOf(text.replace("x", "\\0"))).toThrow("line 2 holds a NUL character");
});

const remedy =
  "I read INSERT INTO table (columns) VALUES (…), (…); with quoted text, numbers and NULL, and nothing else.";
const cases: readonly [string, string, string][] = [
  [
    "another statement",
    `${prices} ('P',1,1);\nCREATE TABLE x (y int);`,
    "line 2 has CREATE where INSERT stands",
  ],
  [
    "no list of columns",
    "INSERT INTO x VALUES (1);",
    "line 1 has VALUES where the list of columns in brackets stands",
  ],
  ["a function", `${prices}\n(now(),1,1);`, "line 2 has now where quoted text, a number or NULL stands"],
  ["a sum", `${prices} ('P',1,1+1);`, "line 1 has +1 where a comma or a closing bracket stands"],
  [
    "a backslash before a quote",
    `${prices} ('P\\'s',1,1);`,
    "line 1 has a backslash in 'P\\'. Write it once, and a quotation mark twice",
  ],
  ["a strange sign", `${prices} ('P',1,$1);`, 'line 1 has "$1);" where quoted text, a number or NULL stands'],
  [
    "other columns later",
    `${prices} ('P',1,1);\nINSERT INTO gross_price (product_code) VALUES ('P');`,
    "line 2 names other columns of gross_price than line 1 does",
  ],
  [
    "a statement cut off",
    `${prices} ('P',1,1);\n${prices} ('P',2,1)`,
    "line 2 starts a statement that the file does not end: it was not copied whole. Copy it again",
  ],
  [
    "a quote that never closes",
    `${prices} ('P,1,1);\n`,
    "line 1 starts a statement that the file does not end: it was not copied whole. Copy it again",
  ],
];
test.each(cases)("refuses %s, naming its line", (_, text, message) => {
  expect(() => rowsOf(text)).toThrow(`x.sql ${message}. ${remedy}`);
  expect(() => rowsOf(text, 1)).toThrow(message.slice(0, 9));
});
