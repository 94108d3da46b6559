import { spawnSync } from "node:child_process";
import { appendFile, mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { test as base, describe, expect } from "vitest";
import { DataError } from "../../src/errors.ts";
import { createInbox, type Inbox, type InboxOptions } from "../../src/inbox/inbox.ts";
import type { LoadOutcome } from "../../src/inbox/load-round.ts";
import type { Report } from "../../src/report.ts";

const loaded: LoadOutcome = { done: true, lines: ["Load 7: 2 rows written."], rejectsFile: null, unread: [] };
const quiet = () => undefined;
const patience = { settle: 200, settleUnfinished: 900, together: 5_000, soon: 50, later: 500, troubled: 500 };

/** A folder of its own for each test, since most of a test is waiting and they do it together. */
// biome-ignore lint/correctness/noEmptyPattern: it names the fixtures that this one needs
const test = base.extend("place", async ({}, { onCleanup }) => {
  const folder = await mkdtemp(join(tmpdir(), "bims-inbox-"));
  const inboxes: Inbox[] = [];
  onCleanup(async () => {
    await Promise.all(inboxes.map((inbox) => inbox.stop()));
    await rm(folder, { recursive: true });
  });
  const loads: (readonly string[])[] = [];
  const told: Report[] = [];
  const filesIn = async (place: string): Promise<readonly string[]> =>
    (await readdir(join(folder, place))).sort();
  return {
    ...{ folder, loads, told, filesIn },
    startInbox: async (options: Partial<InboxOptions> = {}): Promise<Inbox> => {
      const inbox = createInbox({
        folder,
        load: async (_working, names) => {
          loads.push(names);
          return loaded;
        },
        tell: async (report) => void told.push(report),
        now: () => new Date("2026-01-05T08:00:00Z"),
        log: { info: quiet, warn: quiet, error: quiet },
        patience,
        retryAfter: [50],
        ...options,
      });
      inboxes.push(inbox);
      await inbox.start();
      return inbox;
    },
    put: (name: string, text = "code,name\n1,One\n"): Promise<void> => writeFile(join(folder, name), text),
    isFiled: (count: number) => async () =>
      (await filesIn("done")).length + (await filesIn("refused")).length >= count,
  };
});

const until = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 15_000; !(await isTrue()); ) {
    if (performance.now() > end) throw new Error("it did not come to pass");
    await pause(20);
  }
};
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.concurrent("a file put into the inbox", () => {
  test("is loaded, moved to done with its report, and told", async ({
    place: { folder, loads, told, filesIn, startInbox, put },
  }) => {
    await startInbox();
    await put("sales.csv");
    await until(() => told.length === 1);
    expect(loads).toEqual([["sales.csv"]]);
    expect(await filesIn("done")).toEqual([
      "2026-01-05T08-00-00 report.txt",
      "2026-01-05T08-00-00 sales.csv",
    ]);
    expect(await readFile(join(folder, "done", "2026-01-05T08-00-00 report.txt"), "utf8")).toBe(
      "2026-01-05T08:00:00.000Z  done\n  sales.csv\n\nLoad 7: 2 rows written.\n",
    );
    expect(told).toMatchObject([
      { title: "Loaded from the inbox", reading: "sales.csv", headline: "Load 7: 2 rows written." },
    ]);
    await until(async () => (await readdir(folder)).sort().join() === "done,refused");
  });

  test("is never moved over another one", async ({ place: { filesIn, startInbox, put, isFiled } }) => {
    await startInbox();
    for (const count of [2, 4]) {
      await put("sales.csv");
      await until(isFiled(count));
    }
    expect(await filesIn("done")).toEqual([
      "2026-01-05T08-00-00 report (2).txt",
      "2026-01-05T08-00-00 report.txt",
      "2026-01-05T08-00-00 sales (2).csv",
      "2026-01-05T08-00-00 sales.csv",
    ]);
  });

  test("is moved to refused with the reason and the rejected rows when it breaks a rule", async ({
    place: { folder, told, filesIn, startInbox, put },
  }) => {
    const rejectsFile = join(folder, ".rejects");
    await writeFile(rejectsFile, "line,problem\n2,negative\n");
    await startInbox({
      load: async (working) => ({
        ...loaded,
        done: false,
        lines: ["Refused.", `${working}/sales.csv line 2`],
        rejectsFile,
      }),
    });
    await put("sales.csv");
    await until(() => told.length === 1);
    expect(await filesIn("refused")).toEqual([
      "2026-01-05T08-00-00 rejects.csv",
      "2026-01-05T08-00-00 report.txt",
      "2026-01-05T08-00-00 sales.csv",
    ]);
    expect(told[0]).toMatchObject({
      title: "Refused from the inbox",
      headline: "Refused.",
      sections: [{ kind: "text", text: "sales.csv line 2" }],
    });
    expect(await filesIn("done")).toEqual([]);
  });

  test("is refused with the sentence of a DataError, and tried again after a failure that is ours", async ({
    place: { told, filesIn, startInbox, put },
  }) => {
    const failures = [new Error("the server went away"), new DataError("sales.csv has no column date.")];
    await startInbox({ load: () => Promise.reject(failures.shift()) });
    await put("sales.csv");
    await until(() => told.length === 1);
    expect(told[0]?.headline).toBe("sales.csv has no column date.");
    expect(failures).toEqual([]);
    expect(await filesIn("refused")).toContain("2026-01-05T08-00-00 sales.csv");
  });

  test("leaves those behind that hold no table, and says so", async ({
    place: { told, filesIn, startInbox, put },
  }) => {
    await startInbox({ load: async () => ({ ...loaded, unread: ["letter.csv"] }) });
    await put("sales.csv");
    await put("letter.csv", "Dear all\n");
    await until(() => told.length === 1);
    expect(await filesIn("refused")).toEqual([
      "2026-01-05T08-00-00 letter.csv",
      "2026-01-05T08-00-00 report.txt",
    ]);
    expect(told[0]?.sections).toEqual([
      { kind: "text", text: "letter.csv was not read as one of the ten tables; it was moved to refused." },
    ]);
  });
});

describe.concurrent("a file that is not complete", () => {
  test("waits while it grows, though its writer pauses in the middle of a line", async ({
    place: { folder, loads, startInbox, put, isFiled },
  }) => {
    await startInbox();
    await put("sales.csv", "code,name\n1,On");
    await pause(600);
    await appendFile(join(folder, "sales.csv"), "e\n2,Tw");
    await pause(600);
    expect(loads).toEqual([]);
    await appendFile(join(folder, "sales.csv"), "o\n");
    await until(isFiled(2));
    expect(await readFile(join(folder, "done", "2026-01-05T08-00-00 sales.csv"), "utf8")).toBe(
      "code,name\n1,One\n2,Two\n",
    );
    expect(loads).toHaveLength(1);
  });

  test("is told by its checksum when it is packed", async ({ place: { folder, loads, startInbox } }) => {
    await startInbox({ patience: { ...patience, settleUnfinished: 60_000 } });
    const packed = gzipSync(`code,name\n${"1,One\n".repeat(10_000)}`);
    await writeFile(join(folder, "sales.csv.gz"), packed.subarray(0, -5));
    await pause(800);
    expect(loads).toEqual([]);
    await appendFile(join(folder, "sales.csv.gz"), packed.subarray(-5));
    await until(() => loads.length === 1);
  });

  test("waits while its writer has it open, and others that arrived with it wait too", async ({
    place: { folder, loads, startInbox, put },
  }) => {
    await startInbox();
    const writer = await open(join(folder, "sales.csv"), "w");
    await writer.write("code,name\n");
    await put("dim_market.csv");
    await pause(800);
    expect(loads).toEqual([]);
    await writer.close();
    await until(() => loads.length === 1);
    expect(loads).toEqual([["dim_market.csv", "sales.csv"]]);
  });

  test("is left alone while it has a hidden or unfinished name", async ({
    place: { folder, loads, startInbox, put },
  }) => {
    await startInbox();
    for (const name of [
      ".sales.csv",
      "sales.csv.part",
      "sales.csv.tmp",
      "sales.csv.crdownload",
      "~$sales.xlsx",
    ])
      await put(name);
    await pause(700);
    expect(loads).toEqual([]);
    await rename(join(folder, "sales.csv.part"), join(folder, "sales.csv"));
    await until(() => loads.length === 1);
    expect(loads).toEqual([["sales.csv"]]);
  });

  test("does not keep complete files waiting for ever", async ({
    place: { folder, loads, startInbox, put },
  }) => {
    await startInbox({ patience: { ...patience, together: 800 } });
    const writer = await open(join(folder, "endless.csv"), "w");
    await put("sales.csv");
    await until(() => loads.length === 1);
    expect(loads).toEqual([["sales.csv"]]);
    await writer.close();
  });

  test("is taken again when it changed while it was loaded", async ({
    place: { loads, told, startInbox, put, isFiled },
  }) => {
    let isFirst = true;
    await startInbox({
      load: async (working, names) => {
        loads.push(names);
        if (isFirst) await appendFile(join(working, "sales.csv"), "2,Two\n");
        isFirst = false;
        return loaded;
      },
    });
    await put("sales.csv");
    await until(isFiled(2));
    expect(loads).toHaveLength(2);
    await until(() => told.length >= 1);
    expect(told).toHaveLength(1);
  });
});

describe.concurrent("one inbox", () => {
  test("gives each round of files to one of two instances, whole", async ({
    place: { loads, told, startInbox, put, isFiled },
  }) => {
    await startInbox();
    await startInbox();
    for (let round = 0; round < 3; round++) {
      await Promise.all([put("dim_market.csv"), put("sales.csv")]);
      await until(isFiled(3 * (round + 1)));
    }
    expect(loads).toEqual(Array(3).fill(["dim_market.csv", "sales.csv"]));
    await until(() => told.length >= 3);
    expect(told).toHaveLength(3);
  });

  /** As a program leaves it that was killed in the middle of a load. */
  const leaveWorking = async (folder: string, owner: object): Promise<void> => {
    await mkdir(join(folder, "working"));
    await writeFile(join(folder, "working", ".owner"), JSON.stringify(owner));
    await writeFile(join(folder, "working", "sales.csv"), "code,name\n1,One\n");
  };

  test("takes up what a program that died was loading", async ({
    place: { folder, loads, startInbox, isFiled },
  }) => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    await leaveWorking(folder, { token: "dead", host: hostname(), pid });
    await startInbox();
    await until(isFiled(2));
    expect(loads).toEqual([["sales.csv"]]);
    await until(async () => (await readdir(folder)).sort().join() === "done,refused");
  });

  test("keeps away from what a living program of another machine is loading", async ({
    place: { folder, loads, startInbox, put },
  }) => {
    await leaveWorking(folder, { token: "alive", host: "another", pid: 1 });
    await startInbox();
    await put("dim_market.csv");
    await pause(1_000);
    expect(loads).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(["dim_market.csv", "done", "refused", "working"]);
  });

  test("leaves the files of a load that a stop interrupts for the next start", async ({
    place: { folder, loads, told, startInbox, put },
  }) => {
    const inbox = await startInbox({
      load: (_working, _names, signal) =>
        new Promise((_, reject) => {
          loads.push(["begun"]);
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
    });
    await put("sales.csv");
    await until(() => loads.length === 1);
    await inbox.stop();
    expect((await readdir(folder)).sort()).toEqual(["done", "refused", "sales.csv"]);
    expect(told).toEqual([]);
  });
});

describe.concurrent("the folder of BIMS_INBOX", () => {
  test.for([
    ["missing", "nowhere", /names .*nowhere, but there is no such folder\. Create it/],
    ["a file", "a.csv", /is not a folder\. Name the folder/],
    ["not to be written", "/proc", /cannot write to the folder of BIMS_INBOX, \/proc \(E\w+\)/],
  ] as const)(
    "is refused when it is %s",
    async ([, path, message], { place: { folder, startInbox, put } }) => {
      await put("a.csv");
      const starting = startInbox({ folder: resolve(folder, path) });
      await expect(starting).rejects.toMatchObject({
        name: "SetupError",
        message: expect.stringMatching(message),
      });
    },
  );

  test("that goes away is told once, and works again when it is back", async ({
    place: { folder, told, startInbox, put, isFiled },
  }) => {
    await startInbox();
    await rename(folder, `${folder}-away`);
    await until(() => told.length === 1);
    expect(told[0]?.headline).toMatch(/wait there: ENOENT/);
    await rename(`${folder}-away`, folder);
    await put("sales.csv");
    await until(isFiled(2));
    await until(() => told.length >= 2);
    expect(told).toHaveLength(2);
  });
});
