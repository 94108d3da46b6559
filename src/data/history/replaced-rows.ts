import type { Session } from "../../database/database.ts";
import { type ImportTable, keysOf } from "../import/tables.ts";

/**
 * What undo needs: every row carries the number of the load that wrote it, and a row that a load changes or removes is
 * kept as it was, beside its table, under that load's number. Rows that a load merely adds cost nothing more, so a
 * first full load is as fast as without.
 */
export const replacedTable = (table: ImportTable): string => `replaced_${table.name}`;

/** The columns of a kept row, as in its own table, with the load that had written it. */
export const keptColumns = (table: ImportTable): readonly string[] => [
  ...table.columns.map(({ name }) => name),
  "load_id",
];

export const sameKey = (table: ImportTable, one: string, other: string): string =>
  keysOf(table)
    .map((name) => `${one}.${name} = ${other}.${name}`)
    .join(" AND ");

/** Keeps the loaded rows whose keys stand in `keys`, before this load changes or removes them. */
export const keepReplaced = async (
  session: Session,
  table: ImportTable,
  { load, keys }: { readonly load: number; readonly keys: string },
): Promise<void> => {
  const columns = keptColumns(table);
  await session.run(`
    INSERT INTO ${replacedTable(table)} (replaced_by, ${columns.join(", ")})
    SELECT ${load}, ${columns.map((name) => `l.${name}`).join(", ")}
    FROM ${table.name} l JOIN ${keys} k ON ${sameKey(table, "l", "k")}`);
};
