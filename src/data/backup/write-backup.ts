import { createHash } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Database, Session } from "../../database/database.ts";
import { DataError } from "../../errors.ts";
import { startMonthKey } from "../import/loaded-state.ts";
import { withLoadLock } from "../load-lock.ts";
import { type Archive, openArchive, readArchive } from "./archive.ts";
import { type CatalogueTable, readCatalogue, readCounters, readMigrationNames } from "./catalogue.ts";
import { type Manifest, manifestPath, markerPath, markerText, type TableManifest } from "./manifest.ts";

export interface BackupOptions {
  readonly database: Database;
  /** Absolute path; a backup that is there is replaced, any other file is not. */
  readonly file: string;
  readonly now: () => Date;
  readonly progress?: (table: string, done: number, of: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly load: number;
}

/**
 * Writes everything but what can be computed again (the rollups) into one compressed archive, which is on the disk
 * when this returns. Loads wait meanwhile; questions do not. Throws a DataError when the file cannot be written.
 */
export const writeBackup = async (options: BackupOptions): Promise<BackupReport> => {
  const { database, file } = options;
  await refuseStranger(file);
  const making = `${file}.making`;
  try {
    const manifest = await database.session((session) =>
      withLoadLock(session, () => writeArchive(session, options, making)),
    );
    await makeDurable(making, file);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    return { file, bytes: (await stat(file)).size, rows, load: manifest.load };
  } catch (error) {
    await rm(making, { force: true });
    throw explain(error, file);
  }
};

const explain = (error: unknown, file: string): unknown => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new DataError(`No backup was written to ${file}: ${reasons[code] ?? `the disk says ${code}`}.`);
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  EACCES: "this account may not write there",
  EPERM: "this account may not write there",
  EROFS: "that disk is read-only",
  ENOSPC: "the disk is full",
  ENOTDIR: "its folder is a file",
};

/** A mistyped name must not cost a file that is something else. */
const refuseStranger = async (file: string): Promise<void> => {
  const found = await stat(file).catch(() => null);
  if (found === null || (found.isFile() && (await isBackup(file)))) return;
  throw new DataError(
    `No backup was written: ${file} exists and is ${found.isFile() ? "no backup of BIMS" : "not a file"}. Name another file.`,
  );
};

const isBackup = async (file: string): Promise<boolean> => {
  try {
    for await (const { path } of readArchive(file)) return path === markerPath;
    return false;
  } catch {
    return false;
  }
};

/** Four megabytes of a table at a time, by where its rows lie. */
const pagesAtOnce = 512;

const writeArchive = async (session: Session, options: BackupOptions, path: string): Promise<Manifest> => {
  const archive = openArchive(path);
  try {
    await archive.add({ path: markerPath, bytes: Buffer.from(markerText) });
    const manifest = await writeTables(session, options, archive);
    await archive.add({ path: manifestPath, bytes: Buffer.from(JSON.stringify(manifest, null, 1)) });
    await archive.finish();
    return manifest;
  } catch (error) {
    await archive.abandon();
    throw error;
  }
};

/**
 * One moment of everything. On a server that is one snapshot. The embedded database has a single connection: what
 * digests and questions write is copied in one transaction, and the loaded rows, which stand still under the lock of
 * loads, between questions.
 */
const writeTables = async (session: Session, options: BackupOptions, archive: Archive): Promise<Manifest> => {
  const { tables } = await readCatalogue(session);
  const described = new Map<string, TableManifest>();
  const copy = async (chosen: readonly CatalogueTable[]): Promise<void> => {
    for (const table of chosen) {
      options.progress?.(table.name, described.size + 1, tables.length);
      described.set(table.name, await copyTable(session, options, table, archive));
    }
  };
  const still = options.database.engine === "embedded" ? tables.filter(isLoaded) : [];
  const head = await session.transaction(async () => {
    await session.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    await copy(tables.filter((table) => !still.includes(table)));
    return readHead(session, options);
  });
  await copy(still);
  return { ...head, tables: tables.flatMap(({ name }) => described.get(name) ?? []) };
};

/** Only a load writes such a table. */
const isLoaded = ({ columns }: CatalogueTable): boolean => columns.includes("load_id");

const readHead = async (session: Session, { now }: BackupOptions): Promise<Omit<Manifest, "tables">> => {
  const { rows } = await session.run("SELECT value FROM setting WHERE key = $1", [startMonthKey]);
  const latest = await session.run("SELECT COALESCE(max(id), 0) AS id FROM load");
  const month = rows[0]?.["value"];
  return {
    format: 1,
    madeAt: now().toISOString(),
    migrations: [...(await readMigrationNames(session))],
    fiscalYearStartMonth: month == null ? null : Number(month),
    load: Number(latest.rows[0]?.["id"]),
    counters: [...(await readCounters(session))],
  };
};

const copyTable = async (
  session: Session,
  { signal }: BackupOptions,
  { name, columns }: CatalogueTable,
  archive: Archive,
): Promise<TableManifest> => {
  const described: TableManifest = { name, columns: [...columns], rows: 0, parts: [] };
  const { rows } = await session.run(
    `SELECT pg_relation_size('public.${name}') / current_setting('block_size')::integer AS pages`,
  );
  const pages = Number(rows[0]?.["pages"]);
  for (let page = 0; page < pages; page += pagesAtOnce) {
    signal?.throwIfAborted();
    const piece = await session.copyOut(
      `SELECT ${columns.join(", ")} FROM public.${name} WHERE ctid >= '(${page},0)' AND ctid < '(${page + pagesAtOnce},0)'`,
    );
    if (piece.rows === 0) continue;
    const path = `tables/${name}/${String(described.parts.length + 1).padStart(5, "0")}.csv`;
    described.rows += piece.rows;
    described.parts.push({ path, bytes: piece.csv.length, sha256: hashOf(piece.csv) });
    await archive.add({ path, bytes: piece.csv });
  }
  return described;
};

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** On the disk under its name, or not there at all. */
const makeDurable = async (making: string, file: string): Promise<void> => {
  await syncPath(making);
  await rename(making, file);
  await syncPath(dirname(file));
};

const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
