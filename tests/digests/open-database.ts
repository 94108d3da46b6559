import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";

export const openTestDatabase = async (): Promise<Database> => {
  const folder = await mkdtemp(join(tmpdir(), "bims-digests-"));
  if (process.env.BIMS_TEST_ENGINE !== "postgres") return openDatabase({ folder });
  const base = process.env.BIMS_TEST_DATABASE_URL ?? "";
  const name = `digests_${process.pid}_${Date.now()}`;
  const admin = new Client({ connectionString: base });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(base);
  url.pathname = `/${name}`;
  return openDatabase({ url: url.href, folder });
};
