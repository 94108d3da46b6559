import type { Database, Session } from "../../database/database.ts";
import { DataError } from "../../errors.ts";
import { accountName } from "../account-name.ts";
import { inFinalTransaction, runLoad, UnansweredError } from "../final-transaction.ts";
import { replacedTable } from "../history/replaced-rows.ts";
import { withLoadLock } from "../load-lock.ts";
import type { TouchedMonths } from "../refresh/refresh.ts";
import { tidyTables } from "../tidy-tables.ts";
import { type Comparison, compareRows, joinMonths } from "./compare.ts";
import type { DateFormat } from "./date-format.ts";
import {
  type FileReport,
  type ImportProgress,
  type ImportReport,
  type TableReport,
  writtenRows,
} from "./import-report.ts";
import {
  decide,
  holdsRows,
  type LoadedState,
  readLoadedState,
  reportAlreadyLoaded,
  requireDimensions,
} from "./loaded-state.ts";
import type { Loaded } from "./members.ts";
import { readHeads } from "./read-heads.ts";
import type { RecognisedFile } from "./recognise.ts";
import { groupViolations, type ViolationGroup, writeRejects } from "./rejects.ts";
import { type StagedTables, stageTables, told } from "./stage-tables.ts";
import { closeStaging, isStagingAlive } from "./staging.ts";
import { tableNamed } from "./tables.ts";
import { findSuspects } from "./warnings.ts";
import { finishLoad, writeLoad } from "./write-load.ts";

export interface ImportOptions {
  readonly database: Database;
  /** Folders, or files; as a person typed them, made absolute. */
  readonly paths: readonly string[];
  /** Load the good rows and put the bad ones into the rejects file, instead of refusing all. */
  readonly quarantine: boolean;
  /** Rows of the files' months that the files do not hold are removed. Facts only. */
  readonly replaceMonths?: boolean;
  /** Who asked: a person in Slack, or the account on this machine. */
  readonly who?: string;
  /** What comes first in dates like 01/02/2021; asked for where the files do not tell. */
  readonly dateFormat?: DateFormat | undefined;
  readonly rejectsFolder: string;
  /** Faults that the rejects file lists. Reading ends there; under quarantine at ten times as many. */
  readonly rejectsLimit?: number;
  /** 1 to 12; stored at the first load, refused when another one is stored. */
  readonly fiscalYearStartMonth: number;
  /** The invented demo company: marked, and never mixed with other loads. */
  readonly demo?: boolean;
  /** Makes the answers of the touched months anew, inside the final transaction. */
  readonly refresh: (
    session: Session,
    touched: TouchedMonths,
    progress: (done: number, total: number) => void,
  ) => Promise<void>;
  readonly now: () => Date;
  readonly progress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Staged rows vanished under the import: the embedded engine was stopped under another question. */
class StagingLostError extends Error {
  override readonly name = "StagingLostError";
}

/**
 * Reads the ten tables from files into the database: everything or nothing. A row that breaks a rule refuses the
 * whole import, unless it is put into quarantine. Throws a DataError for files that cannot be read at all; in
 * every case of failure nothing is changed.
 */
export const importFiles = async (options: ImportOptions): Promise<ImportReport> => {
  const began = performance.now();
  const { files, warnings } = await readHeads(options);
  const report = await runLoad(options.database, (session) =>
    withLock(session, () => attempt(session, options, files, warnings)),
  );
  const trouble =
    report.outcome === "loaded" ? await tidyTables(options.database, changedTables(report.tables)) : [];
  return {
    ...report,
    warnings: [...report.warnings, ...trouble],
    seconds: (performance.now() - began) / 1000,
  };
};

/** Tables whose statistics are old now, with those that keep what was replaced. */
const changedTables = (reports: readonly TableReport[]): readonly string[] =>
  reports.flatMap((report) => [
    ...(writtenRows(report) > 0 ? [report.table] : []),
    ...(report.changed + report.removed > 0 ? [replacedTable(tableNamed(report.table))] : []),
  ]);

/** What is staged goes, however the import ends. */
const withLock = <T>(session: Session, work: () => Promise<T>): Promise<T> =>
  withLoadLock(session, async () => {
    try {
      return await work();
    } finally {
      await closeStaging(session).catch(() => undefined);
    }
  });

const attempts = 3;
/** SQLSTATE; it loses what is staged too, but another attempt would only fill the disk again. */
const isDiskFull = (error: unknown): boolean => (error as { readonly code?: unknown }).code === "53100";

const attempt = async (
  session: Session,
  options: ImportOptions,
  files: readonly RecognisedFile[],
  warnings: readonly string[],
): Promise<ImportReport> => {
  for (let left = attempts; ; left--) {
    try {
      return await run(session, options, files, warnings);
    } catch (error) {
      const isFinal = error instanceof DataError || error instanceof UnansweredError || isDiskFull(error);
      if (left === 1 || isFinal || options.signal?.aborted) throw error;
      const isLost = error instanceof StagingLostError || !(await isStagingAlive(session).catch(() => true));
      if (!isLost) throw error;
    }
  }
};

const run = async (
  session: Session,
  options: ImportOptions,
  all: readonly RecognisedFile[],
  warnings: readonly string[],
): Promise<ImportReport> => {
  const state = await readLoadedState(session);
  const { files, replaceDemo } = decide(state, options, all);
  const rejectsLimit = limitOf(options);
  const base = { demo: options.demo ?? false, replacedDemo: replaceDemo, rejectsLimit, seconds: 0 };
  const unread = all.filter((file) => !files.includes(file)).map((file) => reportAlreadyLoaded(state, file));
  const nothing = { load: null, violations: [], rejectsFile: null, touched: [] as readonly string[] };
  if (files.length === 0) {
    return { ...base, ...nothing, outcome: "already-loaded", files: unread, tables: [], warnings };
  }
  const loaded: Loaded = ({ name }) => (replaceDemo ? `(SELECT * FROM ${name} WHERE false)` : name);
  const progress = options.progress ?? (() => undefined);
  requireDimensions(files, replaceDemo ? new Set() : state.filled);
  const staged = await stageTables(session, {
    ...{ files, loaded, progress, signal: options.signal, rejectsLimit, refusing: !options.quarantine },
  });
  const checked = await check(session, options, files, staged, loaded);
  const said = [...warnings, ...staged.warnings, ...checked.suspects];
  const fileReports = [...unread, ...checked.files];
  const shared = {
    ...base,
    violations: checked.violations,
    rejectsFile: checked.rejectsFile,
    files: fileReports,
  };
  if (checked.violations.length > 0 && (!options.quarantine || staged.stopped)) {
    const tables = staged.tables.map(({ table, read, good }) => ({
      ...{ table: table.name, read, refused: read - good },
      ...{ added: 0, changed: 0, unchanged: 0, kept: 0, removed: 0 },
    }));
    return {
      ...shared,
      outcome: "refused",
      load: null,
      replacedDemo: false,
      tables,
      warnings: said,
      touched: [],
    };
  }
  if (checked.violations.length > 0 && options.replaceMonths) throw new DataError(twoMinds);
  const compared = await compareTables(session, options, { state, staged, loaded, replaceDemo });
  const tables = compared.map(({ report }) => report);
  if (!replaceDemo && tables.every((table) => writtenRows(table) === 0)) {
    return { ...shared, outcome: "already-loaded", load: null, tables, warnings: said, touched: [] };
  }
  const everything = replaceDemo || !holdsRows(state);
  const touched = everything ? "all" : joinMonths(compared.map(({ comparison }) => comparison.touched));
  const toWrite = {
    ...{ tables, touched, warnings: said, replaceDemo },
    files: files.map((file, at) => ({ file, report: checked.files[at] as FileReport })),
  };
  return write(session, options, toWrite, (load) => ({
    ...{ ...shared, load, tables, warnings: said, touched },
    outcome: "loaded",
  }));
};

const twoMinds =
  "With --replace-months every row must be good: one that is put aside would be taken for one that is gone. " +
  "Nothing was changed. Correct the files, or leave out --replace-months or --quarantine.";

const limitOf = ({ rejectsLimit = 100_000 }: ImportOptions): number => rejectsLimit;

interface Checked {
  readonly violations: readonly ViolationGroup[];
  readonly rejectsFile: string | null;
  readonly files: readonly FileReport[];
  readonly suspects: readonly string[];
}

const check = async (
  session: Session,
  options: ImportOptions,
  files: readonly RecognisedFile[],
  staged: StagedTables,
  loaded: Loaded,
): Promise<Checked> => {
  const violations = await groupViolations(session, files);
  const reports = files.map((file, number) => {
    const { read, good } = staged.files[number] ?? { read: 0, good: 0 };
    const rows = { rows: read, refused: read - good };
    return { ...{ file: file.name, table: file.table.name, alreadyLoaded: false }, ...rows };
  });
  await insistOnStaging(session);
  const rejects = { folder: options.rejectsFolder, now: options.now(), limit: limitOf(options) };
  const rejectsFile = violations.length === 0 ? null : await writeRejects(session, files, rejects);
  const suspects = await findSuspects({ session, tables: staged.tables.map(({ table }) => table), loaded });
  await insistOnStaging(session);
  return { violations, rejectsFile, files: reports, suspects };
};

const insistOnStaging = async (session: Session): Promise<void> => {
  if (!(await isStagingAlive(session))) throw new StagingLostError();
};

interface ToCompare {
  readonly state: LoadedState;
  readonly staged: StagedTables;
  readonly loaded: Loaded;
  readonly replaceDemo: boolean;
}

const compareTables = async (
  session: Session,
  options: ImportOptions,
  { state, staged, loaded, replaceDemo }: ToCompare,
): Promise<readonly { report: TableReport; comparison: Comparison }[]> => {
  const compared: { report: TableReport; comparison: Comparison }[] = [];
  for (const { table, read, good } of staged.tables) {
    options.progress?.(told("compare", table.name));
    const empty = replaceDemo || !state.filled.has(table.name);
    const { fiscalYearStartMonth, replaceMonths = false } = options;
    const comparison = await compareRows(session, {
      ...{ table, loaded, rows: good, empty, fiscalYearStartMonth, replaceMonths },
    });
    const { touched, ...counts } = comparison;
    compared.push({ report: { table: table.name, read, refused: read - good, ...counts }, comparison });
  }
  return compared;
};

type ToWrite = Pick<
  Parameters<typeof writeLoad>[1],
  "tables" | "files" | "touched" | "warnings" | "replaceDemo"
>;

/** The final transaction: rows, the load and its files, and the answers made of them; or none of it. */
const write = async (
  session: Session,
  options: ImportOptions,
  load: ToWrite,
  report: (load: number) => ImportReport,
): Promise<ImportReport> =>
  inFinalTransaction(session, async () => {
    await insistOnStaging(session);
    const { demo = false, fiscalYearStartMonth, who = accountName() } = options;
    const startedAt = options.now();
    const { progress = () => undefined } = options;
    const id = await writeLoad(session, {
      ...{ ...load, who, demo, fiscalYearStartMonth, startedAt },
      progress: (table, done, total) => progress({ ...told("load", table), done, total }),
    });
    progress(told("refresh", null));
    await options.refresh(session, load.touched, (done, total) =>
      progress({ ...told("refresh", null), done, total }),
    );
    await finishLoad(session, id, options.now());
    return { load: id, startedAt, report: report(id) };
  });
