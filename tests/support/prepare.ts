import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rename, rm, statfs } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder with an empty, migrated embedded database, to be copied. */
    readonly templateFolder: string;
    /** Folder of this run, removed at its end. */
    readonly runFolder: string;
    /** Name of the same on the server of BIMS_TEST_DATABASE_URL; empty without one. */
    readonly templateDatabase: string;
  }
}

const root = join(import.meta.dirname, "..", "..");

/** Once per run: the empty databases that tests copy. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const server = process.env.BIMS_TEST_DATABASE_URL;
  project.provide("templateFolder", await makeTemplateFolder());
  project.provide("templateDatabase", server ? await makeTemplateDatabase(server) : "");
  const runFolder = await makeRunFolder();
  project.provide("runFolder", runFolder);
  return () => rm(runFolder, { recursive: true, force: true, maxRetries: 5 });
};

const memory = "/dev/shm";

/** In memory where that has room for many databases: making and removing their thousand files then costs nothing. */
const makeRunFolder = async (): Promise<string> => {
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  const place = room > 4e9 ? memory : tmpdir();
  for (const name of await readdir(place)) {
    const [, pid] = /^bims-run-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(place, name), { recursive: true, force: true });
  }
  return mkdtemp(join(place, `bims-run-${process.pid}-`));
};

/** A run that was killed leaves its folder behind, for the next one to remove. */
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Made once for these migrations and this PGlite, and kept in the temporary folder for the next run. */
const makeTemplateFolder = async (): Promise<string> => {
  const folder = join(tmpdir(), `bims-template-${fingerprint()}`);
  if (existsSync(folder)) return folder;
  const { createFolder } = await import("../../src/database/embedded/folder.ts");
  const making = `${folder}.${process.pid}`;
  await createFolder(making);
  await rename(making, folder).catch(() => rm(making, { recursive: true }));
  return folder;
};

const makeTemplateDatabase = async (server: string): Promise<string> => {
  const name = `bims_template_${fingerprint()}`;
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(7)");
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return name;
    await client.query(`CREATE DATABASE ${name}_making`);
    const url = new URL(server);
    url.pathname = `${name}_making`;
    const { openDatabase } = await import("../../src/database/open-database.ts");
    await (await openDatabase({ url: url.href, folder: tmpdir() })).close();
    await client.query(`ALTER DATABASE ${name}_making RENAME TO ${name}`);
    return name;
  } finally {
    await client.end();
  }
};

const fingerprint = (): string => {
  const migrations = join(root, "prisma/migrations");
  const hash = createHash("sha256");
  for (const name of readdirSync(migrations).sort()) {
    const script = join(migrations, name, "migration.sql");
    if (existsSync(script)) hash.update(name).update(readFileSync(script));
  }
  const pglite = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  hash.update(readFileSync(join(pglite, "../../package.json")));
  return hash.digest("hex").slice(0, 16);
};
