import type { Session } from "../../database/database.ts";
import type { ImportProgress } from "./import-report.ts";
import { readRows, type Tidied } from "./read-rows.ts";
import type { RecognisedFile } from "./recognise.ts";
import { checkRows, type Loaded, listMembers } from "./row-checks.ts";
import { openStaging, stageBatch } from "./staging.ts";
import { type ImportTable, importTables, type TableName } from "./tables.ts";
import { sayTidied } from "./warnings.ts";
import { type Disagreements, noteDisagreements, sayDisagreements } from "./wide-check.ts";

/** What reading and checking found; the good rows stand in staging. */
export interface StagedTables {
  /** In load order. */
  readonly tables: readonly StagedTable[];
  /** Rows read of each file, by its number. */
  readonly rowsOfFile: readonly number[];
  readonly warnings: readonly string[];
}

export interface StagedTable {
  readonly table: ImportTable;
  readonly read: number;
  readonly good: number;
}

export interface TablesToStage {
  readonly files: readonly RecognisedFile[];
  readonly loaded: Loaded;
  readonly progress: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Reads all files into staging, table by table in load order, so that members are known before their facts. */
export const stageTables = async (session: Session, work: TablesToStage): Promise<StagedTables> => {
  const tables = importTables.filter((table) => work.files.some((file) => file.table === table));
  await openStaging(session, tables);
  const rowsOfFile = work.files.map(() => 0);
  const staged: StagedTable[] = [];
  const warnings: string[] = [];
  for (const table of importTables) {
    if (tables.includes(table)) staged.push(await stageTable(session, table, work, { rowsOfFile, warnings }));
    if (table.role === "dimension") {
      await listMembers(session, table, { isStaged: tables.includes(table), loaded: work.loaded });
    }
  }
  return { tables: staged, rowsOfFile, warnings };
};

interface Notes {
  readonly rowsOfFile: number[];
  readonly warnings: string[];
}

const stageTable = async (
  session: Session,
  table: ImportTable,
  work: TablesToStage,
  notes: Notes,
): Promise<StagedTable> => {
  const tidied: Tidied = new Map();
  const disagreements: Disagreements = new Map();
  const batches = { done: 0 };
  let read = 0;
  let good = 0;
  for (const [number, file] of work.files.entries()) {
    if (file.table !== table) continue;
    const counted = await stageFile(session, { file, number, tidied, disagreements, batches, work });
    notes.rowsOfFile[number] = counted.read;
    read += counted.read;
    good += counted.good;
    if (counted.read === 0) notes.warnings.push(`${file.name} holds a header but no rows`);
  }
  work.progress({ ...told("check", table.name), file: table.name });
  good -= await checkRows(session, table, good);
  notes.warnings.push(...sayTidied(table.name, tidied), ...sayDisagreements(disagreements));
  return { table, read, good };
};

interface FileToStage {
  readonly file: RecognisedFile;
  readonly number: number;
  readonly tidied: Tidied;
  readonly disagreements: Disagreements;
  /** Batches of the table so far. */
  readonly batches: { done: number };
  readonly work: TablesToStage;
}

/** The next batch is parsed while the database takes the one before. */
const stageFile = async (
  session: Session,
  { file, number, tidied, disagreements, batches, work }: FileToStage,
): Promise<{ read: number; good: number }> => {
  const reader = readRows({ file, tidied });
  let read = 0;
  let good = 0;
  try {
    let next = ahead(reader.next());
    for (let batch = await next; !batch.done; batch = await next) {
      work.signal?.throwIfAborted();
      next = ahead(reader.next());
      const { csv, rows, bytesRead } = batch.value;
      const inspect = (rawTable: string) => noteDisagreements(session, file, rawTable, disagreements);
      if (rows > 0) {
        const continues = batches.done++ > 0;
        good += (await stageBatch(session, { file, fileNumber: number, csv, continues, inspect })).good;
      }
      read += rows;
      work.progress({ ...told("read", file.table.name), file: file.name, bytesRead, bytesTotal: file.bytes });
    }
  } finally {
    await reader.return(undefined).catch(() => undefined);
  }
  return { read, good };
};

/** A promise that is awaited later; until then its failure is not "unhandled". */
const ahead = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};

export const told = (phase: ImportProgress["phase"], table: TableName | null): ImportProgress => ({
  phase,
  table,
  file: "",
  bytesRead: 0,
  bytesTotal: 0,
});
