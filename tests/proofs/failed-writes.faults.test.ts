import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { copyTemplateDatabase, copyTemplateFolder } from "../support/database.ts";
import { randomFrom } from "../support/random.ts";
import { type Mishap, openCuttingProxy } from "./support/cutting-proxy.ts";
import { callFailures, startFailingThreads } from "./support/failing-thread.ts";
import { pgliteVersion, printFigure, scale, seed } from "./support/figure.ts";
import { countTally, nothingWrong, prepareTrials, sayTally, spread } from "./support/trial.ts";

let files: string;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), "bims-writes-"));
});
afterAll(() => rm(files, { recursive: true }));

const refusals = ["53100", "58030", "53200", "57P01"];

it("changes nothing or everything, and says which, when any request of an import to the server fails", async () => {
  const random = randomFrom(seed);
  const { url, drop } = await copyTemplateDatabase();
  const proxy = await openCuttingProxy(url);
  const database = await openDatabase({ url: proxy.url, folder: files });
  try {
    const { tally, run, undisturbed } = await prepareTrials(database, files);
    const texts: string[] = [];
    proxy.watch((_, text) => {
      texts.push(text);
      return null;
    });
    await undisturbed();
    const requests = texts.length;
    const commit = texts.findIndex((text) => text.startsWith("COMMIT")) + 1;
    const kinds = ["cut before", "cut after", "refused"] as const;
    const numbers = spread(requests, 1 / scale, random);
    for (const [at, kind] of kinds.entries()) {
      const chosen = numbers.filter((_, index) => scale === 1 || index % kinds.length === at);
      for (const number of new Set([...chosen, commit])) {
        const code = refusals[number % refusals.length] ?? "";
        const mishap: Mishap = kind === "refused" ? { refusedWith: code } : kind;
        let reached = false;
        await run({
          name: `${kind === "refused" ? `refused with ${code} at` : kind} request ${number}, ${texts[number - 1]?.slice(0, 60)}`,
          begin: () =>
            proxy.watch((at) => {
              if (at !== number) return null;
              reached = true;
              return mishap;
            }),
          end: () => {
            proxy.watch(() => null);
            return reached;
          },
        });
      }
    }
    printFigure({
      name: "Failed requests, PostgreSQL",
      figure: sayTally(tally),
      n: `${countTally(tally)}; ${requests} requests an import, cut before, cut after and refused (${refusals.join(", ")}), COMMIT always`,
      engine: "PostgreSQL",
      notInjected: "a network that is silent and not cut",
    });
    expect(tally).toMatchObject(nothingWrong);
  } finally {
    await database.close().catch(() => undefined);
    await proxy.close();
    await drop();
  }
}, 7_200_000);

it("changes nothing or everything, and says which, when any request or write of the embedded engine fails", async () => {
  const random = randomFrom(seed);
  const threads = startFailingThreads();
  const folder = await copyTemplateFolder();
  const database = await openDatabase({ folder });
  try {
    const { tally, run, undisturbed } = await prepareTrials(database, files);
    threads.heal();
    await undisturbed();
    const { requests, calls } = threads.counted();
    const numbers = spread(requests, 1 / scale, random);
    for (const [at, when] of (["before", "after"] as const).entries()) {
      for (const number of numbers.filter((_, index) => scale === 1 || index % 2 === at)) {
        await run({
          name: `thread ended ${when} request ${number}`,
          begin: () => threads.endAt(number, when),
          end: () => {
            const reached = threads.counted().requests >= number;
            threads.heal();
            return reached;
          },
        });
      }
    }
    for (const [at, number] of spread(calls, 10 / scale, random).entries()) {
      const failure = callFailures[at % callFailures.length] ?? "EIO";
      const lasting = Math.floor(at / callFailures.length) % 2 === 1;
      await run({
        name: `${failure} at file system call ${number}${lasting ? " and all after it" : ""}`,
        begin: () => threads.failCall(number, failure, lasting),
        end: () => {
          const reached = threads.counted().calls >= number;
          threads.heal();
          return reached;
        },
      });
    }
    printFigure({
      name: "Failed writes, embedded",
      figure: sayTally(tally),
      n: `${countTally(tally)}; ${requests} requests and ${calls} calls to the file system an import`,
      engine: pgliteVersion(),
      notInjected: "writes that lie",
    });
    expect(tally).toMatchObject(nothingWrong);
  } finally {
    await database.close().catch(() => undefined);
    await rm(folder, { recursive: true });
  }
}, 7_200_000);
