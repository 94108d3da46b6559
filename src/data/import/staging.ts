import type { Session } from "../../database/database.ts";
import { fieldCheck } from "./field-checks.ts";
import type { ImportTable } from "./tables.ts";

/**
 * Where an import happens before anything changes: a schema of its own with unlogged tables. Per table `raw_…`
 * holds one batch as text, and the table's own name holds the good rows, typed, with their file and line.
 */
export const stagingSchema = "bims_import";

export const staged = (table: ImportTable): string => `${stagingSchema}.${table.name}`;
/** Keys of loaded facts that are to be removed. */
export const gone = (table: ImportTable): string => `${stagingSchema}.gone_${table.name}`;
export const raw = (table: ImportTable): string => `${stagingSchema}.raw_${table.name}`;
export const wideName = (name: string): string => `wide_${name}`;
/** Members of a dimension that rows may refer to: staged and good, or loaded. */
export const members = (dimension: ImportTable): string => `${stagingSchema}.member_${dimension.name}`;
export const refusedMembers = (dimension: ImportTable): string =>
  `${stagingSchema}.refused_${dimension.name}`;

/** Codes of the batch at hand that no member has. */
export const stranger = `${stagingSchema}.stranger`;

/**
 * Made anew, with `also` in it; what an import that was killed left behind goes. All in one script: a small file, as
 * every month brings, takes longer to make room for than to load.
 */
export const openStaging = async (
  session: Session,
  tables: readonly ImportTable[],
  also: readonly string[],
): Promise<void> => {
  await closeStaging(session);
  const script = [
    `CREATE SCHEMA ${stagingSchema}`,
    `CREATE UNLOGGED TABLE ${stagingSchema}.alive AS SELECT 1 AS one`,
    `CREATE UNLOGGED TABLE ${stranger} (column_name text, code text)`,
    ...tables.flatMap(createTables),
    ...also,
  ];
  await session.run(script.join(";\n"));
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

const createTables = (table: ImportTable): readonly string[] => {
  const texts = [...table.columns.map(({ name }) => name), ...table.wide.map(({ name }) => wideName(name))];
  const typed = table.columns.map((column) => `${column.name} ${fieldCheck(column).type}`);
  return [
    `CREATE UNLOGGED TABLE ${raw(table)} (file integer, line integer, problem text, ${texts.map((name) => `${name} text`).join(", ")})`,
    `CREATE UNLOGGED TABLE ${staged(table)} (file integer, line integer, problem text, ${typed.join(", ")})`,
  ];
};

/** For the keys of loaded rows that are to be removed. */
export const createGone = async (session: Session, table: ImportTable): Promise<void> => {
  const keys = table.columns
    .filter(({ key }) => key)
    .map((column) => `${column.name} ${fieldCheck(column).type}`);
  await session.run(`CREATE UNLOGGED TABLE ${gone(table)} (${keys.join(", ")})`);
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
