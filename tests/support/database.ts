import { randomUUID } from "node:crypto";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import type { Database, Session } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";

/** The engine that this project tests: `*.database.test.ts` runs on both. */
export const testEngine = process.env.BIMS_TEST_ENGINE === "postgres" ? "postgres" : "embedded";

/** An empty, migrated database that nobody else uses until `close`. */
export const openTestDatabase = (): Promise<Database> =>
  testEngine === "postgres" ? openServerDatabase() : borrowFolderDatabase();

/** BIMS's data folder with an empty, migrated embedded database in it. The caller removes it; else the end of the run. */
export const copyTemplateFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(inject("runFolder"), "data-"));
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

/**
 * Back to the state of a fresh database, for the next test. Few rows are deleted, since truncating all tables takes a
 * tenth of a second; in one statement, so that references break for nobody.
 */
export const emptyTables = (database: Database): Promise<void> =>
  database.session(async ({ run }) => {
    const { rows } = await run(`
      SELECT format('%I.%I', schemaname, tablename) AS name,
        pg_relation_size(format('%I.%I', schemaname, tablename)) AS bytes
      FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`);
    const names = rows.map(({ name }) => name);
    const deletions = names.map((name, at) => `gone_${at} AS (DELETE FROM ${name})`);
    await run(
      rows.some(({ bytes }) => Number(bytes) > 1_000_000)
        ? `TRUNCATE ${names.join(", ")} CASCADE`
        : `WITH ${deletions.join(", ")} SELECT`,
    );
    await run(`SELECT setval(format('%I.%I', schemaname, sequencename), 1, false)
      FROM pg_sequences WHERE schemaname = 'public'`);
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

/**
 * Embedded databases of this process that no file uses now. Opening one takes two seconds and emptying it none, and
 * WebAssembly that has run for a while runs several times as fast.
 */
const idle: Database[] = [];

const borrowFolderDatabase = async (): Promise<Database> => {
  const database = idle.pop() ?? (await openFolderDatabase());
  return {
    ...database,
    close: async () => {
      await emptyTables(database);
      idle.push(database);
    },
  };
};

/** Stays open until the process ends; its folder goes at the end of the run. */
const openFolderDatabase = async (): Promise<Database> =>
  openDatabase({ folder: await copyTemplateFolder() });

const openServerDatabase = async (): Promise<Database> => {
  const { url, drop } = await copyTemplateDatabase();
  const database = await openDatabase({ url, folder: tmpdir() });
  return {
    ...database,
    close: async () => {
      await database.close();
      await drop();
    },
  };
};

const onServer = async (server: string, text: string): Promise<void> => {
  const client = new pg.Client(server);
  await client.connect();
  await client.query(text).finally(() => client.end());
};
