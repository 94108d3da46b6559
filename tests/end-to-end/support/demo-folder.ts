import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { inject } from "vitest";
import { openDatabase } from "../../../src/database/open-database.ts";
import { copyTemplateFolder } from "../../support/database.ts";
import { fillDemo } from "../../support/fill-demo.ts";

/** BIMS's data folder with the demo company in it (about a second). The caller removes it. */
export const copyDemoFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "bims-demo-"));
  await cp(await demoFolder(), folder, { recursive: true });
  return folder;
};

/** Filled once for these sources, and kept in the temporary folder for the other files and the next run. */
const demoFolder = async (): Promise<string> => {
  const folder = join(tmpdir(), `bims-demo-${await fingerprint()}`);
  if (existsSync(folder)) return folder;
  const making = await copyTemplateFolder();
  const database = await openDatabase({ folder: making });
  await fillDemo(database);
  await database.close();
  await rename(making, folder).catch(() => rm(making, { recursive: true }));
  return folder;
};

const sources = ["src/data", "src/data/demo", "src/data/refresh", "src/database"];

/** Of the empty database and of everything that decides what is in it once it is filled. */
const fingerprint = async (): Promise<string> => {
  const hash = createHash("sha256").update(basename(inject("templateFolder")));
  for (const source of sources)
    for (const entry of await readdir(source, { withFileTypes: true }))
      if (entry.isFile()) hash.update(await readFile(join(source, entry.name)));
  return hash.digest("hex").slice(0, 16);
};
