import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Household, runOrForward } from "../../src/service/run-or-forward.ts";
import { serveTerminal } from "../../src/service/serve-terminal.ts";
import { exampleAnswer } from "../terminal/example-answer.ts";
import { exampleTools } from "../terminal/example-tools.ts";
import { memoryIo } from "./memory-io.ts";

class TakenError extends Error {}

let folder: string;
let holder: string | undefined;
let opened: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bims-household-"));
  holder = undefined;
  opened = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** One embedded database; whoever opens it holds it. A question takes `delay` milliseconds. */
const household = (delay = 0, overrides: Partial<Household> = {}): Household => {
  const socketPath = join(folder, "service.sock");
  const { tools } = exampleTools();
  const desk = async () => {
    await sleep(delay);
    return { ...(await tools.desk()), ask: async (words: string) => exampleAnswer({ reading: words }) };
  };
  return {
    socketPath,
    findSocket: async () => holder,
    isTaken: (error) => error instanceof TakenError,
    compose: async () => {
      let mine = false;
      return {
        tools: { ...tools, desk },
        open: async () => {
          if (holder) throw new TakenError("taken");
          holder = socketPath;
          mine = true;
          opened += 1;
          await sleep(5);
        },
        close: async () => {
          if (mine) holder = undefined;
        },
      };
    },
    ...overrides,
  };
};

const asking = ["ask", "x", "--csv"];

test("without a service the command opens the database itself, and leaves nothing behind", async () => {
  const io = memoryIo();
  expect(await runOrForward(asking, io, household())).toBe(0);
  expect(io.written.out).toMatch(/^rank,market/);
  expect(holder).toBeUndefined();
  expect(existsSync(join(folder, "service.sock"))).toBe(false);
});

test("while a service runs, the command is sent there and the database is not opened again", async () => {
  holder = join(folder, "service.sock");
  const service = await serveTerminal(holder, async (argv, io) => {
    io.out(argv.join(" "));
    return 2;
  });
  const io = memoryIo();
  expect(await runOrForward(asking, io, household())).toBe(2);
  expect(io.written.out).toBe("ask x --csv");
  expect(opened).toBe(0);
  await service.close();
});

test("many commands at once are all answered; whoever came first holds the database for the others", async () => {
  const terminals = Array.from({ length: 8 }, () => memoryIo());
  const statuses = await Promise.all(terminals.map((io) => runOrForward(asking, io, household(150))));
  expect(statuses).toEqual(Array(8).fill(0));
  for (const { written } of terminals) expect(written.out).toMatch(/^rank,market/);
  expect(opened).toBeLessThan(8);
});

test("a service that is still starting is waited for", async () => {
  holder = join(folder, "service.sock");
  const starting = sleep(150).then(() => serveTerminal(holder ?? "", async () => 7));
  expect(await runOrForward(asking, memoryIo(), { ...household(), compose: taken })).toBe(7);
  await (await starting).close();
});

test("a holder that never listens is said after a while", async () => {
  const stuck = { ...household(), compose: taken, patience: 50 };
  await expect(runOrForward(asking, memoryIo(), stuck)).rejects.toThrow("taken");
});

/** A composition whose database another process has. */
const taken = async () => ({
  tools: exampleTools().tools,
  open: () => Promise.reject(new TakenError("taken")),
  close: async () => undefined,
});

test("a database server is shared: nothing is forwarded and nothing listens", async () => {
  const io = memoryIo();
  const onServer = household(0, { socketPath: undefined, findSocket: async () => undefined });
  expect(await runOrForward(asking, io, onServer)).toBe(0);
  expect(existsSync(join(folder, "service.sock"))).toBe(false);
});
