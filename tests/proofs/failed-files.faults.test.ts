import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createLoading } from "../../src/compose/loading.ts";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { DataError } from "../../src/errors.ts";
import { copyTemplateDatabase, copyTemplateFolder } from "../support/database.ts";
import { randomFrom } from "../support/random.ts";
import { otherVersion, type Version } from "./support/company.ts";
import { startFailingFiles } from "./support/failing-files.ts";
import { pgliteVersion, printFigure, scale, seed } from "./support/figure.ts";
import { monthFiles, takePrint } from "./support/month.ts";
import { countTally, nothingWrong, prepareTrials, sayTally, spread, type Trials } from "./support/trial.ts";

const failing = startFailingFiles();
afterEach(() => failing.heal());
const codes = ["ENOSPC", "EIO", "EDQUOT"];

const engines = {
  embedded: async () => {
    const folder = await copyTemplateFolder();
    return { database: await openDatabase({ folder }), remove: () => rm(folder, { recursive: true }) };
  },
  postgres: async () => {
    const { url, drop } = await copyTemplateDatabase();
    return { database: await openDatabase({ url, folder: tmpdir() }), remove: drop };
  },
};

describe.each(["embedded", "postgres"] as const)("an import on %s", (engine) => {
  let files: string;
  let database: Database;
  let remove: () => Promise<void>;
  let trials: Trials;
  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), "bims-files-"));
    ({ database, remove } = await engines[engine]());
    trials = await prepareTrials(database, files);
  }, 120_000);
  afterAll(async () => {
    failing.heal();
    await database.close();
    await remove();
    await rm(files, { recursive: true });
  });
  const version = engine === "embedded" ? pgliteVersion() : "PostgreSQL";

  it("changes nothing when a file cannot be read on, or when it is cancelled, wherever that is", async () => {
    const random = randomFrom(seed);
    let told = 0;
    failing.watch(/(first|second)\/.*\.csv$/);
    await trials.run(
      { name: "nothing", begin: () => undefined, end: () => false },
      { progress: () => void told++ },
    );
    const [reads, moments] = [Math.floor(failing.counted() / 2), told];
    for (const number of spread(reads, 0.4 / scale, random)) {
      await trials.run({
        name: `EIO at call ${number} of reading`,
        begin: () => failing.watch(/(first|second)\/.*\.csv$/, number, "EIO"),
        end: () => {
          failing.heal();
          return failing.counted() >= number;
        },
      });
    }
    for (const number of spread(moments, 0.4 / scale, random)) {
      const stop = new AbortController();
      let seen = 0;
      const progress = (): void => {
        if (++seen === number) stop.abort();
      };
      const trial = { name: `cancelled at ${number}`, begin: () => undefined, end: () => seen >= number };
      await trials.run(trial, { signal: stop.signal, progress });
    }
    printFigure({
      name: `Failed reading and cancelled imports, ${engine}`,
      figure: sayTally(trials.tally),
      n: `${countTally(trials.tally)}; ${reads} calls that read and ${moments} moments an import`,
      engine: version,
      notInjected: "files that change and keep their content's hash",
    });
    expect(trials.tally).toMatchObject(nothingWrong);
  }, 1_200_000);

  it("changes nothing when the rejects file cannot be written, and leaves no part of it", async () => {
    const folder = files;
    const bad = Array.from({ length: 10_001 }, (_, at) => `2020-09-01,P0,100,-${at + 1}\n`).join("");
    const load = async (month: Version, quarantine: boolean) => {
      const path = join(files, `bad ${month} fact_sales_monthly.csv`);
      await writeFile(path, `${monthFiles(month)["fact_sales_monthly.csv"]}${bad}`);
      const loading = createLoading({ database, fiscalYearStartMonth: 9, folder, now: () => new Date() });
      return loading.importFiles({ paths: [path], quarantine });
    };
    const wrong: string[] = [];
    failing.watch(/rejects-[^/]*\.csv$/);
    let month: Version = "second";
    await load(month, true);
    const calls = failing.counted();
    const written = async (): Promise<number> => (await readdir(join(folder, "rejects"))).length;
    let n = 0;
    for (let number = 1; number <= calls; number++) {
      const quarantine = number % 2 === 1;
      const code = codes[number % codes.length];
      month = otherVersion(month);
      const [before, listed] = [await takePrint(database), await written()];
      failing.watch(/rejects-[^/]*\.csv$/, number, code);
      const said = await load(month, quarantine).catch((error: Error) => error);
      failing.heal();
      n++;
      const where = `${code} at call ${number} of ${calls}`;
      if (!(said instanceof DataError && said.message.includes(`(${code}). Nothing was changed`)))
        wrong.push(`${where}: ${said instanceof Error ? said.message : said.outcome}`);
      if ((await takePrint(database)).exact !== before.exact) wrong.push(`${where}: something was changed`);
      if ((await written()) !== listed) wrong.push(`${where}: a part of the rejects file was left`);
      const again = await load(month, true);
      if (again.outcome !== "loaded" || again.violations[0]?.count !== 10_001)
        wrong.push(`${where}: the same import afterwards is ${again.outcome}`);
    }
    printFigure({
      name: `Failed rejects file, ${engine}`,
      figure: `wrong ${wrong.length}`,
      n: `${n}, every call that opens, writes or closes it`,
      engine: version,
      notInjected: "a rejects file lost after it was closed",
    });
    expect(wrong).toEqual([]);
    expect(n).toBeGreaterThan(3);
  }, 600_000);

  it("refuses a gzip file that was cut off anywhere, or of which any byte was changed", async () => {
    const loading = createLoading({
      database,
      fiscalYearStartMonth: 9,
      folder: files,
      now: () => new Date(),
    });
    const half = (text: string, from: number, to: number) => gzipSync(text.slice(from, to));
    const text = monthFiles("first")["fact_sales_monthly.csv"] ?? "";
    // Two members one after the other are one file, as from `cat a.gz b.gz`.
    const whole = Buffer.concat([half(text, 0, 800), half(text, 800, text.length)]);
    const seam = half(text, 0, 800).length;
    const path = join(files, "fact_sales_monthly.csv.gz");
    const load = async (bytes: Buffer): Promise<string> => {
      await writeFile(path, bytes);
      return loading.importFiles({ paths: [path], quarantine: false }).then(
        ({ outcome }) => outcome,
        (error: Error) => (error instanceof DataError ? "refused" : `${error.name}: ${error.message}`),
      );
    };
    await load(whole);
    const before = await takePrint(database);
    const wrong: string[] = [];
    const harmless: number[] = [];
    let n = 0;
    for (let length = 0; length < whole.length; length++) {
      if (length === seam) continue;
      n++;
      const said = await load(whole.subarray(0, length));
      if (said !== "refused") wrong.push(`cut to ${length} of ${whole.length} bytes: ${said}`);
    }
    for (let at = 0; at < whole.length; at++) {
      n++;
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      const said = await load(changed);
      if (said === "already-loaded") harmless.push(at);
      else if (said !== "refused") wrong.push(`byte ${at} changed: ${said}`);
    }
    if ((await takePrint(database)).exact !== before.exact) wrong.push("something was changed");
    printFigure({
      name: `Truncated and damaged gzip, ${engine}`,
      figure: `loaded though damaged ${wrong.length}`,
      n: `${n}, every length and every byte; ${harmless.length} bytes carry no content (times, names of systems)`,
      engine: version,
      notInjected: `a cut at the seam of two members (byte ${seam}), which nobody can tell from a whole file`,
    });
    expect(wrong).toEqual([]);
    expect(harmless.length).toBeLessThan(30);
  }, 600_000);
});
