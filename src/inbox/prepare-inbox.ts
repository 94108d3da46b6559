import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SetupError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";

/** Where files go from the inbox; all of them are folders in it. */
export const places = Object.freeze({ working: "working", done: "done", refused: "refused" });

/** Makes the folders that files are moved to. Throws a SetupError where there is no inbox, or none to write to. */
export const prepareInbox = async (folder: string): Promise<void> => {
  const stats = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    throw new SetupError(
      error.code === "ENOENT"
        ? `BIMS_INBOX names ${folder}, but there is no such folder. Create it, or correct BIMS_INBOX.`
        : `The folder of BIMS_INBOX, ${folder}, cannot be read (${error.code}). Give this account the right to read it.`,
    );
  });
  if (!stats.isDirectory())
    throw new SetupError(
      `BIMS_INBOX names ${folder}, which is not a folder. Name the folder where files arrive.`,
    );
  try {
    for (const place of [places.done, places.refused]) await makeFolder(join(folder, place));
    const probe = join(folder, `.bims-${process.pid}`);
    await writeFile(probe, "");
    await rm(probe, { force: true });
  } catch (error) {
    throw new SetupError(
      `BIMS cannot write to the folder of BIMS_INBOX, ${folder} (${(error as NodeJS.ErrnoException).code}): it moves each ` +
        "file to done/ or refused/ there. Give this account the right to write, or make room on its disk.",
    );
  }
};
