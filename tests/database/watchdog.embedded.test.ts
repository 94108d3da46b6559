import { rm } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { embeddedAdapter } from "../../src/database/embedded/adapter.ts";
import { EmbeddedEngine, type Hold } from "../../src/database/embedded/engine.ts";
import { openEmbeddedSession } from "../../src/database/embedded/session.ts";
import { copyTemplateFolder } from "../support/database.ts";

let folder: string;
let engine: EmbeddedEngine;
beforeAll(async () => {
  folder = await copyTemplateFolder();
  engine = new EmbeddedEngine(join(folder, "database"));
  await engine.open();
  await engine.send({ kind: "script", script: "CREATE TABLE note (text TEXT)" });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const run = (text: string, options: Parameters<EmbeddedEngine["send"]>[1] = {}) =>
  engine.send({ kind: "run", text, parameters: [] }, options);
const runaway = (deadline: number, hold?: Hold) =>
  run("SELECT count(*) FROM generate_series(1, 100000000000)", hold ? { deadline, hold } : { deadline });
const notes = async () => (await run("SELECT text FROM note ORDER BY text")).rows.map(({ text }) => text);

describe("the embedded engine", () => {
  it("stops a runaway statement within a second of its deadline, and keeps what was acknowledged", async () => {
    await run("INSERT INTO note VALUES ('kept')");
    const started = performance.now();
    await expect(runaway(200)).rejects.toMatchObject({ name: "DeadlineError" });
    expect(performance.now() - started).toBeLessThan(1_200);
    expect(await notes()).toEqual(["kept"]);
  });

  it("counts a deadline from the start of the work, not while it waits", async () => {
    const slow = run("SELECT pg_sleep(0.4)");
    const quick = run("SELECT 1", { deadline: 200 });
    await expect(Promise.all([slow, quick])).resolves.toHaveLength(2);
  });

  it("leaves the main thread free during a long statement", async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await run("SELECT pg_sleep(0.1), count(*) FROM generate_series(1, 3000000)");
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(500);
  });

  it("refuses the rest of a transaction whose connection was lost, rather than run it alone", async () => {
    const hold: Hold = { lost: false };
    await engine.send({ kind: "script", script: "BEGIN" }, { hold, holds: "begins" });
    await run("INSERT INTO note VALUES ('lost')", { hold });
    await expect(runaway(100, hold)).rejects.toMatchObject({ name: "DeadlineError" });
    const lost = "the transaction was lost and nothing of it was kept";
    await expect(run("INSERT INTO note VALUES ('stray')", { hold })).rejects.toThrow(lost);
    const commit = engine.send({ kind: "script", script: "COMMIT" }, { hold, holds: "ends" });
    await expect(commit).rejects.toThrow(lost);
    expect(await notes()).toEqual(["kept"]);
  });

  it("makes others wait for the end of a transaction", async () => {
    const session = openEmbeddedSession(engine);
    let seen: Promise<unknown> | undefined;
    await session.transaction(async () => {
      seen = notes();
      await session.run("INSERT INTO note VALUES ('complete')");
    });
    expect(await seen).toEqual(["complete", "kept"]);
  });

  it("reports the failure of a script, and undoes all of it", async () => {
    const adapter = await embeddedAdapter(engine).connect();
    const script = "INSERT INTO note VALUES ('half'); SELECT * FROM nowhere;";
    await expect(adapter.executeScript(script)).rejects.toMatchObject({
      name: "DriverAdapterError",
      cause: { kind: "postgres", code: "42P01", message: 'relation "nowhere" does not exist' },
    });
    expect(await notes()).toEqual(["complete", "kept"]);
  });

  it("closes after the transaction that is under way, and lets that one end", async () => {
    const other = await copyTemplateFolder();
    const closing = new EmbeddedEngine(join(other, "database"));
    await closing.open();
    const session = openEmbeddedSession(closing);
    let ended = false;
    const work = session.transaction(async () => {
      await session.run("SELECT pg_sleep(0.2)");
      await session.run("SELECT 1");
      ended = true;
    });
    await session.run("SELECT 1").catch(() => undefined);
    await Promise.all([work, closing.close()]);
    expect(ended).toBe(true);
    await rm(other, { recursive: true });
  });

  it("says that it did not open a folder that is damaged", async () => {
    const other = await copyTemplateFolder();
    await rm(join(other, "database", "global", "pg_control"));
    const opening = new EmbeddedEngine(join(other, "database")).open();
    await expect(opening).rejects.toMatchObject({
      name: "SetupError",
      message: expect.stringContaining(other),
    });
    await rm(other, { recursive: true });
  });
});
