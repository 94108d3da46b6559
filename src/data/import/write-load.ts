import type { Session } from "../../database/database.ts";
import { keepReplaced, replacedTable, sameKey } from "../history/replaced-rows.ts";
import type { TouchedMonths } from "../refresh/refresh.ts";
import { type FileReport, type TableReport, writtenRows } from "./import-report.ts";
import { startMonthKey } from "./loaded-state.ts";
import type { RecognisedFile } from "./recognise.ts";
import { writeReferring } from "./references.ts";
import { gone, staged } from "./staging.ts";
import { type ImportTable, importTables, keysOf, type TableName, tableNamed, valuesOf } from "./tables.ts";

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
  /** Tables that are written. */
  readonly progress: (table: TableName, done: number, total: number) => void;
}

/** From this many rows on, references are checked once for all rows and not row by row. */
const many = 10_000;

/** Writes what is staged; to be run inside the final transaction. Returns the number of the load. */
export const writeLoad = async (session: Session, load: LoadToWrite): Promise<number> => {
  await session.run("SET LOCAL work_mem = '64MB'");
  if (load.replaceDemo) await removeDemo(session);
  const id = await beginLoad(session, load);
  const written = load.tables.filter((table) => writtenRows(table) > 0);
  const write = async (): Promise<void> => {
    for (const [at, report] of written.entries()) {
      load.progress(report.table, at, written.length);
      await writeRows(session, id, report);
    }
  };
  const rows = written.reduce((sum, table) => sum + table.added + table.changed, 0);
  const first = load.touched === "all" && !load.replaceDemo;
  const tables = written.map(({ table }) => tableNamed(table));
  await (rows > many ? writeReferring(session, { tables, first }, write) : write());
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

/** Questions read it, also while a load writes; facts and rates they read only by way of the answers. */
const isAsked = ({ role }: ImportTable): boolean => role !== "fact" && role !== "rate";

/** A truncated table would lock people out until the load ends; what they ask is deleted row by row. */
const removeDemo = async (session: Session): Promise<void> => {
  const unasked = importTables.filter((table) => !isAsked(table)).map(({ name }) => name);
  await session.run(`TRUNCATE ${[...unasked, ...importTables.map(replacedTable)].join(", ")}`);
  for (const { name } of importTables.filter(isAsked).toReversed()) await session.run(`DELETE FROM ${name}`);
  await session.run("DELETE FROM load WHERE demo");
};

const beginLoad = async (session: Session, load: LoadToWrite): Promise<number> => {
  const summary = {
    ...{ tables: load.tables, months: load.touched, warnings: load.warnings },
    ...(load.replaceDemo ? { replacedDemo: true } : {}),
  };
  const { rows } = await session.run(
    "INSERT INTO load (kind, who, started_at, demo, reversible, summary) VALUES ($1, $2, $3, $4, true, $5) RETURNING id",
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

/** What the load replaces is kept first, then rows that are gone are removed, then the staged ones written. */
const writeRows = async (session: Session, id: number, report: TableReport): Promise<void> => {
  const table = tableNamed(report.table);
  if (report.changed > 0) await keepReplaced(session, table, { load: id, keys: staged(table) });
  if (report.removed > 0) {
    await keepReplaced(session, table, { load: id, keys: gone(table) });
    await session.run(`DELETE FROM ${table.name} l USING ${gone(table)} g WHERE ${sameKey(table, "l", "g")}`);
  }
  const columns = table.columns.map(({ name }) => name).join(", ");
  const keys = keysOf(table).join(", ");
  const indexLater = report.added > many && !isAsked(table) && (await isOursAndEmpty(session, table));
  const key = `CONSTRAINT ${table.name}_pkey`;
  if (indexLater) await session.run(`ALTER TABLE ${table.name} DROP ${key}`);
  // Facts lie month by month, as questions read them; sorting them by their whole key takes seven times as long.
  const order = table.role === "fact" ? "ORDER BY date" : "";
  const replace = [...valuesOf(table), "load_id"].map((name) => `${name} = excluded.${name}`);
  await session.run(`
    INSERT INTO ${table.name} (${columns}, load_id) SELECT ${columns}, ${id} FROM ${staged(table)} ${order}
    ${report.changed > 0 ? `ON CONFLICT (${keys}) DO UPDATE SET ${replace.join(", ")}` : ""}`);
  if (indexLater) await session.run(`ALTER TABLE ${table.name} ADD ${key} PRIMARY KEY (${keys})`);
};

/** An index takes less time to make of all rows than row by row. */
const isOursAndEmpty = async (session: Session, { name }: ImportTable): Promise<boolean> => {
  const { rows } = await session.run(
    `SELECT 1 FROM pg_class WHERE oid = '${name}'::regclass AND pg_has_role(relowner, 'USAGE')
     AND NOT EXISTS (SELECT FROM ${name})`,
  );
  return rows.length > 0;
};

const writeFiles = async (session: Session, id: number, load: LoadToWrite): Promise<void> => {
  const columns = "table_name, file_name, sha256, rows, quarantined";
  const files = load.files.map(({ file, report }) => ({
    ...{ table_name: report.table, file_name: report.file, sha256: file.sha256 },
    ...{ rows: report.rows - report.refused, quarantined: report.refused },
  }));
  await session.run(
    `INSERT INTO load_file (load_id, ${columns})
     SELECT ${id}, ${columns} FROM json_populate_recordset(CAST(NULL AS load_file), CAST($1 AS json))`,
    [JSON.stringify(files)],
  );
};
