import type { Session } from "../../database/database.ts";
import {
  type Aliases,
  hasAliases,
  knownTable,
  mergeMembers,
  openAliases,
  type Renamed,
  renameReferences,
  sayRenamed,
} from "./aliases.ts";
import { checkTargets } from "./check-targets.ts";
import type { ImportProgress } from "./import-report.ts";
import { checkKeys } from "./key-checks.ts";
import { type Loaded, listMembers } from "./members.ts";
import { readRows, type Tidied } from "./read-rows.ts";
import type { RecognisedFile } from "./recognise.ts";
import { ReferredCodes } from "./referred-codes.ts";
import { SeenKeys } from "./seen-keys.ts";
import { type BatchToStage, stageBatch } from "./stage-batch.ts";
import { openStaging, staged } from "./staging.ts";
import { type ImportTable, importTables, type TableName, tableNamed } from "./tables.ts";
import { type Noted, violationTables } from "./violations.ts";
import { sayTidied } from "./warnings.ts";
import { type Disagreements, noteDisagreements, sayDisagreements } from "./wide-check.ts";

/** What reading and checking found; the good rows stand in staging. */
export interface StagedTables {
  /** In load order. */
  readonly tables: readonly StagedTable[];
  /** Rows of each file, by its number. */
  readonly files: readonly CountedRows[];
  readonly warnings: readonly string[];
  /** The reading ended early, at too many faults: what is staged is not whole. */
  readonly stopped: boolean;
}

interface CountedRows {
  readonly read: number;
  readonly good: number;
}

/** A table's rows as they are in its files. */
interface ReadTable extends CountedRows {
  /** Whether two of them may have one key. */
  readonly mayRepeat: boolean;
}

export interface StagedTable extends CountedRows {
  readonly table: ImportTable;
}

export interface TablesToStage {
  readonly files: readonly RecognisedFile[];
  readonly loaded: Loaded;
  /** Violations noted one by one; the others are counted. */
  readonly rejectsLimit: number;
  /** The import is refused at any fault, so the reading ends at the limit; else at ten times of it. */
  readonly refusing: boolean;
  readonly progress: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A staging under way. */
interface Staging extends TablesToStage {
  readonly session: Session;
  readonly noted: Noted;
  readonly counted: { read: number; good: number }[];
  readonly warnings: string[];
  /** Whether any alias is known, asked once they are. */
  renames: boolean;
}

/** Reads all files into staging, table by table in load order, so that members are known before their facts. */
export const stageTables = async (session: Session, work: TablesToStage): Promise<StagedTables> => {
  const given = importTables.filter((table) => work.files.some((file) => file.table === table));
  const alias = tableNamed("alias");
  const bare = given.includes(alias) ? importTables.filter(({ role }) => role === "dimension") : [];
  await openStaging(session, [...new Set([...given, ...bare])], [...violationTables, knownTable]);
  const counted = work.files.map(() => ({ read: 0, good: 0 }));
  const noted = { count: 0, limit: work.rejectsLimit };
  const staging: Staging = { ...work, session, noted, counted, warnings: [], renames: false };
  const fileOfAliases = work.files.findIndex((file) => file.table === alias);
  const aliases = {
    ...{ session, noted, loaded: work.loaded },
    file: fileOfAliases === -1 ? null : fileOfAliases,
  };
  if (aliases.file !== null) await checkTable(staging, alias, await stageTable(staging, alias));
  await openAliases(aliases);
  staging.renames = await hasAliases(session);
  const tables: StagedTable[] = [];
  for (const table of importTables.filter((one) => one !== alias && !isStopped(staging))) {
    const one = await stageOne(staging, table, aliases);
    if (one.read > 0 || given.includes(table)) tables.push(one);
  }
  if (aliases.file !== null) tables.push({ table: alias, ...(await countAliases(staging, alias)) });
  const stopped = isStopped(staging);
  if (stopped) {
    const most = mostFaults(staging).toLocaleString("en-US");
    staging.warnings.push(`Reading stopped after ${most} faults; there may be more`);
  }
  return { tables, files: counted, warnings: staging.warnings, stopped };
};

/** So many faults are no matter of putting rows aside: it is the wrong file, and the time to say so is bounded. */
const mostFaults = ({ noted, refusing }: Staging): number => noted.limit * (refusing ? 1 : 10);

const isStopped = (staging: Staging): boolean => staging.noted.count >= mostFaults(staging);

const stageOne = async (staging: Staging, table: ImportTable, aliases: Aliases): Promise<StagedTable> => {
  const { session, loaded } = staging;
  const isGiven = staging.files.some((file) => file.table === table);
  const merges = table.role === "dimension" && staging.renames;
  const read = isGiven ? await stageTable(staging, table) : { read: 0, good: 0, mayRepeat: false };
  const isStaged = isGiven || aliases.file !== null;
  const merged = merges && isStaged ? await mergeMembers(aliases, table) : { rows: 0, said: [] };
  staging.warnings.push(...merged.said);
  const rows = {
    ...{ read: read.read + merged.rows, good: read.good + merged.rows },
    mayRepeat: read.mayRepeat || staging.renames,
  };
  const good = rows.good === 0 ? 0 : await checkTable(staging, table, rows);
  if (table.role === "dimension") await listMembers(session, table, { isStaged, loaded });
  return { table, read: rows.read, good };
};

/** What only the whole table can tell. */
const checkTable = async (
  staging: Staging,
  table: ImportTable,
  { good: rows, mayRepeat }: ReadTable,
): Promise<number> => {
  staging.progress(told("check", table.name));
  const { session, noted } = staging;
  const refusals = table.role === "target" ? [...(await checkTargets(session, noted))] : [];
  if (mayRepeat) refusals.push(...(await checkKeys(session, { table, rows, noted })));
  let good = rows;
  for (const [file, refused] of refusals) {
    const counted = staging.counted[file];
    if (counted !== undefined && staging.files[file]?.table === table) counted.good -= refused;
    good -= refused;
  }
  return good;
};

/** Aliases are refused as dimensions become known, so they are counted last. */
const countAliases = async (
  { session, files, counted }: Staging,
  alias: ImportTable,
): Promise<{ read: number; good: number }> => {
  const sum = { read: 0, good: 0 };
  for (const [number, file] of files.entries()) {
    const rows = counted[number];
    if (file.table !== alias || rows === undefined) continue;
    const found = await session.run(`SELECT count(*) AS count FROM ${staged(alias)} WHERE file = ${number}`);
    rows.good = Number(found.rows[0]?.["count"]);
    sum.read += rows.read;
    sum.good += rows.good;
  }
  return sum;
};

const stageTable = async (staging: Staging, table: ImportTable): Promise<ReadTable> => {
  const [keys, referred] = [new SeenKeys(table), new ReferredCodes()];
  const tidied: Tidied = new Map();
  const disagreements: Disagreements = new Map();
  const renamed: Renamed = new Map();
  const sum = { read: 0, good: 0, batches: 0 };
  for (const [number, file] of staging.files.entries()) {
    if (file.table !== table || isStopped(staging)) continue;
    const inspect = async (rawTable: string): Promise<void> => {
      if (staging.renames) await renameReferences(staging.session, table, rawTable, renamed);
      await noteDisagreements(staging.session, file, rawTable, disagreements);
    };
    const asks = staging.renames || file.wide.length > 0;
    const counted = await stageFile(staging, {
      ...{ file, number, tidied, keys, referred, before: sum.batches },
      inspect: asks ? inspect : null,
    });
    staging.counted[number] = { read: counted.read, good: counted.good };
    sum.read += counted.read;
    sum.good += counted.good;
    sum.batches += counted.batches;
    if (counted.read === 0) staging.warnings.push(`${file.name} holds a header but no rows`);
  }
  const said = [...sayTidied(table.name, tidied), ...sayRenamed(table.name, renamed)];
  staging.warnings.push(...said, ...sayDisagreements(disagreements));
  return { ...sum, mayRepeat: keys.mayRepeat };
};

interface FileToStage {
  readonly file: RecognisedFile;
  readonly number: number;
  readonly tidied: Tidied;
  readonly keys: SeenKeys;
  readonly referred: ReferredCodes;
  readonly inspect: BatchToStage["inspect"];
  /** Batches of the table before this file. */
  readonly before: number;
}

/** The next batch is parsed while the database takes the one before. */
const stageFile = async (
  staging: Staging,
  { file, number, tidied, keys, referred, inspect, before }: FileToStage,
): Promise<CountedRows & { readonly batches: number }> => {
  const { session, noted } = staging;
  const reader = readRows({ file, number, tidied, keys, referred });
  const sum = { read: 0, good: 0, batches: 0 };
  try {
    let next = ahead(reader.next());
    for (let batch = await next; !batch.done && !isStopped(staging); batch = await next) {
      staging.signal?.throwIfAborted();
      next = ahead(reader.next());
      const read = batch.value;
      if (read.rows > 0) {
        const continues = before + sum.batches++ > 0;
        sum.good += await stageBatch(session, { file, read, referred, continues, noted, inspect });
      }
      sum.read += read.rows;
      const bytes = { done: read.bytesRead, total: file.bytes };
      staging.progress({ ...told("read", file.table.name), file: file.name, ...bytes });
    }
  } finally {
    await reader.return(undefined).catch(() => undefined);
  }
  return sum;
};

/** A promise that is awaited later; until then its failure is not "unhandled". */
const ahead = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};

export const told = (phase: ImportProgress["phase"], table: TableName | null): ImportProgress => ({
  phase,
  table,
  file: table ?? "",
  done: 0,
  total: 0,
});
