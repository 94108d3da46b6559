import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { raw, sql } from "../../src/database/sql.ts";
import { copyTemplateDatabase, openTestDatabase } from "../support/database.ts";

const rounds = Math.max(4, Math.round(40 * Number(process.env.PROOF_SCALE ?? 0.1)));
const deadline = 300;
const runaways = [
  "SELECT count(*) AS count FROM generate_series(1, 1000000000)",
  "SELECT count(*) AS count FROM generate_series(1, 50000) a, generate_series(1, 50000) b WHERE a.a + b.b < 0",
];

const opened: { database: Database; close(): Promise<void> }[] = [];
beforeAll(async () => {
  const embedded = await openTestDatabase();
  const { url, drop } = await copyTemplateDatabase();
  const server = await openDatabase({ url, folder: tmpdir() });
  opened.push({ database: embedded, close: embedded.close });
  opened.push({ database: server, close: () => server.close().then(drop) });
});
afterAll(async () => {
  for (const { close } of opened) await close();
});

test.each(["embedded", "postgres"] as const)(
  "a runaway question is stopped within a second of its deadline, and the others go on (%s)",
  async (engine) => {
    const found = opened.find(({ database }) => database.engine === engine)?.database as Database;
    await found.session(({ run }) => run("CREATE TABLE kept (round INTEGER)"));
    const [stops, waits]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      await found.session(({ run }) => run(`INSERT INTO kept VALUES (${round})`));
      const started = performance.now();
      const after = (): number => performance.now() - started - deadline;
      const runaway = found.query(sql`${raw(runaways[round % 2] ?? "")}`, { deadline });
      const other = found.query<{ count: number }>(sql`SELECT CAST(count(*) AS integer) AS count FROM kept`);
      await expect(runaway).rejects.toMatchObject({ name: "DeadlineError" });
      stops.push(after());
      expect(await other).toEqual([{ count: round + 1 }]);
      waits.push(after());
    }
    process.stdout.write(
      `Runaway question, ${engine}: stopped ${figures(stops)} ms after its deadline, others waited ${figures(waits)} ms, lost rows 0, n ${rounds}\n`,
    );
    expect(Math.max(...stops)).toBeLessThan(1_000);
  },
  120_000,
);

/** Median and worst. */
const figures = (values: readonly number[]): string => {
  const sorted = [...values].sort((a, b) => a - b).map(Math.round);
  return `${sorted[Math.floor(sorted.length / 2)]} (worst ${sorted.at(-1)})`;
};
