import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { copyTemplateFolder } from "../support/database.ts";

const scale = Number(process.env.PROOF_SCALE ?? 0.1);
/** Milliseconds of the n-th kill: spread evenly over the span, the same in every run. */
const momentOf = (n: number, total: number, from: number, to: number) =>
  from + ((to - from) * n) / Math.max(1, total - 1);

const writer = fileURLToPath(new URL("write-rows.ts", import.meta.url));

const endsByItself = async (child: ChildProcess): Promise<never> => {
  await once(child, "exit");
  throw new Error("The writer ended by itself.");
};

/** Starts the writer, kills it after the milliseconds (counted from its first row, or its start), returns its rows. */
const writeAndKill = async (
  folder: string,
  after: number,
  from: "first row" | "start",
): Promise<string[]> => {
  const child = spawn(process.execPath, ["--import", "tsx", writer, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  if (from === "first row") await Promise.race([once(child.stdout, "data"), endsByItself(child)]);
  await sleep(after);
  child.kill("SIGKILL");
  await once(child, "close");
  return said.split("\n").slice(0, -1);
};

it("loses no acknowledged row when the process is killed at any moment", async () => {
  const kills = Math.ceil(100 * scale);
  const folder = await copyTemplateFolder();
  const acknowledged: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    acknowledged.push(...(await writeAndKill(folder, momentOf(kill, kills, 0, 400), "first row")));
    const database = await openDatabase({ folder });
    const kept = new Set((await database.client.market.findMany()).map(({ market }) => market));
    await database.close();
    expect(acknowledged.filter((market) => !kept.has(market))).toEqual([]);
  }
  process.stdout.write(`kills ${kills}, rows acknowledged ${acknowledged.length}, lost 0\n`);
  expect(acknowledged.length).toBeGreaterThan(kills);
  await rm(folder, { recursive: true });
}, 600_000);

it("opens after a kill at any moment of its making", async () => {
  const kills = Math.ceil(20 * scale);
  let complete = 0;
  for (let kill = 0; kill < kills; kill++) {
    const folder = await mkdtemp(join(tmpdir(), "bims-making-"));
    await writeAndKill(folder, momentOf(kill, kills, 1_500, 5_000), "start");
    if (existsSync(join(folder, "database"))) complete++;
    const database = await openDatabase({ folder });
    expect(await database.client.setting.count()).toBe(0);
    await database.close();
    await rm(folder, { recursive: true });
  }
  process.stdout.write(`kills ${kills}, folders already complete ${complete}, unopenable 0\n`);
}, 600_000);
