import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";

export const openTestDatabase = async (): Promise<Database> => {
  const folder = await mkdtemp(join(tmpdir(), "bims-digests-"));
  if (process.env.BIMS_TEST_ENGINE !== "postgres") return openDatabase({ folder });
  return openDatabase({ url: await createServerDatabase(), folder });
};

export const openChaosDatabase = async (): Promise<{ readonly database: Database; readonly url: string }> => {
  const url = await createServerDatabase();
  return { url, database: await openDatabase({ url, folder: "" }) };
};

const createServerDatabase = async (): Promise<string> => {
  const base = process.env.BIMS_TEST_DATABASE_URL ?? "";
  const name = `digests_${process.pid}_${Date.now()}`;
  const admin = new Client({ connectionString: base });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.href;
};
