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
  await session.run(`
    CREATE UNLOGGED TABLE ${members(dimension)} AS
      ${isStaged ? fromFiles : ""} SELECT ${columns} FROM ${loaded(dimension)} l ${isStaged ? notStaged : ""};
    CREATE UNIQUE INDEX ON ${members(dimension)} (${key});
    ANALYZE ${members(dimension)}`);
};

/** The members that stand in refused rows only matter once a row refers to none that is good; listed once. */
export const listRefused = async (session: Session, dimension: ImportTable): Promise<void> => {
  await session.run(`
    CREATE UNLOGGED TABLE IF NOT EXISTS ${refusedMembers(dimension)} AS
      SELECT DISTINCT ON (key_text) key_text AS code, file, line FROM ${violation}
      WHERE table_name = '${dimension.name}' AND key_text IS NOT NULL ORDER BY key_text, file, line;
    CREATE UNIQUE INDEX IF NOT EXISTS refused_code_${dimension.name} ON ${refusedMembers(dimension)} (code)`);
};
