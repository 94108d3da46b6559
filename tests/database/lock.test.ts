import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findHolder, type LockHolder, takeLock } from "../../src/database/embedded/lock.ts";
import { describeProcess } from "../../src/database/embedded/process-mark.ts";

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bims-lock-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child);
  await rm(folder, { recursive: true });
});

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
};

/** Takes the lock of the folder it is given, says so, and keeps it until it is killed. */
const holding = `
  import { takeLock } from ${JSON.stringify(new URL("../../src/database/embedded/lock.ts", import.meta.url).href)};
  const [folder, socket] = process.argv.slice(1);
  const said = await takeLock(folder, socket).then(() => "taken", (error) => error.message);
  console.log(said);
  if (said === "taken") setInterval(() => {}, 1_000);
`;

/** Another process that tries to take the lock; tells what came of it. */
const hold = async (socket = ""): Promise<{ child: ChildProcess; said: string }> => {
  const options = ["--import", "tsx", "--input-type=module", "--eval", holding, folder, socket];
  const child = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  return { child, said: said.toString().trim() };
};

const lockPath = () => join(folder, "database.lock");
const plant = async (changes: Partial<LockHolder>): Promise<void> => {
  const lock = await takeLock(folder);
  const mine = JSON.parse(await readFile(lockPath(), "utf8")) as LockHolder;
  await lock.release();
  await writeFile(lockPath(), JSON.stringify({ ...mine, token: "planted", ...changes }));
};

describe("the lock of the embedded database", () => {
  it("refuses a second process and names the first", async () => {
    const { child, said } = await hold("/tmp/bims.sock");
    expect(said).toBe("taken");
    await expect(takeLock(folder)).rejects.toMatchObject({
      name: "SetupError",
      pid: child.pid,
      socket: "/tmp/bims.sock",
      message: `${folder} is used by process ${child.pid}. Stop that process, or set BIMS_DATA_DIR to another folder.`,
    });
    expect(await findHolder(folder)).toMatchObject({ pid: child.pid, socket: "/tmp/bims.sock" });
  });

  it("is never taken from a living process, though it does nothing", async () => {
    const { child } = await hold();
    child.kill("SIGSTOP");
    await expect(takeLock(folder)).rejects.toMatchObject({ pid: child.pid });
  });

  it("is taken over from a process that was killed", async () => {
    const { child } = await hold();
    await end(child);
    expect(await findHolder(folder)).toBeUndefined();
    const lock = await takeLock(folder);
    expect(await findHolder(folder)).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it("goes to one process alone when several find it left behind", async () => {
    const { child } = await hold();
    await end(child);
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => hold()));
    expect(outcomes.filter(({ said }) => said === "taken")).toHaveLength(1);
    const winner = outcomes.find(({ said }) => said === "taken")?.child.pid;
    for (const { said } of outcomes)
      expect(said).toMatch(new RegExp(`^taken$|is used by process ${winner}\\.`));
  });

  it("is free when its pid now belongs to another process", async () => {
    await plant({ pid: process.ppid, started: "another-boot/1" });
    await (await takeLock(folder)).release();
  });

  it("is free when a power cut tore it", async () => {
    await writeFile(lockPath(), '{"pid":1');
    await (await takeLock(folder)).release();
  });

  it("of another machine is left alone, and the message says what to do", async () => {
    await plant({ host: "elsewhere", pid: 1 });
    const advice = `${folder} is used by process 1 on elsewhere. If BIMS no longer runs there, delete ${lockPath()}.`;
    await expect(takeLock(folder)).rejects.toThrow(advice);
  });

  it("is released by its owner alone", async () => {
    const lock = await takeLock(folder);
    await replaceLock();
    await lock.release();
    expect(await findHolder(folder)).toMatchObject({ token: "planted" });
  });
});

/** Somebody else's lock in the place of ours. */
const replaceLock = () =>
  writeFile(lockPath(), JSON.stringify({ token: "planted", host: "elsewhere", ...describeProcess() }));

describe("a data folder that cannot be made", () => {
  it("is told in a sentence, with what to set", async () => {
    const file = join(folder, "notes.txt");
    await writeFile(file, "");
    await expect(takeLock(file)).rejects.toMatchObject({
      name: "SetupError",
      message: `The data folder ${file} cannot be used: it is a file. Set BIMS_DATA_DIR to a folder that BIMS may write.`,
    });
    await expect(takeLock(join(file, "data"))).rejects.toThrow("a part of its path is a file");
    if (process.platform === "linux")
      await expect(takeLock("/proc/bims/data")).rejects.toThrow("no folder can be made there");
  });
});
