import type { Session } from "../../database/database.ts";
import { sameKey } from "../history/replaced-rows.ts";
import type { TouchedMonths } from "../refresh/refresh.ts";
import type { Loaded } from "./members.ts";
import { createGone, gone, staged } from "./staging.ts";
import { type ImportTable, keysOf, valuesOf } from "./tables.ts";

/** How the good rows of one table stand to what is loaded. */
export interface Comparison {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Loaded rows of the same months that the files do not hold; they stay. Facts only. */
  readonly kept: number;
  /** The same, noted in staging to be removed. */
  readonly removed: number;
  readonly touched: TouchedMonths;
}

interface Compared {
  readonly table: ImportTable;
  readonly loaded: Loaded;
  /** Good rows staged. */
  readonly rows: number;
  /** Nothing of this table is loaded: every row is new. */
  readonly empty: boolean;
  readonly fiscalYearStartMonth: number;
  /** Facts of the files' months that the files do not hold are to be removed. */
  readonly replaceMonths: boolean;
}

/** Compares staged rows with loaded ones and drops the unchanged from staging: what stays there is to be written. */
export const compareRows = async (session: Session, compared: Compared): Promise<Comparison> => {
  const { table, loaded, rows, empty } = compared;
  const date = table.columns.find((column) => column.kind === "month")?.name;
  let unchanged = 0;
  let changed = 0;
  let inMonths = 0;
  const emptied: string[] = [];
  const removes = compared.replaceMonths && table.role === "fact";
  if (removes) await createGone(session, table);
  const slices = empty ? [] : date === undefined ? [null] : await distinct(session, table, date);
  for (const month of slices) {
    if (removes && month !== null && (await noteGone(session, table, loaded, month)) > 0) emptied.push(month);
    const found = await compareSlice(session, table, loaded, date === undefined ? null : { date, month });
    unchanged += found.unchanged;
    changed += found.changed;
    inMonths += found.loaded;
  }
  const missing = table.role === "fact" ? inMonths - unchanged - changed : 0;
  const [kept, removed] = removes ? [0, missing] : [missing, 0];
  const touched = joinMonths([await touchedBy(session, compared, { changed, unchanged }), emptied]);
  return { added: rows - unchanged - changed, changed, unchanged, kept, removed, touched };
};

/** Notes the loaded rows of a month that no staged row holds; asked before the unchanged leave staging. */
const noteGone = async (
  session: Session,
  table: ImportTable,
  loaded: Loaded,
  month: string,
): Promise<number> => {
  const keys = keysOf(table).join(", ");
  const { affected } = await session.run(`
    INSERT INTO ${gone(table)} (${keys}) SELECT ${keys} FROM ${loaded(table)} l
    WHERE date = DATE '${month}' AND NOT EXISTS (
      SELECT FROM ${staged(table)} s WHERE s.date = DATE '${month}' AND ${sameKey(table, "l", "s")})`);
  return affected;
};

/** A fact is compared month by month, along its key, so that no statement runs long. */
const compareSlice = async (
  session: Session,
  table: ImportTable,
  loaded: Loaded,
  slice: { readonly date: string; readonly month: string | null } | null,
): Promise<{ unchanged: number; changed: number; loaded: number }> => {
  const within = (alias: string): string =>
    slice === null ? "" : ` AND ${alias}.${slice.date} = DATE '${slice.month}'`;
  const keys = sameKey(table, "l", "s");
  const sameValues = valuesOf(table)
    .map((name) => `l.${name} = s.${name}`)
    .join(" AND ");
  const counted = await session.run(
    `SELECT count(*) AS count FROM ${loaded(table)} l WHERE true${within("l")}`,
  );
  const here = Number(counted.rows[0]?.["count"]);
  if (here === 0) return { unchanged: 0, changed: 0, loaded: 0 };
  const same = await session.run(`
    DELETE FROM ${staged(table)} s USING ${loaded(table)} l
    WHERE ${keys} AND ${sameValues}${within("s")}${within("l")}`);
  const differing = await session.run(`
    SELECT count(*) AS count FROM ${staged(table)} s JOIN ${loaded(table)} l ON ${keys}
    WHERE true${within("s")}${within("l")}`);
  return { unchanged: same.affected, changed: Number(differing.rows[0]?.["count"]), loaded: here };
};

const distinct = async (session: Session, table: ImportTable, column: string): Promise<readonly string[]> => {
  const { rows } = await session.run(
    `SELECT CAST(${column} AS text) AS one FROM ${staged(table)} GROUP BY ${column} ORDER BY one`,
  );
  return rows.map((row) => String(row["one"]));
};

/**
 * Months whose answers the written rows can change: their own for a fact, the whole fiscal year for a rate, all
 * when a member changes. A new member changes none: its facts do.
 */
const touchedBy = async (
  session: Session,
  { table, rows, fiscalYearStartMonth }: Compared,
  { changed, unchanged }: { readonly changed: number; readonly unchanged: number },
): Promise<TouchedMonths> => {
  if (unchanged === rows) return [];
  if (table.role === "dimension") return changed > 0 ? "all" : [];
  const month = table.columns.find((column) => column.kind === "month");
  if (month !== undefined) return distinct(session, table, month.name);
  const year = table.columns.find((column) => column.kind === "year");
  const years = year === undefined ? [] : await distinct(session, table, year.name);
  return years.flatMap((one) => monthsOfFiscalYear(Number(one), fiscalYearStartMonth));
};

/** The twelve months of a fiscal year, named by the calendar year it ends in. */
export const monthsOfFiscalYear = (year: number, startMonth: number): readonly string[] => {
  const first = startMonth === 1 ? Date.UTC(year, 0) : Date.UTC(year - 1, startMonth - 1);
  return Array.from({ length: 12 }, (_, at) => {
    const month = new Date(first);
    month.setUTCMonth(month.getUTCMonth() + at);
    return month.toISOString().slice(0, 10);
  });
};

/** Months touched by several tables. */
export const joinMonths = (all: readonly TouchedMonths[]): TouchedMonths =>
  all.some((one) => one === "all") ? "all" : [...new Set((all as (readonly string[])[]).flat())].sort();
