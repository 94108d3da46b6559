import { afterAll, beforeAll, expect, test } from "vitest";
import { createAnswerer } from "../../src/answer/answerer.ts";
import { defineCommand } from "../../src/command.ts";
import type { Database } from "../../src/database/database.ts";
import { sql } from "../../src/database/sql.ts";
import { type Question, question } from "../../src/question/question.ts";
import { runTerminal } from "../../src/terminal/run-terminal.ts";
import { memoryIo } from "../service/memory-io.ts";
import { buildReport } from "../slack/support/reports.ts";
import { openWorkspace, type TestWorkspace } from "../slack/support/workspace.ts";
import { openTestDatabase, testEngine } from "../support/database.ts";
import { fillTinyStar } from "../support/tiny-star.ts";
import { exampleTools } from "../terminal/example-tools.ts";

/** Both doors over a real database, with commands that ask it what no person could. */
let database: Database;
let workspace: TestWorkspace;

const deadline = 400;
let stoppedAfter = 0;
const command = (name: string, respond: () => Promise<string>) =>
  defineCommand({
    name,
    summary: name,
    usage: "",
    examples: [""],
    global: true,
    respond: async () => buildReport({ title: await respond() }),
  });
const measure: Question = question.parse({
  kind: "measure",
  metrics: ["sold_quantity"],
  period: { kind: "fiscal-year", year: 2026 },
});
const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;

/** "top" runs away, "trend" is quick, "units" asks what is known already. */
const commandsOver = (opened: Database) => {
  const answerer = createAnswerer({ database: opened, fiscalYearStartMonth: 9 });
  return [
    command("top", async () => {
      const endless = sql`SELECT count(*) AS count FROM generate_series(1, 40000) a, generate_series(1, 40000) b WHERE a.a + b.b < 0`;
      const started = performance.now();
      await opened.query(endless, { deadline }).finally(() => {
        stoppedAfter = performance.now() - started;
      });
      return "answered";
    }),
    command("trend", async () => {
      await opened.query(sql`SELECT 1 AS one`);
      return "quick";
    }),
    command("units", async () => `${(await answerer.answer(measure, viewer)).totals.sold_quantity} units`),
  ];
};

let commands: ReturnType<typeof commandsOver>;
beforeAll(async () => {
  database = await openTestDatabase();
  await fillTinyStar(database);
  commands = commandsOver(database);
  workspace = await openWorkspace({ commands, isLoading: () => database.isLoading() });
});
afterAll(async () => {
  await workspace?.close();
  await database?.close();
});

const inTerminal = async (name: string) => {
  const io = memoryIo();
  const { tools } = exampleTools({ commands, isLoading: () => database.isLoading() });
  return { status: await runTerminal([name], io, tools), ...io.written };
};

const others = ["U0OLIVER", "U0MEGAN", "U0INES"];
const stopped =
  "This took longer than 0.4 seconds and was stopped. Ask for a shorter period or a narrower slice.";

test("a runaway question is stopped with a sentence in both doors, and the others go on", async () => {
  await workspace.type("/trend");
  const [runaway, ...quick] = await Promise.all([
    workspace.type("/top"),
    ...others.map((as) => workspace.type("/trend", { as, channel: `D${as.slice(1)}` })),
  ]);
  expect(runaway.map(({ text }) => text)).toEqual([stopped]);
  for (const messages of quick) expect(messages[0]?.text).toContain("quick");
  expect(stoppedAfter).toBeLessThan(deadline + 1_000);
  expect(await inTerminal("top")).toEqual({ status: 1, out: "", err: `${stopped}\n` });
  expect((await inTerminal("trend")).out).toContain("quick");
});

/** Holds a load's transaction open until `release` is called. */
const holdTransaction = async (): Promise<() => Promise<void>> => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let held: Promise<unknown> = Promise.resolve();
  await new Promise<void>((begun) => {
    held = database.session((session) =>
      session.transaction(async () => {
        await session.run("DELETE FROM answers.line");
        begun();
        await released;
        throw new Error("rolled back");
      }),
    );
    held.catch(() => undefined);
  });
  return async () => {
    release();
    await held.catch(() => undefined);
  };
};

test("inside a load's transaction a known question is answered from memory at once, and others are told to wait", async () => {
  expect((await workspace.type("/bims units"))[0]?.text).toContain("26 units");
  const release = await holdTransaction();
  const started = performance.now();
  expect((await workspace.type("/bims units"))[0]?.text).toContain("26 units");
  expect((await inTerminal("units")).out).toContain("26 units");
  expect(performance.now() - started).toBeLessThan(1_000);
  if (testEngine === "postgres") {
    expect((await workspace.type("/trend"))[0]?.text).toContain("quick");
    return release();
  }
  const [inSlack, typed] = [workspace.type("/trend"), inTerminal("trend")];
  await new Promise((resolve) => setTimeout(resolve, 2_300));
  await release();
  const loading = "Loading new data. The answer follows.";
  expect((await inSlack).map(({ text }) => text)).toEqual([loading, expect.stringContaining("quick")]);
  expect(await typed).toMatchObject({
    status: 0,
    out: expect.stringContaining("quick"),
    err: `${loading}\n`,
  });
});
