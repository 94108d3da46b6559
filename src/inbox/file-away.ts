import { constants } from "node:fs";
import { copyFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { freeName } from "./free-name.ts";
import { places } from "./prepare-inbox.ts";

/** Where the files of one round end, with their report and what was rejected. */
export interface Filing {
  readonly inbox: string;
  readonly place: "done" | "refused";
  /** Paths of the files. */
  readonly files: readonly string[];
  /** The text beside them; none where another filing of the same round has it. */
  readonly report?: string;
  readonly rejectsFile: string | null;
  readonly now: Date;
}

/**
 * Moves them all under one time stamp, never over another file. Returns where the report is, or why it could not be
 * written; throws when a file cannot be moved.
 */
export const fileAway = async (filing: Filing): Promise<string> => {
  const folder = join(filing.inbox, places[filing.place]);
  const stamp = filing.now.toISOString().slice(0, 19).replaceAll(":", "-");
  const free = async (name: string): Promise<string> =>
    join(folder, await freeName(folder, `${stamp} ${name}`));
  for (const file of filing.files) await move(file, await free(basename(file)));
  try {
    if (filing.report === undefined) return "";
    const path = await free("report.txt");
    await writeFile(path, filing.report, { flag: "wx" });
    // The folder of rejects keeps its own copy, which the report names.
    if (filing.rejectsFile !== null)
      await copyFile(filing.rejectsFile, await free("rejects.csv"), constants.COPYFILE_EXCL);
    return path;
  } catch (error) {
    return `it could not be written (${(error as Error).message})`;
  }
};

const move = async (from: string, to: string): Promise<void> => {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    // done/ lies on another disk.
    await copyFile(from, to, constants.COPYFILE_EXCL);
    await rm(from);
  }
};
