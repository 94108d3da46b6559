import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { inject } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { fillDemo } from "./fill-demo.ts";

/** BIMS's data folder with the demo company in it (about a second). The caller removes it; else the end of the run. */
export const copyDemoFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(inject("runFolder"), "demo-"));
  await cp(await demoFolder(), folder, { recursive: true });
  return folder;
};

/** Filled once for these sources, and kept in the temporary folder for the other files and the next run. */
const demoFolder = async (): Promise<string> => {
  const folder = join(tmpdir(), `bims-demo-${await fingerprint()}`);
  const lock = `${folder}.filling`;
  while (!existsSync(folder)) {
    if (await isFirst(lock)) await fill(folder).finally(() => rm(lock, { recursive: true }));
    else await wait(200);
  }
  return folder;
};

/** Of several files that need it at once, one fills it; a lock older than minutes is a killed run's. */
const isFirst = async (lock: string): Promise<boolean> => {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const made = await stat(lock).catch(() => undefined);
    if (made && made.mtimeMs < Date.now() - 180_000) await rm(lock, { recursive: true, force: true });
    return false;
  }
};

const fill = async (folder: string): Promise<void> => {
  await forgetOldFolders();
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  await cp(inject("templateFolder"), join(making, "database"), { recursive: true });
  const database = await openDatabase({ folder: making });
  await fillDemo(database);
  await database.close();
  await rename(making, folder);
};

/** Each holds 150 MB; a day after its sources changed nobody needs it. */
const forgetOldFolders = async (): Promise<void> => {
  const dayAgo = Date.now() - 86_400_000;
  for (const name of await readdir(tmpdir())) {
    const path = join(tmpdir(), name);
    if (/^bims-demo-[0-9a-f]{16}(\.making)?$/.test(name) && (await stat(path)).mtimeMs < dayAgo)
      await rm(path, { recursive: true, force: true });
  }
};

const sources = ["src/data", "src/data/demo", "src/data/refresh", "src/database", "tests/support"];
/** Names the columns that answers are made of: a service that starts on others makes all of them anew. */
const measures = "src/metric.ts";

/** Of the empty database and of everything that decides what is in it once it is filled. */
const fingerprint = async (): Promise<string> => {
  const hash = createHash("sha256").update(basename(inject("templateFolder")));
  hash.update(await readFile(measures));
  for (const source of sources)
    for (const entry of await readdir(source, { withFileTypes: true }))
      if (entry.isFile()) hash.update(await readFile(join(source, entry.name)));
  return hash.digest("hex").slice(0, 16);
};
