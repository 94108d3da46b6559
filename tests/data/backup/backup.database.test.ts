import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RestoreOptions, restoreBackup } from "../../../src/data/backup/restore-backup.ts";
import { writeBackup } from "../../../src/data/backup/write-backup.ts";
import { undoLoad } from "../../../src/data/history/undo-load.ts";
import { refreshAnswers } from "../../../src/data/refresh/refresh.ts";
import type { Database, Session } from "../../../src/database/database.ts";
import { emptyTables, openTestDatabase } from "../../support/database.ts";
import { importTiny, rowsOf, tinyCompany } from "../import/tiny-company.ts";

let database: Database;
let other: Database;
let folder: string;
let file: string;
beforeAll(async () => {
  database = await openTestDatabase();
  other = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "bims-backup-"));
  file = join(folder, "backup.tar.gz");
});
afterAll(async () => {
  await database.close();
  await other.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await emptyTables(database);
  await emptyTables(other);
  await rm(file, { force: true });
});

const now = () => new Date("2026-01-07T08:00:00Z");
const backUp = (from = database) => writeBackup({ database: from, file, now });
const restore = (into: Database, options: Partial<RestoreOptions> = {}) =>
  restoreBackup({
    ...{ database: into, file, force: false, who: "tester", fiscalYearStartMonth: 9, now },
    refresh: (session: Session) => refreshAnswers(session, { months: "all", fiscalYearStartMonth: 9 }),
    ...options,
  });

const correction = {
  "fact_sales_monthly.csv": "date,product_code,customer_code,sold_quantity\n2020-10-01,P1,101,9\n",
};

/** Two loads, a question with awkward characters and a digest with a sending. */
const fill = async (into: Database): Promise<void> => {
  await importTiny(into, tinyCompany);
  await importTiny(into, correction);
  await into.client.question.create({
    data: { id: "abcdefghijklmnopqrstuv", json: { a: null, b: 'x"\\,\n€' }, words: "" },
  });
  const owner = { team: "T", user: "U", channel: "C", words: "kpi", command: "kpi", zone: "UTC" };
  const digest = await into.client.digest.create({ data: { ...owner, schedule: "every monday" } });
  await into.client.digestSend.create({ data: { digestId: digest.id, dueAt: now(), target: "C" } });
};

/** Every row of every table but the loads of undo and restore. */
const dump = async (from: Database): Promise<string> => {
  const tables = await from.session(({ run }) =>
    run(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1",
    ),
  );
  const all: string[] = [];
  for (const { name } of tables.rows) {
    const source = name === "load" ? "(SELECT * FROM load WHERE kind <> 'restore') one" : String(name);
    all.push(`${name}:`, ...(await rowsOf(from, source)));
  }
  return all.join("\n");
};

const sumOf = (from: Database): Promise<string | null | undefined> =>
  from.session(
    async ({ run }) => (await run("SELECT sum(gross_sales) AS sum FROM answers.by_account")).rows[0]?.["sum"],
  );

describe("a backup", () => {
  test("holds everything, and restores it elsewhere with its history", async () => {
    await fill(database);
    const written = await backUp();
    expect(written).toMatchObject({ file, load: 2 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["backup.tar.gz"]);
    const restored = await restore(other);
    expect(restored).toMatchObject({ load: 3, madeAt: "2026-01-07T08:00:00.000Z", rows: written.rows });
    expect(await dump(other)).toBe(await dump(database));
    expect(await sumOf(other)).toBe("262.5");
    await undoLoad({ database: other, load: 2, now, refresh: async () => undefined });
    expect(await rowsOf(other, "fact_sales_monthly")).toContain("2020-10-01,P1,101,0");
  });

  test("is an archive that others can open", async () => {
    await fill(database);
    await backUp();
    const text = gunzipSync(await readFile(file)).toString("latin1");
    expect(text.startsWith("bims-backup.txt\0")).toBe(true);
    expect(text).toContain("tables/fact_sales_monthly/00001.csv\0");
    expect(text.slice(257, 262)).toBe("ustar");
  });

  test("takes the place of an earlier backup, but of no other file", async () => {
    await backUp();
    await backUp();
    await writeFile(file, "my figures");
    await expect(backUp()).rejects.toThrow(`${file} exists and is no backup of BIMS. Name another file.`);
    expect(await readFile(file, "utf8")).toBe("my figures");
    await rm(file);
    const lost = join(folder, "nowhere", "backup");
    await expect(writeBackup({ database, file: lost, now })).rejects.toThrow(
      `No backup was written to ${lost}: its folder does not exist.`,
    );
  });

  test("of an empty database restores to an empty one", async () => {
    expect(await backUp()).toMatchObject({ load: 0, rows: 0 });
    expect(await restore(other)).toMatchObject({ load: null, rows: 0 });
    expect(await rowsOf(other, "load")).toEqual([]);
  });
});

describe("restoring", () => {
  test("replaces everything with force, in one step, and numbers keep rising", async () => {
    await importTiny(database, tinyCompany);
    await backUp();
    await fill(other);
    await expect(restore(other)).rejects.toThrow(
      "this database is not empty. Add --force to replace everything in it.",
    );
    const before = await dump(other);
    const refresh = () => Promise.reject(new Error("no space"));
    await expect(restore(other, { force: true, refresh })).rejects.toThrow("no space");
    expect(await dump(other)).toBe(before);
    const restored = await restore(other, { force: true });
    expect(restored.load).toBeGreaterThan(2);
    expect(await dump(other)).toBe(await dump(database));
    expect((await importTiny(other, correction)).report.load).toBe((restored.load ?? 0) + 1);
  });

  test("keeps the demo company marked, so that the first import still removes it", async () => {
    await importTiny(database, tinyCompany, { demo: true });
    await backUp();
    await restore(other);
    expect(await other.client.load.findFirst({ orderBy: { id: "desc" } })).toMatchObject({ demo: true });
    expect((await importTiny(other, tinyCompany)).report).toMatchObject({ replacedDemo: true });
  });

  test("is refused for a file that is damaged in any way, and changes nothing", async () => {
    await importTiny(database, tinyCompany);
    await backUp();
    const whole = await readFile(file);
    const before = await dump(other);
    const damages: readonly [Uint8Array, string][] = [
      [whole.subarray(0, -20), "it ends too early"],
      [whole.subarray(0, whole.length / 2), "it ends too early"],
      [Buffer.concat([whole, Buffer.from("x")]), "it ends too early"],
      [gzipSync(Buffer.alloc(2048)), "it ends too early"],
      [new Uint8Array(), "it ends too early"],
      [Buffer.from("my figures"), "it is damaged, or no backup of BIMS"],
    ];
    for (const [bytes, reason] of damages) {
      await writeFile(file, bytes);
      await expect(restore(other)).rejects.toThrow(
        `${file} cannot be restored: ${reason}. Nothing was changed.`,
      );
    }
    await rm(file);
    await expect(restore(other)).rejects.toThrow("there is no such file");
    await expect(restore(other, { file: folder })).rejects.toThrow("it is a folder");
    expect(await dump(other)).toBe(before);
  });

  test("notices a damaged byte wherever it is", async () => {
    await importTiny(database, tinyCompany);
    await backUp();
    const whole = await readFile(file);
    const before = await dump(other);
    // Bytes 4 to 9 of a gzip file say when and where it was made, and nothing of its content.
    for (let at = 10; at < whole.length; at += Math.ceil(whole.length / 12)) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      await writeFile(file, damaged);
      await expect(restore(other), `byte ${at}`).rejects.toThrow("cannot be restored");
    }
    const plain = gunzipSync(whole);
    plain[plain.indexOf("2020-09-01,P1")] = 0x33;
    await writeFile(file, gzipSync(plain));
    await expect(restore(other)).rejects.toThrow("is not what was written");
    expect(await dump(other)).toBe(before);
  });

  test("is refused under another fiscal calendar, and for a backup of a newer BIMS", async () => {
    await importTiny(database, tinyCompany);
    await backUp();
    await expect(restore(other, { fiscalYearStartMonth: 4 })).rejects.toThrow(
      "its fiscal years start in month 9, but FISCAL_YEAR_START_MONTH says 4. Nothing was changed.",
    );
    const text = gunzipSync(await readFile(file)).toString("latin1");
    const newer = text.replace("_keep_what_loads_replace", "_keep_what_loads_replacd");
    await writeFile(file, gzipSync(Buffer.from(newer, "latin1")));
    await expect(restore(other)).rejects.toThrow(
      "it was made by a newer BIMS; use that one. Nothing was changed.",
    );
  });
});
