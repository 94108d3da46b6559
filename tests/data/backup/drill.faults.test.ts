import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAnswerer } from "../../../src/answer/answerer.ts";
import { restoreBackup } from "../../../src/data/backup/restore-backup.ts";
import { writeBackup } from "../../../src/data/backup/write-backup.ts";
import type { Database } from "../../../src/database/database.ts";
import { type Question, question } from "../../../src/question/question.ts";
import { emptyTables, openTestDatabase } from "../../support/database.ts";
import { randomFrom } from "../../support/random.ts";
import { filesOf, inventor, Ledger } from "../history/random-company.ts";
import { differences, readCells, refresh } from "../history/rollup-cells.ts";
import { importTiny } from "../import/tiny-company.ts";

const scale = Number(process.env.PROOF_SCALE ?? "0.1");
const seed = Number(process.env.PROOF_SEED ?? "20260108");
const count = Math.max(2, Math.round(20 * scale));
const now = () => new Date("2026-01-08T08:00:00Z");
const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;

let database: Database;
let other: Database;
let folder: string;
beforeAll(async () => {
  [database, other] = await Promise.all([openTestDatabase(), openTestDatabase()]);
  folder = await mkdtemp(join(tmpdir(), "bims-drill-"));
});
afterAll(async () => {
  await database.close();
  await other.close();
  await rm(folder, { recursive: true });
});

const fy2021 = { kind: "fiscal-year", year: 2021 } as const;
const asked: readonly Partial<Question>[] = [
  { kind: "measure", metrics: ["net_sales", "gross_margin_pct", "sold_quantity"] },
  { kind: "ranking", metrics: ["gross_sales"], by: ["product"] },
  { kind: "ranking", metrics: ["sold_quantity"], by: ["market"] },
  { kind: "measure", metrics: ["gross_margin"], by: ["customer"] },
  { kind: "measure", metrics: ["sold_quantity"], by: ["month"] },
  { kind: "measure", metrics: ["forecast_accuracy"], by: ["category"] },
  { kind: "measure", metrics: ["list_price"], by: ["product"] },
  { kind: "measure", metrics: ["customers_served", "products_sold"], by: ["channel"] },
];

/** What is answered, without when and how fast. */
const answers = async (from: Database): Promise<readonly unknown[]> => {
  const answerer = createAnswerer({ database: from, fiscalYearStartMonth: 9 });
  const all: unknown[] = [];
  for (const one of asked) {
    const { rows, totals, coverage, reading } = await answerer.answer(
      question.parse({ period: fy2021, ...one }),
      viewer,
    );
    all.push(roundly({ rows, totals, coverage, reading }));
  }
  return all;
};

/** Doubles summed in another order differ in their last digits. */
const roundly = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === "number" ? Number(one.toPrecision(11)) : one,
  );

test(`${count} random databases answer as before once they are restored elsewhere`, async () => {
  let seconds = 0;
  let differing = 0;
  for (let drill = 0; drill < count; drill++) {
    const random = randomFrom(seed + drill);
    await emptyTables(database);
    await emptyTables(other);
    const ledger = new Ledger();
    const invent = inventor(random, ledger);
    for (let load = 1; load <= 3; load++) {
      const rows = load === 1 ? invent.company() : invent.change();
      const { report } = await importTiny(database, filesOf(rows, random), { refresh });
      ledger.load(report.load ?? -1, rows, false);
    }
    const began = performance.now();
    const file = join(folder, `${drill}.tar.gz`);
    await writeBackup({ database, file, now });
    const options = { database: other, file, force: false, fiscalYearStartMonth: 9, now };
    await restoreBackup({ ...options, refresh: (session) => refresh(session, "all") });
    seconds = Math.max(seconds, (performance.now() - began) / 1000);
    const found = differences(await database.session(readCells), await other.session(readCells));
    expect(found, `seed ${seed + drill}`).toEqual([]);
    const [before, after] = [await answers(database), await answers(other)];
    differing += JSON.stringify(before) === JSON.stringify(after) ? 0 : 1;
    expect(after, `seed ${seed + drill}`).toEqual(before);
  }
  process.stdout.write(
    `B5 backup drill: ${differing} restores differ, ${seconds.toFixed(1)} s at most / n ${count}, ${asked.length} questions each / seed ${seed}\n`,
  );
}, 1_800_000);
