import { createLoading } from "../../../src/compose/loading.ts";
import type { ImportOptions } from "../../../src/data/import/import-files.ts";
import type { ImportReport } from "../../../src/data/import/import-report.ts";
import type { Database } from "../../../src/database/database.ts";
import type { Version } from "./company.ts";

interface ToLoad extends Partial<Pick<ImportOptions, "progress" | "signal">> {
  readonly version: Version;
  /** Folder with its files. */
  readonly path: string;
  readonly rejects: string;
}

/** Imports a version as the product does: facts of its months are replaced, so that nothing of the other stays. */
export const loadVersion = (
  database: Database,
  { version, path, rejects, ...options }: ToLoad,
): Promise<ImportReport> =>
  createLoading({ database, fiscalYearStartMonth: 9, folder: rejects, now: () => new Date() }).importFiles({
    paths: [path],
    quarantine: false,
    replaceMonths: true,
    who: version,
    ...options,
  });
