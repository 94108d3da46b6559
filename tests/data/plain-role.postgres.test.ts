import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { restoreBackup } from "../../src/data/backup/restore-backup.ts";
import { writeBackup } from "../../src/data/backup/write-backup.ts";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { adding, importTiny, withFiles } from "./import/tiny-company.ts";

const server = process.env.BIMS_TEST_DATABASE_URL ?? "";
const name = `bims_plain_${process.pid}`;
const url = new URL(server);
url.pathname = `/${name}`;
url.username = name;
url.password = name;

const administer = async (...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client(server);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

let database: Database;
beforeAll(async () => {
  await administer(`CREATE ROLE ${name} LOGIN PASSWORD '${name}'`, `CREATE DATABASE ${name} OWNER ${name}`);
  database = await openDatabase({ url: url.href, folder: "/nowhere" });
});
afterAll(async () => {
  await database.close();
  await administer(`DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`);
});

const foreignKeys = (): Promise<{ name: string; number: string; definition: string }[]> =>
  database.client.$queryRaw`
    SELECT CAST(conname AS text) AS name, CAST(oid AS text) AS number, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' ORDER BY conname`;
const withoutNumber = (keys: Awaited<ReturnType<typeof foreignKeys>>) =>
  keys.map(({ name, definition }) => `${name} ${definition}`);
const numberOf = (keys: Awaited<ReturnType<typeof foreignKeys>>): string | undefined =>
  keys.find(({ name }) => name === "fact_sales_monthly_product_code_fkey")?.number;

/** More rows than references are checked one by one for. */
const manyShops = (units: number) => {
  const shops = Array.from({ length: 10_001 }, (_, at) => `C${at}`);
  return withFiles({
    ...adding("dim_customer.csv", ...shops.map((code) => `${code},Shop ${code},Norland,E-Commerce,Direct`)),
    ...adding("fact_sales_monthly.csv", ...shops.map((code) => `2020-09-01,P1,${code},${units}`)),
  });
};

test("a first large load of an ordinary role checks references once, and leaves every foreign key as it was", async () => {
  const before = await foreignKeys();
  expect(before.length).toBeGreaterThan(8);
  const failing = importTiny(database, manyShops(1), {
    refresh: () => Promise.reject(new Error("stopped on purpose")),
  });
  await expect(failing).rejects.toThrow("stopped on purpose");
  expect(await foreignKeys()).toEqual(before);

  expect((await importTiny(database, manyShops(1))).report).toMatchObject({ outcome: "loaded" });
  const after = await foreignKeys();
  expect(withoutNumber(after)).toEqual(withoutNumber(before));
  expect(numberOf(after)).not.toBe(numberOf(before));
  await expect(
    database.client.$executeRaw`INSERT INTO fact_sales_monthly VALUES ('2021-01-01', 'stranger', '101', 1)`,
  ).rejects.toThrow("fact_sales_monthly_product_code_fkey");

  expect((await importTiny(database, manyShops(2))).report).toMatchObject({ outcome: "loaded" });
  expect(await foreignKeys()).toEqual(after);
});

test("a restore by an ordinary role does so too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bims-plain-role-"));
  const file = join(folder, "backup.tar");
  const now = () => new Date("2026-01-06T08:00:00Z");
  const before = await foreignKeys();
  const { rows } = await writeBackup({ database, file, now });
  const options = { database, file, force: true, fiscalYearStartMonth: 9, now, refresh: async () => {} };
  expect(await restoreBackup(options)).toMatchObject({ rows });
  const after = await foreignKeys();
  expect(withoutNumber(after)).toEqual(withoutNumber(before));
  expect(numberOf(after)).not.toBe(numberOf(before));
  await rm(folder, { recursive: true });
});
