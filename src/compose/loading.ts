import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RestoreOptions, type RestoreReport, restoreBackup } from "../data/backup/restore-backup.ts";
import { type BackupOptions, type BackupReport, writeBackup } from "../data/backup/write-backup.ts";
import { type DemoScale, writeDemo } from "../data/demo.ts";
import { explainFailure } from "../data/explain-failure.ts";
import { requireSpace } from "../data/free-space.ts";
import { type UndoReport, undoLoad } from "../data/history/undo-load.ts";
import { type ImportOptions, importFiles } from "../data/import/import-files.ts";
import type { ImportReport } from "../data/import/import-report.ts";
import { answerTables, refreshAnswers, type TouchedMonths } from "../data/refresh/refresh.ts";
import { tidyTables } from "../data/tidy-tables.ts";
import type { Database, Session } from "../database/database.ts";
import { SetupError } from "../errors.ts";

/** Told while answers are computed. */
interface Refreshing {
  readonly refreshing?: (done: number, of: number) => void;
}

/** The ways data comes in, composed for one database: files, the demo company, and a refresh by hand. */
export interface Loading {
  importFiles(
    options: Pick<
      ImportOptions,
      "paths" | "quarantine" | "replaceMonths" | "dateFormat" | "who" | "progress" | "signal"
    >,
  ): Promise<ImportReport>;
  undo(load: number, options?: Refreshing): Promise<UndoReport>;
  backup(options: Pick<BackupOptions, "file" | "progress" | "signal">): Promise<BackupReport>;
  restore(
    options: Pick<RestoreOptions, "file" | "force" | "who" | "progress" | "signal"> & Refreshing,
  ): Promise<RestoreReport>;
  importDemo(
    options: Pick<ImportOptions, "who" | "progress" | "signal"> & { readonly scale?: DemoScale },
  ): Promise<ImportReport>;
  /** Makes all answers anew and returns warnings. */
  refresh(options?: Refreshing): Promise<readonly string[]>;
  isEmpty(): Promise<boolean>;
}

export const createLoading = (options: {
  readonly database: Database;
  readonly fiscalYearStartMonth: number;
  readonly folder: string;
  readonly now: () => Date;
}): Loading => {
  const { database, fiscalYearStartMonth, now } = options;
  const refreshWith =
    (progress?: (done: number, of: number) => void) =>
    (session: Session, months: TouchedMonths = "all"): Promise<void> =>
      refreshAnswers(session, { months, fiscalYearStartMonth, ...(progress ? { progress } : {}) });

  const importAll = (
    given: Omit<ImportOptions, "database" | "rejectsFolder" | "fiscalYearStartMonth" | "refresh" | "now">,
  ) =>
    explained(options, async () => {
      if (database.engine === "embedded") await requireSpace({ paths: given.paths, folder: options.folder });
      const report = await importFiles({
        ...given,
        database,
        fiscalYearStartMonth,
        now,
        rejectsFolder: join(options.folder, "rejects"),
        refresh: (session, months, progress) => refreshWith(progress)(session, months),
      });
      return report.outcome === "loaded" ? tidied(database, report) : report;
    });

  return {
    importFiles: importAll,
    undo: async (load, { refreshing } = {}) =>
      tidied(
        database,
        await explained(options, () => undoLoad({ database, load, now, refresh: refreshWith(refreshing) })),
      ),
    backup: (given) => writeBackup({ ...given, database, now }),
    restore: async ({ refreshing, ...given }) =>
      tidied(
        database,
        await restoreBackup({
          ...{ ...given, database, fiscalYearStartMonth, now },
          refresh: refreshWith(refreshing),
        }),
      ),
    importDemo: async ({ scale = "demo", ...given }) => {
      const folder = await mkdtemp(join(tmpdir(), "bims-demo-"));
      try {
        await writeDemo(folder, {
          scale,
          fiscalYearStartMonth,
          packed: scale === "full",
          signal: given.signal,
        });
        return await importAll({ ...given, paths: [folder], quarantine: false, demo: true });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    refresh: async ({ refreshing } = {}) => {
      await database.session((session) =>
        session.transaction(async () => {
          const { rows } = await session.run("SELECT CAST(COUNT(*) AS text) AS loads FROM load");
          if (rows[0]?.loads === "0")
            throw new SetupError(
              "Nothing is loaded yet: there is nothing to refresh. Load your files with: npx bims import FOLDER",
            );
          await refreshWith(refreshing)(session);
        }),
      );
      return tidyTables(database, answerTables);
    },
    isEmpty: async () => (await database.client.load.count()) === 0,
  };
};

const explained = <T>(options: Parameters<typeof explainFailure>[1], work: () => Promise<T>): Promise<T> =>
  work().catch(async (error: unknown) => {
    throw await explainFailure(error, options);
  });

const tidied = async <R extends { readonly warnings: readonly string[] }>(database: Database, report: R) => ({
  ...report,
  warnings: [...report.warnings, ...(await tidyTables(database, answerTables))],
});

/** The same, and `onLoaded` hears of everything that may have changed what is loaded. */
export const announcing = (loading: Loading, onLoaded: () => void): Loading => {
  const heard = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onLoaded();
    return result;
  };
  return {
    ...loading,
    importFiles: (given) => heard(loading.importFiles(given)),
    importDemo: (given) => heard(loading.importDemo(given)),
    undo: (load, given) => heard(loading.undo(load, given)),
  };
};
