import { expect, test } from "vitest";
import { readStatus } from "../../src/data/status.ts";
import type { Database } from "../../src/database/database.ts";
import { raw, sql } from "../../src/database/sql.ts";
import { openTestDatabase } from "../support/database.ts";
import { importTiny, tinyCompany } from "./import/tiny-company.ts";

const rowsIn = async (database: Database, table: string): Promise<number> => {
  const [counted] = await database.query<{ rows: number }>(
    sql`SELECT CAST(COUNT(*) AS integer) AS rows FROM ${raw(table)}`,
    { deadline: 2_000 },
  );
  return counted?.rows ?? 0;
};

test("what questions read stands open while a load replaces the invented company; status waits for nothing", async () => {
  const database = await openTestDatabase();
  await importTiny(database, tinyCompany, { demo: true });
  const asked = ["dim_market", "dim_customer", "dim_product", "target", "alias", "load"];
  const before = await Promise.all(asked.map((table) => rowsIn(database, table)));
  let during: readonly number[] = [];
  let counted: Readonly<Record<string, number | null>> = {};
  const { report } = await importTiny(database, tinyCompany, {
    refresh: async () => {
      during = await Promise.all(asked.map((table) => rowsIn(database, table)));
      const { tables } = await readStatus(database);
      counted = Object.fromEntries(tables.map(({ table, rows }) => [table, rows]));
    },
  });
  expect(report).toMatchObject({ outcome: "loaded", replacedDemo: true });
  expect(during).toEqual(before);
  expect(counted).toMatchObject({
    dim_customer: 2,
    fact_sales_monthly: null,
    gross_price: null,
  });
  expect((await readStatus(database)).tables.every(({ rows }) => rows !== null)).toBe(true);
  await database.close();
});
