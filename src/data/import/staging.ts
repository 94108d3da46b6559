import type { Session } from "../../database/database.ts";
import { faults, ruleOfFault } from "./faults.ts";
import { fieldCheck } from "./field-checks.ts";
import type { RecognisedFile } from "./recognise.ts";
import { type ImportTable, keysOf } from "./tables.ts";

/**
 * Where an import happens before anything changes: a schema of its own with unlogged tables. Per table `raw_…`
 * holds one batch as text, and the table's own name holds the good rows, typed, with their file and line.
 */
export const stagingSchema = "bims_import";

export const staged = (table: ImportTable): string => `${stagingSchema}.${table.name}`;
/** Keys of loaded facts that are to be removed. */
export const gone = (table: ImportTable): string => `${stagingSchema}.gone_${table.name}`;
const raw = (table: ImportTable): string => `${stagingSchema}.raw_${table.name}`;
const wide = (name: string): string => `wide_${name}`;

/** Made anew; what an import that was killed left behind goes. */
export const openStaging = async (session: Session, tables: readonly ImportTable[]): Promise<void> => {
  await closeStaging(session);
  await session.run(`CREATE SCHEMA ${stagingSchema}`);
  await session.run(`CREATE UNLOGGED TABLE ${stagingSchema}.alive AS SELECT 1 AS one`);
  await session.run(`CREATE UNLOGGED TABLE ${stagingSchema}.violation (
    id bigserial PRIMARY KEY, table_name text, fault text, rule integer, file integer, line integer,
    column_name text, value text, refers text, other_file integer, other_line integer, detail text,
    row_text text, key_text text)`);
  for (const table of tables) await createTables(session, table);
};

export const closeStaging = async (session: Session): Promise<void> => {
  await session.run(`DROP SCHEMA IF EXISTS ${stagingSchema} CASCADE`);
};

/**
 * Whether the staged rows are still there: when the embedded engine is stopped under another question's runaway
 * and reopened, unlogged tables come back empty, this one among them.
 */
export const isStagingAlive = async (session: Session): Promise<boolean> => {
  const { rows } = await session.run(`SELECT to_regclass('${stagingSchema}.alive') IS NOT NULL AS there`);
  if (rows[0]?.["there"] !== "t" && rows[0]?.["there"] !== "true") return false;
  return (await session.run(`SELECT one FROM ${stagingSchema}.alive`)).rows.length === 1;
};

const createTables = async (session: Session, table: ImportTable): Promise<void> => {
  const texts = [...table.columns.map(({ name }) => name), ...table.wide.map(({ name }) => wide(name))];
  await session.run(`CREATE UNLOGGED TABLE ${raw(table)} (
    line integer, problem text, ${texts.map((name) => `${name} text`).join(", ")})`);
  const typed = table.columns.map((column) => `${column.name} ${fieldCheck(column).type}`);
  await session.run(
    `CREATE UNLOGGED TABLE ${staged(table)} (file integer, line integer, ${typed.join(", ")})`,
  );
  const keys = table.columns
    .filter(({ key }) => key)
    .map((column) => `${column.name} ${fieldCheck(column).type}`);
  await session.run(`CREATE UNLOGGED TABLE ${gone(table)} (${keys.join(", ")})`);
};

export interface StagedBatch {
  readonly good: number;
  readonly refused: number;
}

export interface BatchToStage {
  readonly file: RecognisedFile;
  /** Number of the file within this import. */
  readonly fileNumber: number;
  readonly csv: string;
  /** Another batch of this table came before. */
  readonly continues: boolean;
  /** Asked of the raw batch while it is there. */
  readonly inspect?: (rawTable: string) => Promise<void>;
}

/** One batch: copied as text, checked field by field, its good rows kept typed and its faults noted. */
export const stageBatch = async (
  session: Session,
  { file, fileNumber, csv, continues, inspect }: BatchToStage,
): Promise<StagedBatch> => {
  const { table } = file;
  const columns = [
    "line",
    "problem",
    ...table.columns.map(({ name }) => name),
    ...file.wide.map(({ name }) => wide(name)),
  ];
  if (continues) await session.run(`TRUNCATE ${raw(table)}`);
  const rows = await session.copyIn(raw(table), columns, once(csv));
  const good = await keepGood(session, table, fileNumber);
  if (good < rows) await noteFaults(session, table, fileNumber);
  await inspect?.(raw(table));
  return { good, refused: rows - good };
};

async function* once(csv: string): AsyncGenerator<string> {
  yield csv;
}

const isGood = (table: ImportTable): string =>
  ["problem IS NULL", ...table.columns.map((column) => fieldCheck(column).good)].join(" AND ");

const keepGood = async (session: Session, table: ImportTable, fileNumber: number): Promise<number> => {
  const typed = table.columns.map((column) => fieldCheck(column).typed);
  const { affected } = await session.run(
    `INSERT INTO ${staged(table)} SELECT ${fileNumber}, line, ${typed.join(", ")} FROM ${raw(table)} WHERE ${isGood(table)}`,
  );
  return affected;
};

const noteFaults = async (session: Session, table: ImportTable, fileNumber: number): Promise<void> => {
  const candidates = table.columns.map(
    (column) =>
      `('${column.name}', r.${column.name}, CASE WHEN r.problem IS NULL THEN ${fieldCheck(column).fault} END)`,
  );
  const keyText = keysOf(table).length === 1 ? `r.${keysOf(table)[0]}` : "NULL";
  await session.run(`
    INSERT INTO ${stagingSchema}.violation (table_name, fault, rule, file, line, column_name, value, detail, row_text, key_text)
    SELECT '${table.name}', v.fault, ${ruleCase(table)}, ${fileNumber}, r.line, v.column_name, COALESCE(v.value, ''),
           r.problem, ${rowText(table, "r")}, ${keyText}
    FROM ${raw(table)} r
    CROSS JOIN LATERAL (VALUES ('', '', CASE WHEN r.problem IS NOT NULL THEN 'shape' END), ${candidates.join(", ")})
      AS v (column_name, value, fault)
    WHERE NOT (${isGood(table)}) AND v.fault IS NOT NULL
    ORDER BY r.line`);
};

/** Number of the rule that a fault breaks in this table. */
const ruleCase = (table: ImportTable): string => {
  const names = Object.keys(faults) as (keyof typeof faults)[];
  return `CASE v.fault ${names.map((name) => `WHEN '${name}' THEN ${ruleOfFault(name, table)}`).join(" ")} END`;
};

/** The row as one CSV line in the order of the table's columns, for the rejects file. */
export const rowText = (table: ImportTable, alias: string): string => {
  const fields = table.columns.map(({ name }) => `CAST(${alias}.${name} AS text)`);
  const quoted = fields.map(
    (field) =>
      `CASE WHEN ${field} ~ '[",\\r\\n]' THEN '"' || replace(${field}, '"', '""') || '"' ELSE COALESCE(${field}, '') END`,
  );
  return quoted.join(" || ',' || ");
};
