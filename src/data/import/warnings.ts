import type { Session } from "../../database/database.ts";
import type { Loaded } from "./members.ts";
import { suspectMonths } from "./month-warnings.ts";
import type { Tidied } from "./read-rows.ts";
import type { RecognisedFile } from "./recognise.ts";
import { members, staged } from "./staging.ts";
import { type ImportTable, type TableName, tableNamed } from "./tables.ts";

/** Legal, yet worth a look: warnings are sentences for the report and change nothing. */
export interface Suspected {
  readonly session: Session;
  /** Tables of this import. */
  readonly tables: readonly ImportTable[];
  readonly loaded: Loaded;
}

const count = (amount: number, one: string, several = `${one}s`): string =>
  `${amount.toLocaleString("en-US")} ${amount === 1 ? one : several}`;

/** What was trimmed or collapsed while reading. */
export const sayTidied = (table: TableName, tidied: Tidied): readonly string[] =>
  [...tidied].map(
    ([column, noted]) =>
      `${table}.${column}: ${count(noted.count, "value")} tidied (${noted.examples.join(", ")})`,
  );

/** What was not used of the files. */
export const sayIgnored = (files: readonly RecognisedFile[]): readonly string[] =>
  files
    .filter((file) => file.ignored.length > 0)
    .map((file) => `${file.name}: columns not used: ${file.ignored.join(", ")}`);

export const findSuspects = async (suspected: Suspected): Promise<readonly string[]> => [
  ...(await emptyWords(suspected)),
  ...(await lookAlikes(suspected)),
  ...(await longDecimals(suspected)),
  ...(await unpriced(suspected)),
  ...(await oddMonths(suspected)),
];

/** Of the two facts that a company has in every month. */
const oddMonths = async ({ session, tables, loaded }: Suspected): Promise<readonly string[]> => {
  const said: string[] = [];
  for (const table of tables) {
    if (table.name !== "fact_sales_monthly" && table.name !== "fact_forecast_monthly") continue;
    said.push(...(await suspectMonths({ session, table, loaded })));
  }
  return said;
};

/** Texts that programs write for "nothing": loaded as text like any other. */
const emptyWords = async ({ session, tables }: Suspected): Promise<readonly string[]> => {
  const said: string[] = [];
  for (const table of tables.filter(({ role }) => role === "dimension")) {
    for (const { name } of table.columns.filter(({ kind }) => kind === "name")) {
      const { rows } = await session.run(`
        SELECT ${name} AS text, count(*) AS count FROM ${staged(table)}
        WHERE length(${name}) < 5 AND lower(${name}) IN ('nan', 'na', 'n/a', '-', 'null', 'none') GROUP BY ${name} ORDER BY 1`);
      for (const row of rows) {
        said.push(
          `${table.name}.${name} holds the text "${row["text"]}" in ${count(Number(row["count"]), "row")}; loaded as it stands`,
        );
      }
    }
  }
  return said;
};

/** Columns whose names are compared, and whether swapped letters count: they do not among "Gen X", "Gen Y". */
const compared: readonly { table: TableName; column: string; swapped: boolean }[] = [
  { table: "dim_market", column: "region", swapped: false },
  { table: "dim_market", column: "sub_zone", swapped: false },
  { table: "dim_market", column: "market", swapped: true },
  { table: "dim_customer", column: "customer", swapped: true },
  { table: "dim_product", column: "division", swapped: false },
  { table: "dim_product", column: "segment", swapped: false },
  { table: "dim_product", column: "category", swapped: false },
  { table: "dim_product", column: "product", swapped: false },
];

/** As many as a person reads. */
const fewGroups = 10;
const fewNames = 5;

const lookAlikes = async ({ session, tables }: Suspected): Promise<readonly string[]> => {
  const said: string[] = [];
  for (const { table, column, swapped } of compared) {
    if (!tables.some(({ name }) => name === table)) continue;
    const { rows } = await session.run(
      `SELECT DISTINCT ${column} AS name FROM ${members(tableNamed(table))} ORDER BY 1`,
    );
    const names = rows.map((row) => row["name"] ?? "");
    const groups = groupAlike(names, swapped);
    for (const alike of groups.slice(0, fewGroups)) {
      const named = alike.slice(0, fewNames).map((name) => `"${name}"`);
      const more = alike.length > fewNames ? ` and ${alike.length - fewNames} more` : "";
      said.push(`${table}.${column}: ${named.join(" and ")}${more} look alike; they stay apart`);
    }
    if (groups.length > fewGroups)
      said.push(`${table}.${column}: ${groups.length - fewGroups} more groups of names look alike`);
  }
  return said;
};

/** Names that differ only in case, spaces, signs, accents or, when asked, in the order of letters, but not of digits. */
export const groupAlike = (names: readonly string[], swapped: boolean): readonly (readonly string[])[] => {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const letters = name
      .normalize("NFD")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, "");
    const mark = swapped && letters.length > 4 ? sortLetters(letters) : letters;
    groups.set(mark, [...(groups.get(mark) ?? []), name]);
  }
  return [...groups].filter(([mark, group]) => mark !== "" && group.length > 1).map(([, group]) => group);
};

const sortLetters = (text: string): string =>
  [...text.replace(/\p{N}/gu, "")].sort().join("") + text.replace(/\P{N}/gu, "");

const longDecimals = async ({ session, tables }: Suspected): Promise<readonly string[]> => {
  const said: string[] = [];
  for (const table of tables) {
    for (const { name } of table.columns.filter(({ kind }) => kind === "price")) {
      const { rows } = await session.run(
        `SELECT count(*) AS count, max(CAST(${name} AS text)) AS example FROM ${staged(table)} WHERE scale(${name}) > 4`,
      );
      const found = Number(rows[0]?.["count"]);
      if (found > 0) {
        said.push(
          `${table.name}.${name}: ${count(found, "value")} written with more than 4 decimals (${rows[0]?.["example"]}); all decimals are kept`,
        );
      }
    }
  }
  return said;
};

const unpriced = async ({ session, tables, loaded }: Suspected): Promise<readonly string[]> => {
  const given = (name: TableName): boolean => tables.some((table) => table.name === name);
  if (!given("dim_product") && !given("gross_price")) return [];
  const price = tableNamed("gross_price");
  const fromFiles = given("gross_price") ? `SELECT product_code FROM ${staged(price)} UNION ALL ` : "";
  const { rows } = await session.run(`
    SELECT product_code AS code FROM ${members(tableNamed("dim_product"))} m
    WHERE NOT EXISTS (SELECT FROM (${fromFiles}SELECT product_code FROM ${loaded(price)} l) p WHERE p.product_code = m.product_code)
    ORDER BY product_code`);
  if (rows.length === 0) return [];
  const codes = rows.slice(0, 10).map((row) => row["code"]);
  const more = rows.length > codes.length ? ` and ${rows.length - codes.length} more` : "";
  return [
    `${count(rows.length, "product has", "products have")} no price in any year: ${codes.join(", ")}${more}`,
  ];
};
