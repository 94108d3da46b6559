import type { Session } from "../../database/database.ts";
import { stagingSchema } from "./staging.ts";

/**
 * Violations are kept one by one up to a limit and only counted beyond, so that a file of nothing but bad rows costs
 * neither disk nor patience.
 */
export interface Noted {
  /** Found so far, the counted ones included. */
  count: number;
  readonly limit: number;
}

export const violation = `${stagingSchema}.violation`;
export const violationCount = `${stagingSchema}.violation_count`;

const columns = [
  ...["table_name", "fault", "rule", "file", "line", "column_name", "value", "refers"],
  ...["other_file", "other_line", "detail", "row_text", "key_text"],
];

/** Statements that make the tables of violations. */
export const violationTables: readonly string[] = [
  `CREATE UNLOGGED TABLE ${violation} (
    id bigserial PRIMARY KEY, table_name text, fault text, rule integer, file integer, line integer,
    column_name text, value text, refers text, other_file integer, other_line integer, detail text,
    row_text text, key_text text)`,
  `CREATE UNLOGGED TABLE ${violationCount} (table_name text, rule integer, count bigint)`,
];

const isFull = (noted: Noted): boolean => noted.count >= noted.limit;

/** The parts of a violation as SQL; what is left out is NULL. */
export type ViolationParts = Readonly<Record<string, string | undefined>>;

/** Notes what `from` finds; `parts` says what each column of a violation is. */
export const noteViolations = async (
  session: Session,
  noted: Noted,
  { parts, from }: { readonly parts: ViolationParts; readonly from: string },
): Promise<void> => {
  if (isFull(noted)) {
    const { rows } = await session.run(
      `INSERT INTO ${violationCount} SELECT ${parts["table_name"]}, ${parts["rule"]}, count(*) FROM ${from} GROUP BY 1, 2 RETURNING count`,
    );
    for (const row of rows) noted.count += Number(row["count"]);
    return;
  }
  const given = columns.filter((name) => parts[name] !== undefined);
  const { affected } = await session.run(
    `INSERT INTO ${violation} (${given.join(", ")}) SELECT ${given.map((name) => parts[name]).join(", ")}
     FROM ${from} ORDER BY CAST(${parts["file"]} AS integer), ${parts["line"]}`,
  );
  noted.count += affected;
};
