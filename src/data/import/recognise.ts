import { DataError } from "../../errors.ts";
import { spellingOf, spellingsOf, wideSpellings } from "./column-names.ts";
import type { DateFormat } from "./date-format.ts";
import type { ExaminedFile } from "./examined-file.ts";
import { type ImportTable, importTables, type WideColumn } from "./tables.ts";

/** A file whose table is known, and where each of the table's columns stands in it. */
export interface RecognisedFile extends ExaminedFile {
  readonly table: ImportTable;
  /** Position in the file of each of `table.columns`. */
  readonly positions: readonly number[];
  /** Columns repeated from a dimension, with their position. */
  readonly wide: readonly (WideColumn & { readonly position: number })[];
  /** Columns of the file that mean nothing here, as written. */
  readonly ignored: readonly string[];
  /** How dates like 01/02/2021 are read; null where there are none. */
  readonly dateFormat: DateFormat | null;
}

/**
 * Knows the table by the file's name (`fact_sales_monthly.csv`, `2021-09 fact_sales_monthly.csv.gz`), else by its
 * header. Null for a file of a folder that is no table; for a file the person named that is an error.
 */
export const recognise = (file: ExaminedFile): RecognisedFile | null => {
  const table = knowTable(file);
  if (table !== null) return placeColumns(file, table);
  if (!file.given || file.form.kind === "sql") return null;
  throw new DataError(
    `${file.path} is none of the ten tables: its columns are ${file.header.join(", ")}. ` +
      `Name it after its table (${tableNames.join(", ")}), aliases.csv or targets.csv.`,
  );
};

const tableNames = importTables
  .filter(({ role }) => role !== "alias" && role !== "target")
  .map(({ name }) => name);

const knowTable = (file: ExaminedFile): ImportTable | null => {
  const { form } = file;
  if (form.kind === "sql") return importTables.find((table) => table.name === form.table) ?? null;
  return byName(file.name) ?? byHeader(file);
};

/** The table that a file is named after. */
export const byName = (name: string): ImportTable | null => {
  const words = spellingOf(name.replace(/\.\w+(\.gz)?$/, ""));
  return importTables.find((table) => isNamed(table, words)) ?? null;
};

/** "Target" is also what a customer may be called: only a file named so and no more is known by it. */
const isNamed = ({ name, role }: ImportTable, words: string): boolean =>
  role === "target" ? /^(fy)?\d*targets?(fy)?\d*$/.test(words) : words.includes(spellingOf(name));

/** Tables all of whose columns a header names. */
export const tablesOfHeader = (header: readonly string[]): readonly ImportTable[] => {
  const written = header.map(spellingOf);
  return importTables.filter(({ name, columns }) =>
    columns.every((column) => spellingsOf(name, column.name).some((spelling) => written.includes(spelling))),
  );
};

const byHeader = ({ path, header }: ExaminedFile): ImportTable | null => {
  const written = header.map(spellingOf);
  const holding = tablesOfHeader(header);
  const exact = holding.filter(({ columns }) =>
    columns.every((column) => written.includes(spellingOf(column.name))),
  );
  const likely = exact.length > 0 ? exact : holding;
  const measured = likely.filter((table) => table.role !== "dimension");
  const [first, ...others] = measured.length > 0 ? measured : likely;
  if (first !== undefined && others.length > 0) {
    const names = [first, ...others].map((table) => table.name).join(" or ");
    throw new DataError(`${path} could be ${names}. Name the file after its table.`);
  }
  return first ?? null;
};

const placeColumns = (file: ExaminedFile, table: ImportTable): RecognisedFile => {
  const written = file.header.map(spellingOf);
  const twice = file.header.find((_, at) => written[at] !== "" && written.indexOf(written[at] ?? "") !== at);
  if (twice !== undefined) {
    throw new DataError(`${file.path} has the column ${twice.trim()} twice. Keep the one that is right.`);
  }
  const positions = table.columns.map(({ name }) => placeOf(file, name, spellingsOf(table.name, name)));
  const missing = table.columns.filter((_, at) => positions[at] === -1);
  if (missing.length > 0) {
    throw new DataError(
      `${file.path} is ${table.name} but has no column ${missing.map((column) => column.name).join(", ")}. ` +
        `Its header is: ${file.header.join(", ")}.`,
    );
  }
  const wide = table.wide
    .map((column) => ({ ...column, position: placeOf(file, column.name, wideSpellings(column.name)) }))
    .filter(({ position }) => position !== -1 && !positions.includes(position));
  const used = new Set([...positions, ...wide.map((column) => column.position)]);
  const ignored = file.header.filter((name, at) => !used.has(at) && name.trim() !== "");
  return { ...file, table, positions, wide, ignored, dateFormat: null };
};

/** Where a column stands: under its own name, else under the one other word for it that is there; -1 if nowhere. */
const placeOf = ({ path, header }: ExaminedFile, name: string, spellings: readonly string[]): number => {
  const written = header.map(spellingOf);
  const own = written.indexOf(spellings[0] ?? "");
  if (own !== -1) return own;
  const others = written.flatMap((spelling, at) => (spellings.includes(spelling) ? [at] : []));
  if (others.length > 1) {
    const found = others.map((at) => header[at]?.trim()).join(" and ");
    throw new DataError(`${path} has ${found}, and each could be ${name}. Name the right one ${name}.`);
  }
  return others[0] ?? -1;
};
