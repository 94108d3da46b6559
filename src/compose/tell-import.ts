import type { ImportProgress } from "../data/import/import-report.ts";
import type { OnProgress } from "../terminal/tools.ts";

/** What the terminal says while an import runs. */
export const tellImport =
  (progress: OnProgress) =>
  ({ phase, file, done, total }: ImportProgress): void =>
    progress(words[phase](file), done, Math.max(1, total));

export const tellRefresh =
  (progress: OnProgress) =>
  (done: number, total: number): void =>
    progress(words.refresh(""), done, total);

const words: Readonly<Record<ImportProgress["phase"], (what: string) => string>> = {
  examine: (file) => `Looking at ${file}`,
  read: (file) => `Reading ${file}`,
  check: (table) => `Checking the rules of ${table}`,
  compare: (table) => `Comparing ${table} with what is loaded`,
  load: (table) => `Writing ${table}`,
  refresh: () => "Computing the answers",
};
