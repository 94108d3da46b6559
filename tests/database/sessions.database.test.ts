import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { join, raw, sql } from "../../src/database/sql.ts";
import { emptyTables, openTestDatabase } from "../support/database.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyTables(database));
afterAll(() => database.close());

const columns = ["market", "sub_zone", "region"];
const markets = async (): Promise<string[]> =>
  (await database.query<{ market: string }>(sql`SELECT market FROM dim_market ORDER BY market`)).map(
    (row) => row.market,
  );

async function* lines(count: number, region = "Region"): AsyncGenerator<string> {
  for (let line = 0; line < count; line++) yield `Market ${line},"Zone, ""${line}""",${region}\n`;
}

describe("a question", () => {
  it("gets numbers for double precision and int4, bigint for int8, text for a numeric cast to it", async () => {
    const rows = await database.query(
      sql`SELECT 0.1::float8 AS a, 2 AS b, 3::int8 AS c, (1.50::numeric)::text AS d, NULL::float8 AS e`,
    );
    expect(rows).toEqual([{ a: 0.1, b: 2, c: 3n, d: "1.50", e: null }]);
  });

  it("gets a date as midnight UTC", async () => {
    const rows = await database.query(
      sql`SELECT DATE '2021-09-01' AS day, TIMESTAMPTZ '2021-09-01 08:00+05:30' AS at`,
    );
    expect(rows).toEqual([{ day: new Date("2021-09-01T00:00:00Z"), at: new Date("2021-09-01T02:30:00Z") }]);
  });

  it("takes values apart from its text", async () => {
    const names = ["Norway", "O'Hare; DROP TABLE dim_market"];
    const rows = await database.query(
      sql`SELECT v FROM (VALUES (${names[0]}), (${names[1]})) AS t (v) WHERE v IN (${join(names)}) ORDER BY ${raw("v")}`,
    );
    expect(rows).toEqual(names.map((v) => ({ v })));
  });

  it("is told that it overran its deadline, and the next one is answered", async () => {
    const started = performance.now();
    const slow = database.query(sql`SELECT count(*) FROM generate_series(1, 2000000000)`, { deadline: 300 });
    await expect(slow).rejects.toMatchObject({ name: "DeadlineError", milliseconds: 300 });
    expect(performance.now() - started).toBeLessThan(1_300);
    expect(await database.query(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});

describe("several questions at once", () => {
  it("have a deadline each", async () => {
    const patient = database.query(sql`SELECT 1 AS done FROM pg_sleep(0.4)`, { deadline: 3_000 });
    const hasty = database.query(sql`SELECT 1 AS done FROM pg_sleep(30)`, { deadline: 200 });
    const plain = database.query(sql`SELECT 1 AS done`);
    await expect(hasty).rejects.toMatchObject({ milliseconds: 200 });
    expect(await Promise.all([patient, plain])).toEqual([[{ done: 1 }], [{ done: 1 }]]);
  });
});

describe("a session", () => {
  it("returns text and null, and counts what it changed", async () => {
    await database.session(async ({ run }) => {
      const inserted = await run("INSERT INTO dim_market VALUES ($1, $2, $3), ($4, $2, $3)", [
        "Norway",
        "Nordics",
        "Europe",
        "Sweden",
      ]);
      expect(inserted).toEqual({ rows: [], affected: 2 });
      const { rows } = await run(
        "SELECT 1 AS a, 2.50 AS b, DATE '2021-09-01' AS c, TRUE AS d, NULL AS e, ARRAY['x'] AS f, '{\"g\":1}'::jsonb AS g",
      );
      expect(rows).toEqual([
        { a: "1", b: "2.50", c: "2021-09-01", d: "t", e: null, f: "{x}", g: '{"g": 1}' },
      ]);
    });
  });

  it("copies CSV with quotes, and an unquoted empty field as NULL", async () => {
    await database.session(async ({ run, copyIn }) => {
      await run("CREATE UNLOGGED TABLE staging (line INT, value TEXT)");
      const csv = async function* () {
        yield '1,plain\n2,"two\nli';
        yield Buffer.from('nes, and ""quotes"""\n3,\n4,""\n5,é');
        yield "\n";
      };
      expect(await copyIn("staging", ["line", "value"], csv())).toBe(5);
      const { rows } = await run("SELECT value FROM staging ORDER BY line");
      expect(rows.map(({ value }) => value)).toEqual(["plain", 'two\nlines, and "quotes"', null, "", "é"]);
      await run("DROP TABLE staging");
    });
  });

  it("copies nothing from nothing", async () => {
    expect(await database.session(({ copyIn }) => copyIn("dim_market", columns, lines(0)))).toBe(0);
  });

  it("copies more than one piece", async () => {
    const long = "Region ".repeat(60).trim();
    const rows = await database.session(({ copyIn }) => copyIn("dim_market", columns, lines(12_000, long)));
    expect(rows).toBe(12_000);
    expect(await database.client.market.count()).toBe(12_000);
  });

  it("says which line of a copy was refused, and goes on", async () => {
    const csv = async function* () {
      yield "Norway,Nordics,Europe\nSweden,Nordics,\n";
    };
    await database.session(async ({ copyIn }) => {
      await expect(copyIn("dim_market", columns, csv())).rejects.toMatchObject({
        name: "StatementError",
        code: "23502",
        where: expect.stringContaining("line 2"),
      });
    });
    expect(await markets()).toEqual([]);
  });

  it("stops copying when its source fails", async () => {
    const csv = async function* () {
      yield "Norway,Nordics,Europe\n";
      throw new Error("half a gzip");
    };
    await database.session(({ copyIn, transaction }) =>
      expect(transaction(() => copyIn("dim_market", columns, csv()))).rejects.toThrow("half a gzip"),
    );
    expect(await markets()).toEqual([]);
  });

  it("keeps all of a transaction or nothing", async () => {
    const insert = (market: string) => `INSERT INTO dim_market VALUES ('${market}', 'Nordics', 'Europe')`;
    await database.session(async ({ run, transaction }) => {
      await transaction(() => run(insert("Norway")));
      const failing = transaction(async () => {
        await run(insert("Sweden"));
        await run(insert("Norway"));
      });
      await expect(failing).rejects.toMatchObject({ code: "23505", constraint: "dim_market_pkey" });
    });
    expect(await markets()).toEqual(["Norway"]);
  });

  it("waits for the one before", async () => {
    const order: string[] = [];
    const session = (name: string) =>
      database.session(async ({ run }) => {
        order.push(`${name} begins`);
        await run("SELECT pg_sleep(0.05)");
        order.push(`${name} ends`);
      });
    await Promise.all([session("first"), session("second")]);
    expect(order).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  });

  it("lets questions be answered between its statements", async () => {
    let answered = 0;
    let running = true;
    const asking = (async () => {
      while (running) answered += (await database.query(sql`SELECT 1`)).length;
    })();
    await database.session(async ({ run }) => {
      for (let statement = 0; statement < 5; statement++) await run("SELECT pg_sleep(0.02)");
    });
    running = false;
    await asking;
    expect(answered).toBeGreaterThanOrEqual(4);
  });

  it("keeps its tables through VACUUM and ANALYZE", async () => {
    await database.session(({ copyIn }) => copyIn("dim_market", columns, lines(10)));
    await database.maintain(["dim_market", "public.dim_customer"]);
    expect(await markets()).toHaveLength(10);
  });
});

describe("Prisma's transaction", () => {
  it("hides its work until it ends, and undoes it when it fails", async () => {
    const work = database.client.$transaction(async (transaction) => {
      await transaction.market.create({ data: { market: "Norway", subZone: "Nordics", region: "Europe" } });
      throw new Error("changed my mind");
    });
    await expect(work).rejects.toThrow("changed my mind");
    expect(await markets()).toEqual([]);
  });

  it("reports a broken key as Prisma does", async () => {
    const data = { market: "Norway", subZone: "Nordics", region: "Europe" };
    await database.client.market.create({ data });
    await expect(database.client.market.create({ data })).rejects.toMatchObject({ code: "P2002" });
  });
});
