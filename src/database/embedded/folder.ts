import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { SetupError } from "../../errors.ts";
import { makeFolder } from "../../make-folder.ts";
import { startWorker } from "../../worker-thread.ts";
import { madeBy } from "./version.ts";

const making = "database.making";

/**
 * The folder of the embedded database inside BIMS's data folder, made where it is missing. Call it under the lock.
 * It is made beside, in a thread that ends (making takes 400 MB that a thread gives back), and renamed when complete:
 * a kill on the way leaves nothing that looks like a database.
 */
export const prepareFolder = async (dataFolder: string): Promise<string> => {
  const folder = join(dataFolder, "database");
  if (!existsSync(folder)) {
    const unfinished = join(dataFolder, making);
    await rm(unfinished, { recursive: true, force: true });
    await createFolder(unfinished);
    await rename(unfinished, folder);
  }
  await refuseForeignVersion(folder);
  return folder;
};

/** Makes a folder with an empty, migrated database; nothing else may use it before this is done. */
export const createFolder = async (folder: string): Promise<void> => {
  await makeFolder(folder);
  await new Promise<void>((resolve, reject) => {
    const worker = startWorker(import.meta.url, "./create-worker", { workerData: { folder } });
    worker.once("error", reject);
    worker.once("exit", (status) =>
      status === 0
        ? resolve()
        : reject(new SetupError(`The embedded database could not be made in ${folder}.`)),
    );
  });
};

const refuseForeignVersion = async (folder: string): Promise<void> => {
  const version = (await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => "")).trim();
  if (version === madeBy) return;
  if (version === "") {
    const held = await readdir(folder);
    throw new SetupError(
      `${folder} is not a database of BIMS (it holds ${held.slice(0, 3).join(", ") || "nothing"}). Move it away or set BIMS_DATA_DIR to another folder.`,
    );
  }
  const other = Number(version) < Number(madeBy) ? "an older" : "a newer";
  throw new SetupError(
    `${folder} was made by ${other} BIMS (its format is ${version}, this one reads ${madeBy}). Move the folder away and import your files again, or use the BIMS that made it.`,
  );
};
