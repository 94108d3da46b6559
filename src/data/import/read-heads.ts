import { DataError } from "../../errors.ts";
import type { DateFormat } from "./date-format.ts";
import { findDateFormat } from "./date-style.ts";
import { examine } from "./examine.ts";
import type { ExaminedFile } from "./examined-file.ts";
import { type FoundFile, findFiles, insistOnFile } from "./find-files.ts";
import { isForeign, refuseTitles } from "./foreign-file.ts";
import type { ImportProgress } from "./import-report.ts";
import { type RecognisedFile, recognise } from "./recognise.ts";
import { told } from "./stage-tables.ts";
import { sayIgnored } from "./warnings.ts";

interface HeadsToRead {
  readonly dateFormat?: DateFormat | undefined;
  readonly paths: readonly string[];
  readonly progress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

interface Heads {
  readonly files: readonly RecognisedFile[];
  readonly warnings: readonly string[];
}

/** Examines every file whole before anything is staged, so that what cannot be read is said first. */
export const readHeads = async (options: HeadsToRead): Promise<Heads> => {
  const known: RecognisedFile[] = [];
  const warnings: string[] = [];
  const unreadable: DataError[] = [];
  for (const found of await findFiles(options.paths)) {
    options.progress?.({ ...told("examine", null), file: found.name });
    options.signal?.throwIfAborted();
    const read = await examineKnown(found);
    if (read instanceof DataError) {
      unreadable.push(read);
      warnings.push(`${found.name} was left alone: ${read.message}`);
      continue;
    }
    for (const examined of read) {
      const file = recognise(examined);
      const twin = known.find((other) => other.sha256 === examined.sha256 && other.table === file?.table);
      if (file === null) {
        await refuseTitles(examined);
        warnings.push(sayUnknown(examined));
      } else if (twin) warnings.push(`${found.name} holds the same as ${twin.name} and was read once`);
      else known.push(file);
    }
  }
  if (known.length === 0) {
    if (unreadable[0] !== undefined) throw unreadable[0];
    throw new DataError(
      `None of the ten tables is among these files. Name them after their tables, like fact_sales_monthly.csv.`,
    );
  }
  const files = await withDateFormats(withOwnNames(known), options.dateFormat);
  return { files, warnings: [...warnings, ...sayIgnored(files)] };
};

/** Its tables; or why it cannot be read, where it is none of the ten that only lies beside them. */
const examineKnown = async (found: FoundFile): Promise<readonly ExaminedFile[] | DataError> => {
  try {
    await insistOnFile(found.path);
    return await examine(found);
  } catch (error) {
    if (error instanceof DataError && (await isForeign(found))) return error;
    throw error;
  }
};

const withDateFormats = async (
  files: readonly RecognisedFile[],
  given: DateFormat | undefined,
): Promise<readonly RecognisedFile[]> => {
  const told: RecognisedFile[] = [];
  for (const file of files) told.push({ ...file, dateFormat: await findDateFormat(file, given) });
  return told;
};

const sayUnknown = ({ name, form }: ExaminedFile): string =>
  form.kind === "sql"
    ? `${name}: ${form.table} is none of the ten tables and was left alone`
    : `${name} is none of the ten tables and was left alone`;

/** Files of one table and one name in two folders are told apart by their paths. */
const withOwnNames = (files: readonly RecognisedFile[]): readonly RecognisedFile[] => {
  const nameOf = (file: ExaminedFile): string =>
    files.some((other) => other.name === file.name && other.path !== file.path) ? file.path : file.name;
  return files.map((file) => ({ ...file, name: nameOf(file) }));
};
