import type { Database, Session } from "../../database/database.ts";
import { DataError } from "../../errors.ts";
import { accountName } from "../account-name.ts";
import { liftForeignKeys, maySkipTriggers } from "../foreign-keys.ts";
import { withLoadLock } from "../load-lock.ts";
import { tidyTables } from "../tidy-tables.ts";
import {
  type Catalogue,
  type Counter,
  type Reference,
  readCatalogue,
  readCounters,
  readMigrationNames,
} from "./catalogue.ts";
import type { Manifest } from "./manifest.ts";
import { readParts, verifyBackup } from "./read-backup.ts";

export interface RestoreOptions {
  readonly database: Database;
  readonly file: string;
  /** Replaces everything that the database holds. */
  readonly force: boolean;
  readonly who?: string;
  readonly fiscalYearStartMonth: number;
  /** Makes all answers anew, inside the same transaction. */
  readonly refresh: (session: Session) => Promise<void>;
  readonly now: () => Date;
  readonly progress?: (table: string, done: number, of: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface RestoreReport {
  /** Number of the restore, which is a load of its own; null when the backup held no load. */
  readonly load: number | null;
  readonly madeAt: string;
  readonly rows: number;
  readonly warnings: readonly string[];
}

/**
 * Puts everything of a backup into an empty database, or with `force` in place of all that is there, in one
 * transaction. The file is read through and checked before anything changes. Throws a DataError.
 */
export const restoreBackup = async (options: RestoreOptions): Promise<RestoreReport> => {
  const { database, file } = options;
  const manifest = await verifyBackup(file);
  const report = await database.session((session) =>
    withLoadLock(session, async () => {
      const catalogue = await readCatalogue(session);
      await refuseUnfit(session, options, manifest, catalogue);
      return session.transaction(() => replaceAll(session, options, manifest, catalogue));
    }),
  );
  const written = manifest.tables.filter(({ rows }) => rows > 0).map(({ name }) => name);
  return { ...report, warnings: await tidyTables(database, written) };
};

const refuseUnfit = async (
  session: Session,
  { file, force, fiscalYearStartMonth }: RestoreOptions,
  manifest: Manifest,
  catalogue: Catalogue,
): Promise<void> => {
  const refuse = (reason: string): never => {
    throw new DataError(`${file} cannot be restored: ${reason} Nothing was changed.`);
  };
  const ours = new Set(await readMigrationNames(session));
  if (manifest.migrations.some((name) => !ours.has(name)))
    refuse("it was made by a newer BIMS; use that one.");
  for (const { name, columns } of manifest.tables) {
    const table = catalogue.tables.find((one) => one.name === name);
    if (!table || columns.some((column) => !table.columns.includes(column)))
      refuse(`this BIMS has no place for its table ${name}.`);
  }
  const month = manifest.fiscalYearStartMonth;
  if (month !== null && month !== fiscalYearStartMonth)
    refuse(
      `its fiscal years start in month ${month}, but FISCAL_YEAR_START_MONTH says ${fiscalYearStartMonth}.`,
    );
  if (!force && (await holdsAnything(session, catalogue)))
    refuse("this database is not empty. Add --force to replace everything in it.");
};

/** Questions that were shown, and settings, are no one's loss. */
const holdsAnything = async (session: Session, { tables }: Catalogue): Promise<boolean> => {
  const asked = tables
    .filter(({ name }) => !["question", "setting"].includes(name))
    .map(({ name }) => `EXISTS (SELECT FROM public.${name})`);
  const { rows } = await session.run(`SELECT CAST(${asked.join(" OR ")} AS text) AS held`);
  return rows[0]?.["held"] === "true";
};

const replaceAll = async (
  session: Session,
  options: RestoreOptions,
  manifest: Manifest,
  catalogue: Catalogue,
): Promise<RestoreReport> => {
  const startedAt = options.now();
  const before = await readCounters(session);
  const names = catalogue.tables.map(({ name }) => name);
  await session.run(`TRUNCATE ${names.map((name) => `public.${name}`).join(", ")}`);
  const skipsTriggers = await maySkipTriggers(session);
  if (skipsTriggers) await session.run("SET LOCAL session_replication_role = replica");
  const lifted = skipsTriggers ? [] : await liftForeignKeys(session, names);
  const rows = await fill(session, options, manifest, catalogue);
  for (const reference of catalogue.references) await checkReference(session, reference);
  if (skipsTriggers) await session.run("SET LOCAL session_replication_role = origin");
  for (const restoring of lifted) await session.run(restoring);
  await raiseCounters(session, before, manifest.counters);
  const load = manifest.load === 0 ? null : await noteLoad(session, options, manifest, startedAt);
  await options.refresh(session);
  if (load !== null) {
    await session.run(`UPDATE load SET finished_at = $1 WHERE id = ${load}`, [options.now().toISOString()]);
  }
  return { load, madeAt: manifest.madeAt, rows, warnings: [] };
};

/** The archive holds tables in the order of copying; without triggers the order of references does not matter. */
const fill = async (
  session: Session,
  { file, progress, signal }: RestoreOptions,
  manifest: Manifest,
  catalogue: Catalogue,
): Promise<number> => {
  const filled = new Map<string, number>();
  for await (const { table, csv } of readParts(file, manifest)) {
    signal?.throwIfAborted();
    if (!filled.has(table.name)) progress?.(table.name, filled.size + 1, manifest.tables.length);
    const copied = await session.copyIn(`public.${table.name}`, table.columns, once(csv));
    filled.set(table.name, (filled.get(table.name) ?? 0) + copied);
  }
  for (const { name, rows } of manifest.tables) {
    if ((filled.get(name) ?? 0) !== rows || !catalogue.tables.some((table) => table.name === name))
      throw new DataError(
        `${file} cannot be restored: rows of ${name} are missing in it. Nothing was changed.`,
      );
  }
  return [...filled.values()].reduce((sum, rows) => sum + rows, 0);
};

async function* once(csv: Uint8Array): AsyncGenerator<Uint8Array> {
  yield csv;
}

const checkReference = async (
  session: Session,
  { table, columns, target, targetColumns }: Reference,
): Promise<void> => {
  const same = columns.map((column, at) => `t.${targetColumns[at]} = s.${column}`).join(" AND ");
  const { rows } = await session.run(
    `SELECT 1 AS one FROM public.${table} s WHERE s.${columns[0]} IS NOT NULL
     AND NOT EXISTS (SELECT FROM public.${target} t WHERE ${same}) LIMIT 1`,
  );
  if (rows.length > 0)
    throw new DataError(
      `The backup cannot be restored: a row of ${table} refers to nothing. Nothing was changed.`,
    );
};

/** Numbers only rise: the next load or digest is above those of the backup and above those that were here. */
const raiseCounters = async (
  session: Session,
  before: readonly Counter[],
  saved: readonly Counter[],
): Promise<void> => {
  for (const { table, column, last } of before) {
    const other = saved.find((counter) => counter.table === table && counter.column === column)?.last ?? 0;
    const highest = Math.max(last, other);
    if (highest > 0)
      await session.run(`SELECT setval(pg_get_serial_sequence('public.${table}', '${column}'), ${highest})`);
  }
};

/** Answers name the restore as their load, so that nothing remembered from before is taken for them. */
const noteLoad = async (
  session: Session,
  { who = accountName() }: RestoreOptions,
  manifest: Manifest,
  startedAt: Date,
): Promise<number> => {
  const { rows } = await session.run(
    `INSERT INTO load (kind, who, started_at, demo, summary)
     VALUES ('restore', $1, $2, EXISTS (SELECT FROM load WHERE demo), $3) RETURNING id`,
    [who, startedAt.toISOString(), JSON.stringify({ restores: manifest.load, madeAt: manifest.madeAt })],
  );
  return Number(rows[0]?.["id"]);
};
