import type { Session } from "../../database/database.ts";
import { formatMonth } from "../../format.ts";
import type { Loaded } from "./members.ts";
import { staged } from "./staging.ts";
import { type ImportTable, valuesOf } from "./tables.ts";

/** Lines and units of a month over the whole company, as they will be after the import. */
interface MonthOfFact {
  readonly month: string;
  readonly lines: number;
  readonly units: number;
  /** The files hold rows of it. */
  readonly imported: boolean;
}

interface Fact {
  readonly session: Session;
  readonly table: ImportTable;
  readonly loaded: Loaded;
}

/** Months of a fact that are missing, partial or out of proportion, as far as this import touches them. */
export const suspectMonths = async (fact: Fact): Promise<readonly string[]> => {
  const months = await readMonths(fact);
  const { name } = fact.table;
  return [...missing(months), ...partial(months), ...towering(months)].map((said) => `${name}: ${said}`);
};

/**
 * A month that stands in the files and is loaded already counts as the larger of both: files usually hold a month
 * whole, or a few corrections of it.
 */
const readMonths = async ({ session, table, loaded }: Fact): Promise<readonly MonthOfFact[]> => {
  const units = valuesOf(table)[0];
  const sums = (source: string): string =>
    `SELECT CAST(date AS text) AS month, count(*) AS lines, sum(CAST(${units} AS bigint)) AS units FROM ${source}`;
  const found = new Map<string, MonthOfFact>();
  const note = (month: string, row: Record<string, string | null> | undefined, imported: boolean): void => {
    const before = found.get(month);
    found.set(month, {
      ...{ month, imported: imported || before?.imported === true },
      lines: Math.max(Number(row?.["lines"] ?? 0), before?.lines ?? 0),
      units: Math.max(Number(row?.["units"] ?? 0), before?.units ?? 0),
    });
  };
  const { rows } = await session.run(`${sums(staged(table))} GROUP BY date`);
  for (const row of rows) note(row["month"] ?? "", row, true);
  const before = await loadedMonths(session, loaded(table));
  for (const month of before) note(month, undefined, false);
  const months = [...found.keys()].sort();
  for (const [at, month] of months.entries()) {
    const near = months.slice(Math.max(0, at - 1), at + 4).some((one) => found.get(one)?.imported);
    if (!near || !before.includes(month)) continue;
    const counted = await session.run(
      `${sums(`${loaded(table)} l`)} WHERE date = DATE '${month}' GROUP BY date`,
    );
    note(month, counted.rows[0], false);
  }
  return months.flatMap((month) => found.get(month) ?? []);
};

/** The months of a table, found along its key and not by reading it. */
const loadedMonths = async (session: Session, source: string): Promise<readonly string[]> => {
  const { rows } = await session.run(`
    WITH RECURSIVE found AS (
      (SELECT date FROM ${source} l ORDER BY date LIMIT 1)
      UNION ALL SELECT (SELECT l.date FROM ${source} l WHERE l.date > f.date ORDER BY l.date LIMIT 1)
      FROM found f WHERE f.date IS NOT NULL)
    SELECT CAST(date AS text) AS month FROM found WHERE date IS NOT NULL`);
  return rows.map((row) => row["month"] ?? "");
};

const after = (month: string, by = 1): string => {
  const date = new Date(`${month}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 10);
};

/** Gaps beside a month of the files. */
const missing = (months: readonly MonthOfFact[]): readonly string[] =>
  months.flatMap((month, at) => {
    const before = months[at - 1];
    if (before === undefined || after(before.month) === month.month) return [];
    if (!before.imported && !month.imported) return [];
    const [first, last] = [after(before.month), after(month.month, -1)];
    return first === last
      ? [`no rows of ${formatMonth(first)}, though of the months around it`]
      : [`no rows from ${formatMonth(first)} to ${formatMonth(last)}, though of the months around them`];
  });

/** Under half the median lines of the three months before; so far into a month, or into its export. */
const partial = (months: readonly MonthOfFact[]): readonly string[] =>
  months.flatMap((month, at) => {
    const [, median] = months
      .slice(Math.max(0, at - 3), at)
      .map(({ lines }) => lines)
      .sort((one, other) => one - other);
    if (at < 3 || median === undefined || !month.imported || month.lines >= median / 2) return [];
    const counts = `${count(month.lines, "row")} where the months before have about ${median.toLocaleString("en-US")}`;
    return [`${formatMonth(month.month)} looks partial: ${counts}`];
  });

const count = (amount: number, one: string): string =>
  `${amount.toLocaleString("en-US")} ${amount === 1 ? one : `${one}s`}`;

const proportion = 10;

/** Ten times the units of each month beside it. */
const towering = (months: readonly MonthOfFact[]): readonly string[] =>
  months.flatMap((month, at) => {
    const beside = [months[at - 1], months[at + 1]].flatMap((one) => (one === undefined ? [] : [one.units]));
    const most = Math.max(...beside);
    if (!month.imported || beside.length === 0 || most === 0 || month.units < proportion * most) return [];
    const units = `${count(month.units, "unit")} where the months beside it have at most ${most.toLocaleString("en-US")}`;
    return [`${formatMonth(month.month)} holds ${units}`];
  });
