import type { Session } from "../../database/database.ts";
import { members, refusedMembers, staged } from "./staging.ts";
import { type ImportTable, keysOf } from "./tables.ts";
import { violation } from "./violations.ts";

/** Reads a loaded table; empty when the import is going to replace what is loaded. */
export type Loaded = (table: ImportTable) => string;

/** After a dimension is staged and checked, or when it is only loaded: what other tables may refer to. */
export const listMembers = async (
  session: Session,
  dimension: ImportTable,
  { isStaged, loaded }: { readonly isStaged: boolean; readonly loaded: Loaded },
): Promise<void> => {
  const columns = dimension.columns.map(({ name }) => name).join(", ");
  const key = keysOf(dimension)[0];
  const fromFiles = `SELECT ${columns} FROM ${staged(dimension)} UNION ALL `;
  const notStaged = `WHERE NOT EXISTS (SELECT FROM ${staged(dimension)} s WHERE s.${key} = l.${key})`;
  await session.run(`CREATE UNLOGGED TABLE ${members(dimension)} AS
    ${isStaged ? fromFiles : ""} SELECT ${columns} FROM ${loaded(dimension)} l ${isStaged ? notStaged : ""}`);
  await session.run(`CREATE UNIQUE INDEX ON ${members(dimension)} (${key})`);
  await session.run(`CREATE UNLOGGED TABLE ${refusedMembers(dimension)} AS
    SELECT DISTINCT ON (key_text) key_text AS code, file, line FROM ${violation}
    WHERE table_name = '${dimension.name}' AND key_text IS NOT NULL ORDER BY key_text, file, line`);
  await session.run(`CREATE UNIQUE INDEX ON ${refusedMembers(dimension)} (code)`);
  await session.run(`ANALYZE ${members(dimension)}`);
};
