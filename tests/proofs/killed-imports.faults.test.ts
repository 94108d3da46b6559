import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { copyTemplateFolder } from "../support/database.ts";
import { randomFrom } from "../support/random.ts";
import type { Orders } from "./interrupted-import.ts";
import { askAll, type Expected } from "./support/answers.ts";
import { otherVersion, type Version, writeCompany } from "./support/company.ts";
import { faultPoints, mainFaultPoints } from "./support/fault-points.ts";
import { pgliteVersion, printFigure, scale, seed } from "./support/figure.ts";
import { loadVersion } from "./support/load.ts";
import type { Recovered } from "./support/recover.ts";

let folder: string;
let files: string;
let paths: Readonly<Record<Version, string>>;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await copyTemplateFolder();
  files = await mkdtemp(join(tmpdir(), "bims-killed-"));
  paths = await writeCompany(files);
  const database = await openDatabase({ folder });
  const load = (version: Version) => loadVersion(database, { version, path: paths[version], rejects: files });
  await load("first");
  const first = await askAll(database);
  await load("second");
  const expected: Expected = { first, second: await askAll(database) };
  await writeFile(join(files, "expected.json"), JSON.stringify(expected));
  await load("first");
  await database.close();
}, 120_000);

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
  await rm(files, { recursive: true });
});

/** What the process says before it ends. */
interface Said {
  recovered?: Recovered;
  importing?: Version;
  phase?: string;
  finished?: string;
}

interface Ready {
  readonly child: ChildProcess;
  readonly closed: Promise<unknown>;
}

/**
 * Started ahead: it loads its modules while the one before still works. WebAssembly is only compiled once over, since
 * a process of some seconds does not earn back more.
 */
const prepare = (): Ready => {
  const script = fileURLToPath(new URL("interrupted-import.ts", import.meta.url));
  const options = ["--liftoff-only", "--import", "tsx", script];
  const child = spawn(process.execPath, options, { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  return { child, closed: once(child, "close") };
};

/** Sends a process off; it is killed when that part of its import should be over, judged by the one before. */
const run = async ({ child, closed }: Ready, orders: Orders, killAt?: number): Promise<Said> => {
  const said: Said = {};
  let timer: NodeJS.Timeout | undefined;
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
    const told = JSON.parse(line) as Said;
    Object.assign(said, told);
    if (told.importing && killAt !== undefined) {
      timer = setTimeout(() => child.kill("SIGKILL"), killAt * (said.recovered?.milliseconds ?? 0));
    }
  });
  child.stdin?.end(`${JSON.stringify(orders)}\n`);
  await closed;
  clearTimeout(timer);
  return said;
};

it("is whole, old or new, after a kill at any moment of an import", async () => {
  const random = randomFrom(seed);
  const kills = scale < 1 ? Math.max(10, Math.round(100 * scale)) : 200;
  const points = scale < 1 ? mainFaultPoints : faultPoints;
  const plan = [...points, ...Array.from({ length: kills }, () => "from outside"), "nowhere"];
  const phases = new Map<string, number>();
  const torn: string[] = [];
  const lost: string[] = [];
  const unopenable: string[] = [];
  const missed: string[] = [];
  let stoodNew = 0;
  let before: Pick<Orders, "attempted" | "acknowledged"> = { attempted: "first", acknowledged: true };
  let spare = prepare();
  for (const [round, point] of plan.entries()) {
    const ready = spare;
    if (round + 1 < plan.length) spare = prepare();
    const orders = {
      ...before,
      folder,
      paths,
      point,
      rejects: files,
      expected: join(files, "expected.json"),
    };
    const killAt = point === "from outside" ? random() : undefined;
    const said = await run(ready, orders, killAt);
    const after = round === 0 ? "before the first kill" : `after ${plan[round - 1]} (round ${round})`;
    if (!said.recovered) unopenable.push(after);
    torn.push(...(said.recovered?.torn ?? []).map((fault) => `${after}: ${fault}`));
    lost.push(...(said.recovered?.lost ?? []).map((fault) => `${after}: ${fault}`));
    if (round > 0 && said.recovered?.stood === before.attempted) stoodNew++;
    if (point === "nowhere") break;
    if (point === "from outside") {
      const phase = said.finished ? "done" : (said.phase ?? "begin");
      phases.set(phase, (phases.get(phase) ?? 0) + 1);
    } else if (said.finished) missed.push(point);
    before = { attempted: otherVersion(before.attempted), acknowledged: said.finished === "loaded" };
  }
  const spread = [...phases].map(([phase, count]) => `${phase} ${count}`).join(", ");
  printFigure({
    name: "Killed imports, embedded",
    figure: `torn ${torn.length}, lost ${lost.length}, unopenable ${unopenable.length}`,
    n: `${kills} random kills (during ${spread}) and ${points.length} at named points, ${stoodNew} after the commit`,
    engine: pgliteVersion(),
    notInjected: "power cut, another version of BIMS opening the folder",
  });
  expect({ torn, lost, unopenable, missed }).toEqual({ torn: [], lost: [], unopenable: [], missed: [] });
}, 3_600_000);
