import pg from "pg";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { sql } from "../../src/database/sql.ts";
import { copyTemplateDatabase } from "../support/database.ts";

const server = process.env.BIMS_TEST_DATABASE_URL ?? "";
const changed = (change: (url: URL) => void): string => {
  const url = new URL(server);
  change(url);
  return url.href;
};
const refusal = (url: string) =>
  openDatabase({ url, folder: "/nowhere" }).then(
    () => "opened",
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe("a PostgreSQL server", () => {
  it("without the database is refused with how to make it", async () => {
    const said = await refusal(changed((url) => (url.pathname = "/no_such_database")));
    expect(said).toMatch(/^SetupError: PostgreSQL at .+ has no database "no_such_database"\. Create it/);
  });

  it("that does not know the user is refused with what to correct", async () => {
    const said = await refusal(changed((url) => (url.username = "nobody_here")));
    expect(said).toMatch(
      /^SetupError: PostgreSQL at .+ refused the user or password of DATABASE_URL\. Correct them/,
    );
  });

  it("may be opened by two services at once, which migrate it once", async () => {
    const client = new pg.Client(server);
    await client.connect();
    await client.query("CREATE DATABASE bims_two_services");
    const url = changed((address) => (address.pathname = "/bims_two_services"));
    const databases = await Promise.all([1, 2].map(() => openDatabase({ url, folder: "/nowhere" })));
    const counts = await Promise.all(databases.map((database) => database.client.market.count()));
    expect(counts).toEqual([0, 0]);
    for (const database of databases) await database.close();
    await client.query("DROP DATABASE bims_two_services WITH (FORCE)");
    await client.end();
  });

  it("lets sessions of two services work one after the other", async () => {
    const { url, drop } = await copyTemplateDatabase();
    const databases = await Promise.all([1, 2].map(() => openDatabase({ url, folder: "/nowhere" })));
    const order: string[] = [];
    await Promise.all(
      databases.map((database, index) =>
        database.session(async ({ run }) => {
          order.push(`${index} begins`);
          await run("SELECT pg_sleep(0.05)");
          order.push(`${index} ends`);
        }),
      ),
    );
    expect(order[1]).toBe(order[0]?.replace("begins", "ends"));
    for (const database of databases) await database.close();
    await drop();
  });

  it("whose tables somebody holds says so, and not that the question was too wide", async () => {
    const { url, drop } = await copyTemplateDatabase();
    const database = await openDatabase({ url, folder: "/nowhere" });
    const client = new pg.Client(url);
    await client.connect();
    await client.query("BEGIN; LOCK TABLE fact_sales_monthly IN ACCESS EXCLUSIVE MODE");
    const wide = () => database.query(sql`SELECT CAST(pg_sleep(9) AS text)`, { deadline: 300 });
    await expect(wide()).rejects.toThrow("This took longer than 0.3 seconds");
    await client.query("LOCK TABLE dim_market IN ACCESS EXCLUSIVE MODE");
    const ask = () => database.query(sql`SELECT market FROM dim_market`, { deadline: 300 });
    await expect(ask()).rejects.toThrow("The data is being replaced at this moment");
    await client.end();
    expect(await ask()).toEqual([]);
    await database.close();
    await drop();
  });

  it("whose connections are all busy says so, in time", async () => {
    const { url, drop } = await copyTemplateDatabase();
    const database = await openDatabase({ url, folder: "/nowhere" });
    const busy = Array.from({ length: 10 }, () =>
      database.query(sql`SELECT CAST(pg_sleep(12) AS text)`, { deadline: 20_000 }),
    );
    const client = new pg.Client(url);
    await client.connect();
    const asleep = () => client.query("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    await expect.poll(async () => (await asleep()).rowCount).toBe(10);
    await client.end();
    const ask = (options?: { deadline: number }) => database.query(sql`SELECT 1 AS one`, options);
    const said = "All 10 connections to the database are busy with other questions. Ask again in a moment.";
    await Promise.all([
      expect(ask()).rejects.toThrow(said),
      expect(ask({ deadline: 500 })).rejects.toThrow(said),
      Promise.all(busy),
    ]);
    await database.close();
    await drop();
  });

  it("goes on after its connections were cut", async () => {
    const { url, drop } = await copyTemplateDatabase();
    const database = await openDatabase({ url, folder: "/nowhere" });
    await database.client.market.count();
    const client = new pg.Client(url);
    await client.connect();
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bims' AND datname = current_database()",
    );
    await client.end();
    await expect.poll(() => database.client.market.count().catch(() => -1)).toBe(0);
    await database.close();
    await drop();
  });
});
