import type { Session } from "../../database/database.ts";
import { rowText, staged, stagingSchema } from "./staging.ts";
import { type ImportTable, keysOf, valuesOf } from "./tables.ts";
import { type Noted, noteViolations } from "./violations.ts";

const repeats = `${stagingSchema}.repeats`;
const repeating = `${stagingSchema}.repeating`;

interface KeysToCheck {
  readonly table: ImportTable;
  /** Rows staged. */
  readonly rows: number;
  readonly noted: Noted;
}

/**
 * Rows of one key. The same row twice: the first stays and the others are refused. Rows that contradict each other
 * are all refused, since none is known to be right. Done in slices by hash, so that no statement runs long. Returns
 * how many rows of each file, by its number, left staging.
 */
export const checkKeys = async (
  session: Session,
  { table, rows, noted }: KeysToCheck,
): Promise<ReadonlyMap<number, number>> => {
  const keys = keysOf(table).join(", ");
  const slices = Math.max(1, Math.ceil(rows / 250_000));
  const refused = new Map<number, number>();
  for (let slice = 0; slice < slices; slice++) {
    const repeated = `
      SELECT ${keys} FROM ${staged(table)}
      ${slices > 1 ? `WHERE abs(hashtext(${sliceBy(table)}) % ${slices}) = ${slice}` : ""}
      GROUP BY ${keys} HAVING count(*) > 1`;
    if ((await session.run(`${repeated} LIMIT 1`)).rows.length === 0) continue;
    await session.run(`DROP TABLE IF EXISTS ${repeats}; CREATE UNLOGGED TABLE ${repeats} AS ${repeated}`);
    await refuseRepeats(session, table, noted, refused);
  }
  return refused;
};

/** A column of the key with many values, the same in rows of one key. */
const sliceBy = (table: ImportTable): string => {
  const text = table.columns.find(
    (column) => column.key && column.kind !== "month" && column.kind !== "year",
  );
  return text?.name ?? keysOf(table)[0] ?? "";
};

const refuseRepeats = async (
  session: Session,
  table: ImportTable,
  noted: Noted,
  refused: Map<number, number>,
): Promise<void> => {
  await session.run(`DROP TABLE IF EXISTS ${repeating}`);
  await session.run(`CREATE UNLOGGED TABLE ${repeating} AS ${selectRepeating(table)}`);
  const single = keysOf(table).length === 1;
  await noteViolations(session, noted, {
    parts: {
      ...{ table_name: `'${table.name}'`, rule: `${table.keyRule}`, file: "r.file", line: "r.line" },
      fault: "CASE WHEN differ THEN 'contradicted' ELSE 'repeated' END",
      ...{ column_name: `'${keysOf(table).join(", ")}'`, value: "key_value" },
      other_file: "CASE WHEN nth = 1 THEN second_file ELSE first_file END",
      other_line: "CASE WHEN nth = 1 THEN second_line ELSE first_line END",
      ...{ row_text: "row_text", key_text: single ? "key_value" : "NULL" },
    },
    from: `${repeating} r`,
  });
  const { rows } = await session.run(`SELECT file, count(*) AS count FROM ${repeating} GROUP BY file`);
  for (const row of rows) {
    const file = Number(row["file"]);
    refused.set(file, (refused.get(file) ?? 0) + Number(row["count"]));
  }
  await session.run(
    `DELETE FROM ${staged(table)} s USING ${repeating} r WHERE r.file = s.file AND r.line = s.line`,
  );
};

const selectRepeating = (table: ImportTable): string => {
  const keys = keysOf(table).join(", ");
  const values = valuesOf(table).map((value) => `CAST(${value} AS text)`);
  const keyValue = keysOf(table).map((key) => `CAST(s.${key} AS text)`);
  const w = `OVER (PARTITION BY ${keys} ORDER BY file, line ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`;
  return `
    SELECT * FROM (
      SELECT s.file, s.line, ${keyValue.join(" || ', ' || ")} AS key_value, ${rowText(table, "s")} AS row_text,
        row_number() OVER (PARTITION BY ${keys} ORDER BY file, line) AS nth,
        first_value(file) ${w} AS first_file, first_value(line) ${w} AS first_line,
        nth_value(file, 2) ${w} AS second_file, nth_value(line, 2) ${w} AS second_line,
        min(concat_ws('|', ${values.join(", ")})) ${w} <> max(concat_ws('|', ${values.join(", ")})) ${w} AS differ
      FROM ${staged(table)} s JOIN ${repeats} USING (${keys})
    ) r WHERE differ OR nth > 1`;
};
