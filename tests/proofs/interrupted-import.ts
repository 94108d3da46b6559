import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { openDatabase } from "../../src/database/open-database.ts";
import { otherVersion } from "./support/company.ts";
import { watchDatabase, watchProgress } from "./support/fault-points.ts";
import { loadVersion } from "./support/load.ts";
import { type Interrupted, recover } from "./support/recover.ts";

/** One of the processes that are killed: checks what the one before left behind, then imports until it is killed. */
export interface Orders extends Omit<Interrupted, "expected"> {
  readonly folder: string;
  /** File with the answers of both versions, as JSON. */
  readonly expected: string;
  /** Fault point where it kills itself; `from outside`: its parent does; `nowhere`: it only checks. */
  readonly point: string;
}

const say = (what: object): void => {
  process.stdout.write(`${JSON.stringify(what)}\n`);
};

const obey = async ({ folder, expected, point, ...before }: Orders): Promise<void> => {
  const database = await openDatabase({ folder });
  say({
    recovered: await recover(database, { ...before, expected: JSON.parse(await readFile(expected, "utf8")) }),
  });
  if (point !== "nowhere") {
    const version = otherVersion(before.attempted);
    const reach = (reached: string): void => {
      if (reached === point) process.kill(process.pid, "SIGKILL");
    };
    say({ importing: version });
    const progress = (told: Parameters<ReturnType<typeof watchProgress>>[0]): void => {
      say({ phase: told.phase });
      watchProgress(reach)(told);
    };
    const { paths, rejects } = before;
    const watched = watchDatabase(database, reach);
    const report = await loadVersion(watched, { version, path: paths[version], rejects, progress });
    say({ finished: report.outcome });
  }
  await database.close();
};

/** Waits for its orders with everything that it needs already in memory. */
createInterface({ input: process.stdin }).once("line", (line) => {
  process.stdin.destroy();
  void obey(JSON.parse(line) as Orders);
});
