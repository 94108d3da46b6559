import { refreshAnswers } from "../../../src/data/refresh/refresh.ts";
import { lineTable, rollups } from "../../../src/data/rollups.ts";
import type { Database, Session } from "../../../src/database/database.ts";
import { withRollback } from "../../support/database.ts";

export const refresh = (session: Session, months: "all" | readonly string[]): Promise<void> =>
  refreshAnswers(session, { months, fiscalYearStartMonth: 9 });

/** Cells of every table that answers come from, by table, row key and column. */
export type Cells = ReadonlyMap<string, number | null>;

/** What questions read; the rest of the schema is the refresh's own. */
const tables = [lineTable.name, "month", ...rollups.map(({ name }) => name)];

export const readCells = async ({ run }: Session): Promise<Cells> => {
  const columns = await run(`
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'answers' ORDER BY 1, 2`);
  const cells = new Map<string, number | null>();
  for (const table of tables) {
    const own = columns.rows.filter((row) => row["table_name"] === table);
    const isKey = (type: string | null | undefined): boolean =>
      type === "text" || type === "date" || type === "integer";
    const keys = own.filter((row) => isKey(row["data_type"])).map((row) => String(row["column_name"]));
    for (const row of (await run(`SELECT * FROM answers.${table}`)).rows) {
      const key = `${table} ${keys.map((name) => row[name]).join("|")}`;
      for (const [name, value] of Object.entries(row))
        if (!keys.includes(name)) cells.set(`${key} ${name}`, value === null ? null : Number(value));
      cells.set(`${key} rows`, (cells.get(`${key} rows`) ?? 0) + 1);
    }
  }
  return cells;
};

/** The cells after everything was built anew, which leaves no trace. */
export const rebuildCells = (database: Database): Promise<Cells> =>
  withRollback(database, async (session) => {
    await session.run("DROP SCHEMA IF EXISTS answers CASCADE");
    await refresh(session, "all");
    return readCells(session);
  });

/** Doubles summed in another order differ in their last digits, units not at all. */
const same = (name: string, one: number | null | undefined, other: number | null | undefined): boolean => {
  if (one == null || other == null) return one === other;
  if (/quantity|units_with|lines|rows$/.test(name)) return one === other;
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));
};

export const differences = (one: Cells, other: Cells): readonly string[] =>
  [...new Set([...one.keys(), ...other.keys()])]
    .filter((name) => !same(name, one.get(name), other.get(name)))
    .map((name) => `${name}: ${one.get(name)} and ${other.get(name)}`);
