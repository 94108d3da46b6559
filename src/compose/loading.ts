import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoScale, writeDemo } from "../data/demo.ts";
import { type UndoReport, undoLoad } from "../data/history/undo-load.ts";
import { type ImportOptions, importFiles } from "../data/import/import-files.ts";
import type { ImportReport } from "../data/import/import-report.ts";
import { refreshAnswers } from "../data/refresh/refresh.ts";
import type { Database } from "../database/database.ts";
import { SetupError } from "../errors.ts";

/** The ways data comes in, composed for one database: files, the demo company, and a refresh by hand. */
export interface Loading {
  importFiles(
    options: Pick<ImportOptions, "paths" | "quarantine" | "replaceMonths" | "who" | "progress" | "signal">,
  ): Promise<ImportReport>;
  undo(load: number, who?: string): Promise<UndoReport>;
  importDemo(
    options: Pick<ImportOptions, "who" | "progress" | "signal"> & { readonly scale?: DemoScale },
  ): Promise<ImportReport>;
  refresh(progress?: (done: number, of: number) => void): Promise<void>;
  isEmpty(): Promise<boolean>;
}

export const createLoading = (options: {
  readonly database: Database;
  readonly fiscalYearStartMonth: number;
  readonly folder: string;
  readonly now: () => Date;
}): Loading => {
  const { database, fiscalYearStartMonth, now } = options;
  const importAll = (
    given: Omit<ImportOptions, "database" | "rejectsFolder" | "fiscalYearStartMonth" | "refresh" | "now">,
  ) =>
    importFiles({
      ...given,
      database,
      fiscalYearStartMonth,
      now,
      rejectsFolder: join(options.folder, "rejects"),
      refresh: (session, months) => refreshAnswers(session, { months, fiscalYearStartMonth }),
    });

  return {
    importFiles: importAll,
    undo: (load, who) =>
      undoLoad({
        ...{ database, load, now, ...(who ? { who } : {}) },
        refresh: (session, months) => refreshAnswers(session, { months, fiscalYearStartMonth }),
      }),
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
    refresh: (progress) =>
      database.session((session) =>
        session.transaction(async () => {
          const { rows } = await session.run("SELECT CAST(COUNT(*) AS text) AS loads FROM load");
          if (rows[0]?.loads === "0")
            throw new SetupError(
              "Nothing is loaded yet: there is nothing to refresh. Load your files with: npx bims import FOLDER",
            );
          await refreshAnswers(session, {
            months: "all",
            fiscalYearStartMonth,
            ...(progress ? { progress } : {}),
          });
        }),
      ),
    isEmpty: async () => (await database.client.load.count()) === 0,
  };
};
