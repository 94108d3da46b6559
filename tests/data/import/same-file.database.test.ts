import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { openTestDatabase } from "../../support/database.ts";
import { randomFrom } from "../../support/random.ts";
import { filesOf, inventor, Ledger, type Rows } from "../history/random-company.ts";
import { type Cells, differences, readCells, refresh } from "../history/rollup-cells.ts";
import { type Files, importTiny } from "./tiny-company.ts";

const seed = Number(process.env.PROOF_SEED ?? "20260107");
const random = randomFrom(seed);
const rows = inventor(random, new Ledger()).company();
const files = filesOf(rows, random) as Readonly<Record<string, string>>;
const changed = { disguises: 0, cells: 0 };

let database: Database;
let before: Cells;
const read = (): Promise<Cells> => database.session(readCells);
const bring = async (given: Files) => (await importTiny(database, given, { refresh })).report;

beforeAll(async () => {
  database = await openTestDatabase();
  await Promise.all([bring(files), bring(files)]);
  before = await read();
});
afterAll(async () => {
  await database.close();
  process.stdout.write(
    `B7 same file again: ${changed.cells} cells changed without a new fact / n ${changed.disguises} disguises of ${Object.keys(files).length} files, ${before.size} cells / seed ${seed}\n`,
  );
});

const each = (disguise: (text: string) => string | Uint8Array, name = (file: string) => file): Files =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [name(file), disguise(text)]));
const lines = (text: string): readonly string[] => text.trimEnd().split("\n");

const disguises: readonly [string, () => Files][] = [
  ["the same bytes", () => files],
  [
    "zipped",
    () =>
      each(
        (text) => gzipSync(text),
        (file) => `${file}.gz`,
      ),
  ],
  [
    "zipped again otherwise",
    () =>
      each(
        (text) => gzipSync(text, { level: 1 }),
        (file) => `${file}.gz`,
      ),
  ],
  ["its rows in another order", () => filesOf(rows, randomFrom(seed + 1))],
  ["a byte order mark", () => each((text) => `\uFEFF${text}`)],
  ["Windows line ends", () => each((text) => text.replaceAll("\n", "\r\n"))],
  ["semicolons", () => each((text) => text.replaceAll(",", ";"))],
  [
    "every field quoted",
    () =>
      each((text) =>
        lines(text)
          .map((line) => `"${line.split(",").join('","')}"`)
          .join("\n"),
      ),
  ],
  ["datetimes for dates", () => each((text) => text.replace(/^(\d{4}-\d\d-01),/gm, "$1 00:00:00,"))],
  [
    "another name",
    () =>
      each(
        (text) => text,
        (file) => `export of ${file}`,
      ),
  ],
  [
    "its columns turned round",
    () =>
      each((text) =>
        lines(text)
          .map((line) => line.split(",").reverse().join(","))
          .join("\n"),
      ),
  ],
  [
    "cut into two files whose months overlap",
    () => {
      const [header = "", ...all] = lines(files["fact_sales_monthly.csv"] ?? "");
      return {
        "one.csv": [header, ...all.slice(0, 40)].join("\n"),
        "two.csv": [header, ...all.slice(40)].join("\n"),
      };
    },
  ],
];

test.each(disguises)("the same file again with %s changes no figure and makes no load", async (_, dress) => {
  const report = await bring(dress());
  expect(report).toMatchObject({ outcome: "already-loaded", load: null, violations: [] });
  const found = differences(before, await read());
  changed.disguises += 1;
  changed.cells += found.length;
  expect(found).toEqual([]);
  expect(await database.client.load.count()).toBe(1);
});

test("two imports of the same files at once, twice over, load nothing again", async () => {
  const both = await Promise.all([bring(files), bring(each((text) => `\uFEFF${text}`))]);
  expect(both.map(({ outcome }) => outcome)).toEqual(["already-loaded", "already-loaded"]);
  expect(differences(before, await read())).toEqual([]);
});

test("one row corrected changes the total by that row alone, and the overlapping months by nothing", async () => {
  const sales = corrected(rows);
  const report = await bring({ "fact_sales_monthly.csv": sales });
  expect(report.tables).toMatchObject([{ added: 0, changed: 1, kept: 0 }]);
  const after = await read();
  const sold = (cells: Cells): number =>
    [...cells].reduce(
      (sum, [name, value]) => sum + (/^by_variant .* sold_quantity$/.test(name) ? (value ?? 0) : 0),
      0,
    );
  expect(sold(after) - sold(before)).toBe(1000);
  expect((await bring({ "fact_sales_monthly.csv": sales })).outcome).toBe("already-loaded");
});

/** The sales with a thousand units more in one line. */
const corrected = (company: Rows): string => {
  const [first = [], ...others] = company.get("fact_sales_monthly") ?? [];
  const [month, code, buyer, units] = first;
  const row = [month, code, buyer, String(Number(units) + 1000)];
  return [
    "date,product_code,customer_code,sold_quantity",
    ...[row, ...others].map((line) => line.join(",")),
  ].join("\n");
};
