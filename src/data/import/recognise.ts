import { DataError } from "../../errors.ts";
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
}

/**
 * Knows the table by the file's name (`fact_sales_monthly.csv`, `2021-09 fact_sales_monthly.csv.gz`), else by its
 * header. Null for a file of a folder that is no table; for a file the person named that is an error.
 */
export const recognise = (file: ExaminedFile): RecognisedFile | null => {
  const header = file.header.map(columnName);
  const table = knowTable(file, header);
  if (table !== null) return placeColumns(file, table, header);
  if (!file.given || file.form.kind === "sql") return null;
  throw new DataError(
    `${file.path} is none of the ten tables: its columns are ${file.header.join(", ")}. ` +
      `Name it after its table (${tableNames.join(", ")}), or aliases.csv.`,
  );
};

const tableNames = importTables.filter(({ role }) => role !== "alias").map(({ name }) => name);

/** "Product Code", " product-code", "productCode" are product_code. */
export const columnName = (written: string): string =>
  written
    .trim()
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[\s_-]+/g, "_");

const knowTable = (file: ExaminedFile, header: readonly string[]): ImportTable | null => {
  const { form } = file;
  if (form.kind === "sql") return importTables.find((table) => table.name === form.table) ?? null;
  return byName(file.name) ?? byHeader(file.path, header);
};

const byName = (name: string): ImportTable | null => {
  const words = columnName(name.replace(/\.(csv|txt|tsv)(\.gz)?$/i, ""));
  return importTables.find((table) => words.includes(table.name)) ?? null;
};

const byHeader = (path: string, header: readonly string[]): ImportTable | null => {
  const has = new Set(header);
  const holding = importTables.filter((table) => table.columns.every((column) => has.has(column.name)));
  const measured = holding.filter((table) => table.role !== "dimension");
  const [first, ...others] = measured.length > 0 ? measured : holding;
  if (first !== undefined && others.length > 0) {
    const names = [first, ...others].map((table) => table.name).join(" or ");
    throw new DataError(`${path} could be ${names}. Name the file after its table.`);
  }
  return first ?? null;
};

const placeColumns = (file: ExaminedFile, table: ImportTable, header: readonly string[]): RecognisedFile => {
  const missing = table.columns.filter((column) => !header.includes(column.name));
  if (missing.length > 0) {
    throw new DataError(
      `${file.path} is ${table.name} but has no column ${missing.map((column) => column.name).join(", ")}. ` +
        `Its header is: ${file.header.join(", ")}.`,
    );
  }
  const twice = header.find((name, at) => name !== "" && header.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new DataError(`${file.path} has the column ${twice} twice. Keep the one that is right.`);
  }
  const wide = table.wide
    .map((column) => ({ ...column, position: header.indexOf(column.name) }))
    .filter((column) => column.position !== -1);
  const positions = table.columns.map((column) => header.indexOf(column.name));
  const used = new Set([...positions, ...wide.map((column) => column.position)]);
  const ignored = file.header.filter((name, at) => !used.has(at) && name.trim() !== "");
  return { ...file, table, positions, wide, ignored };
};
