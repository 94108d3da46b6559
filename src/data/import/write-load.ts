import type { Session } from "../../database/database.ts";
import type { TouchedMonths } from "../refresh/refresh.ts";
import type { FileReport, TableReport } from "./import-report.ts";
import { startMonthKey } from "./loaded-state.ts";
import type { RecognisedFile } from "./recognise.ts";
import { staged } from "./staging.ts";
import { type ImportTable, importTables, keysOf, tableNamed, valuesOf } from "./tables.ts";

/** Everything the final transaction writes. */
export interface LoadToWrite {
  readonly tables: readonly TableReport[];
  readonly files: readonly { readonly file: RecognisedFile; readonly report: FileReport }[];
  readonly touched: TouchedMonths;
  readonly warnings: readonly string[];
  readonly who: string;
  readonly demo: boolean;
  /** Removes the demo company, which is all that is loaded, first. */
  readonly replaceDemo: boolean;
  readonly fiscalYearStartMonth: number;
  readonly startedAt: Date;
}

/** From this many rows on, references are checked once for all rows and not row by row. */
const many = 100_000;

/** Writes what is staged; to be run inside the final transaction. Returns the number of the load. */
export const writeLoad = async (session: Session, load: LoadToWrite): Promise<number> => {
  await session.run("SET LOCAL work_mem = '64MB'");
  if (load.replaceDemo) await removeDemo(session);
  const id = await beginLoad(session, load);
  const written = load.tables.filter((table) => table.added + table.changed > 0);
  const rows = written.reduce((sum, table) => sum + table.added + table.changed, 0);
  const atOnce = rows > many && (await maySkipTriggers(session));
  if (atOnce) await session.run("SET LOCAL session_replication_role = replica");
  for (const report of written) await writeRows(session, tableNamed(report.table), report.changed > 0);
  if (atOnce) {
    for (const report of written) await validateReferences(session, tableNamed(report.table));
    await session.run("SET LOCAL session_replication_role = origin");
  }
  await writeFiles(session, id, load);
  await session.run(
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    [startMonthKey, String(load.fiscalYearStartMonth)],
  );
  return id;
};

export const finishLoad = async (session: Session, id: number, finishedAt: Date): Promise<void> => {
  await session.run(`UPDATE load SET finished_at = $1 WHERE id = ${id}`, [finishedAt.toISOString()]);
};

const removeDemo = async (session: Session): Promise<void> => {
  await session.run(`TRUNCATE ${importTables.map(({ name }) => name).join(", ")}`);
  await session.run("DELETE FROM load WHERE demo");
};

const beginLoad = async (session: Session, load: LoadToWrite): Promise<number> => {
  const summary = { tables: load.tables, months: load.touched, warnings: load.warnings };
  const { rows } = await session.run(
    "INSERT INTO load (kind, who, started_at, demo, summary) VALUES ($1, $2, $3, $4, $5) RETURNING id",
    [
      load.demo ? "demo" : "import",
      load.who,
      load.startedAt.toISOString(),
      load.demo,
      JSON.stringify(summary),
    ],
  );
  return Number(rows[0]?.["id"]);
};

/** Foreign keys are triggers; a superuser, as on the embedded engine, may leave them out and check afterwards. */
const maySkipTriggers = async (session: Session): Promise<boolean> => {
  const { rows } = await session.run("SELECT current_setting('is_superuser') AS superuser");
  return rows[0]?.["superuser"] === "on";
};

const writeRows = async (session: Session, table: ImportTable, replaces: boolean): Promise<void> => {
  const columns = table.columns.map(({ name }) => name).join(", ");
  const keys = keysOf(table).join(", ");
  const replace = valuesOf(table).map((name) => `${name} = excluded.${name}`);
  await session.run(`
    INSERT INTO ${table.name} (${columns}) SELECT ${columns} FROM ${staged(table)} ORDER BY ${keys}
    ${replaces ? `ON CONFLICT (${keys}) DO UPDATE SET ${replace.join(", ")}` : ""}`);
};

const validateReferences = async (session: Session, table: ImportTable): Promise<void> => {
  for (const column of table.columns) {
    if (column.references === null) continue;
    const key = keysOf(tableNamed(column.references))[0];
    const { rows } = await session.run(`
      SELECT s.${column.name} AS code FROM ${staged(table)} s
      WHERE NOT EXISTS (SELECT FROM ${column.references} d WHERE d.${key} = s.${column.name}) LIMIT 1`);
    if (rows.length > 0) throw new Error(`${table.name}.${column.name} would refer to nothing`);
  }
};

const writeFiles = async (session: Session, id: number, load: LoadToWrite): Promise<void> => {
  for (const { file, report } of load.files) {
    await session.run(
      "INSERT INTO load_file (load_id, table_name, file_name, sha256, rows, quarantined) VALUES ($1, $2, $3, $4, $5, $6)",
      [id, report.table, report.file, file.sha256, report.rows - report.refused, report.refused],
    );
  }
};
