import type { Session } from "../../database/database.ts";
import type { FaultName } from "./faults.ts";
import { rowText, staged, stagingSchema } from "./staging.ts";
import { type ImportColumn, type ImportTable, keysOf, tableNamed, valuesOf } from "./tables.ts";

/** Reads a loaded table; empty when the import is going to replace what is loaded. */
export type Loaded = (table: ImportTable) => string;

const violation = `${stagingSchema}.violation`;
const repeats = `${stagingSchema}.repeats`;

/** Members of a dimension that rows may refer to: staged and good, or loaded. */
export const members = (dimension: ImportTable): string => `${stagingSchema}.member_${dimension.name}`;
const refused = (dimension: ImportTable): string => `${stagingSchema}.refused_${dimension.name}`;

/** Checks what only whole tables can tell, notes the faults, and leaves only good rows in staging. */
export const checkRows = async (session: Session, table: ImportTable, rows: number): Promise<number> => {
  await checkKeys(session, table, rows);
  for (const column of table.columns) {
    if (column.references !== null)
      await checkReference(session, table, column, tableNamed(column.references));
  }
  const { affected } = await session.run(`
    DELETE FROM ${staged(table)} s USING ${violation} v
    WHERE v.table_name = '${table.name}' AND v.file = s.file AND v.line = s.line`);
  return affected;
};

/**
 * Rows of one key. The same row twice: the first stays and the others are refused. Rows that contradict each other
 * are all refused, since none is known to be right. Counted in slices by hash, so that no statement runs long.
 */
const checkKeys = async (session: Session, table: ImportTable, rows: number): Promise<void> => {
  const keys = keysOf(table).join(", ");
  const values = valuesOf(table).map((value) => `CAST(${value} AS text)`);
  const slices = Math.max(1, Math.ceil(rows / 250_000));
  const repeated = (slice: number): string => `
    SELECT ${keys} FROM ${staged(table)}
    ${slices > 1 ? `WHERE abs(hashtext(${sliceBy(table)}) % ${slices}) = ${slice}` : ""}
    GROUP BY ${keys} HAVING count(*) > 1`;
  let found = false;
  for (let slice = 0; slice < slices && !found; slice++) {
    found = (await session.run(`${repeated(slice)} LIMIT 1`)).rows.length > 0;
  }
  if (!found) return;
  await session.run(`DROP TABLE IF EXISTS ${repeats}`);
  await session.run(`CREATE UNLOGGED TABLE ${repeats} AS SELECT ${keys} FROM ${staged(table)} LIMIT 0`);
  for (let slice = 0; slice < slices; slice++) await session.run(`INSERT INTO ${repeats} ${repeated(slice)}`);
  const w = `OVER (PARTITION BY ${keys} ORDER BY file, line ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`;
  await session.run(`
    INSERT INTO ${violation} (table_name, fault, rule, file, line, column_name, value, other_file, other_line, row_text, key_text)
    SELECT '${table.name}', CASE WHEN differ THEN 'contradicted' ELSE 'repeated' END, ${table.keyRule}, file, line, '${keys}', key_value,
           CASE WHEN nth = 1 THEN second_file ELSE first_file END, CASE WHEN nth = 1 THEN second_line ELSE first_line END,
           ${rowText(table, "r")}, ${keysOf(table).length === 1 ? "key_value" : "NULL"}
    FROM (
      SELECT s.*, ${keysOf(table)
        .map((key) => `CAST(s.${key} AS text)`)
        .join(" || ', ' || ")} AS key_value,
        row_number() OVER (PARTITION BY ${keys} ORDER BY file, line) AS nth,
        first_value(file) ${w} AS first_file, first_value(line) ${w} AS first_line,
        nth_value(file, 2) ${w} AS second_file, nth_value(line, 2) ${w} AS second_line,
        min(concat_ws('|', ${values.join(", ")})) ${w} <> max(concat_ws('|', ${values.join(", ")})) ${w} AS differ
      FROM ${staged(table)} s JOIN ${repeats} USING (${keys})
    ) r
    WHERE differ OR nth > 1 ORDER BY file, line`);
};

/** A column of the key with many values, the same in rows of one key. */
const sliceBy = (table: ImportTable): string => {
  const text = table.columns.find(
    (column) => column.key && column.kind !== "month" && column.kind !== "year",
  );
  return text?.name ?? keysOf(table)[0] ?? "";
};

const checkReference = async (
  session: Session,
  table: ImportTable,
  column: ImportColumn,
  dimension: ImportTable,
): Promise<void> => {
  const key = keysOf(dimension)[0];
  const ofCustomer = table.name === "dim_customer";
  const [missing, stood]: [FaultName, FaultName] = ofCustomer
    ? ["market", "marketRefused"]
    : ["missing", "missingRefused"];
  await session.run(`
    INSERT INTO ${violation} (table_name, fault, rule, file, line, column_name, value, refers, other_file, other_line, row_text, key_text)
    SELECT '${table.name}', CASE WHEN r.file IS NULL THEN '${missing}' ELSE '${stood}' END, ${ofCustomer ? 10 : 5},
           s.file, s.line, '${column.name}', s.${column.name}, '${dimension.name}', r.file, r.line, ${rowText(table, "s")},
           ${keysOf(table).length === 1 ? `s.${keysOf(table)[0]}` : "NULL"}
    FROM ${staged(table)} s
    LEFT JOIN ${members(dimension)} m ON m.${key} = s.${column.name}
    LEFT JOIN ${refused(dimension)} r ON r.code = s.${column.name}
    WHERE m.${key} IS NULL ORDER BY s.file, s.line`);
};

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
  await session.run(`CREATE UNLOGGED TABLE ${refused(dimension)} AS
    SELECT DISTINCT ON (key_text) key_text AS code, file, line FROM ${violation}
    WHERE table_name = '${dimension.name}' AND key_text IS NOT NULL ORDER BY key_text, file, line`);
  await session.run(`ANALYZE ${members(dimension)}`);
};
