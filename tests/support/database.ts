import { randomUUID } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import type { Database, Session } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";

/** The engine that this project tests: `*.database.test.ts` runs on both. */
export const testEngine = process.env.BIMS_TEST_ENGINE === "postgres" ? "postgres" : "embedded";

/** An empty, migrated database of its own (about half a second); `close` removes it. */
export const openTestDatabase = (): Promise<Database> =>
  testEngine === "postgres" ? openServerDatabase() : openFolderDatabase();

/** BIMS's data folder with an empty, migrated embedded database in it. The caller removes it. */
export const copyTemplateFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "bims-test-"));
  await cp(inject("templateFolder"), join(folder, "database"), { recursive: true });
  return folder;
};

/** An empty, migrated database on the test server, as a DATABASE_URL. */
export const copyTemplateDatabase = async (): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const server = process.env.BIMS_TEST_DATABASE_URL ?? "";
  const name = `bims_test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${inject("templateDatabase")}`);
  const url = new URL(server);
  url.pathname = name;
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
};

/** Back to the state of a fresh database, for the next test of the same file. */
export const emptyTables = (database: Database): Promise<void> =>
  database.session(async ({ run }) => {
    const { rows } = await run(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
    );
    await run(`TRUNCATE ${rows.map(({ name }) => name).join(", ")} RESTART IDENTITY CASCADE`);
    await run("DROP SCHEMA IF EXISTS answers CASCADE");
  });

/** Runs what it is given in a transaction that leaves no trace. Questions of the database itself wait meanwhile. */
export const withRollback = async <T>(
  database: Database,
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const done = new Error("rolled back");
  let value: T | undefined;
  await database
    .session((session) =>
      session.transaction(async () => {
        value = await work(session);
        throw done;
      }),
    )
    .catch((error: unknown) => {
      if (error !== done) throw error;
    });
  return value as T;
};

const openFolderDatabase = async (): Promise<Database> => {
  const folder = await copyTemplateFolder();
  const database = await openDatabase({ folder });
  return closingWith(database, () => rm(folder, { recursive: true }));
};

const openServerDatabase = async (): Promise<Database> => {
  const { url, drop } = await copyTemplateDatabase();
  return closingWith(await openDatabase({ url, folder: tmpdir() }), drop);
};

const closingWith = (database: Database, remove: () => Promise<void>): Database => ({
  ...database,
  close: async () => {
    await database.close();
    await remove();
  },
});

const onServer = async (server: string, text: string): Promise<void> => {
  const client = new pg.Client(server);
  await client.connect();
  await client.query(text).finally(() => client.end());
};
