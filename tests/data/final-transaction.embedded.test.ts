import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { explainFailure } from "../../src/data/explain-failure.ts";
import type { Database } from "../../src/database/database.ts";
import { DatabaseThread } from "../../src/database/embedded/thread.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { startFailingThreads } from "../proofs/support/failing-thread.ts";
import { copyTemplateFolder, emptyTables } from "../support/database.ts";
import { importTiny, rowsOf, tinyCompany } from "./import/tiny-company.ts";

const threads = startFailingThreads();
let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await copyTemplateFolder();
  database = await openDatabase({ folder });
});
beforeEach(() => emptyTables(database));
afterEach(() => threads.heal());
afterAll(async () => {
  threads.end();
  await database.close();
  await rm(folder, { recursive: true });
});

describe("when the engine's thread ends at COMMIT", () => {
  it("reports the load as done when the engine did it", async () => {
    threads.endAtText("COMMIT", "after");
    const { report } = await importTiny(database, tinyCompany);
    expect(report).toMatchObject({ outcome: "loaded", load: 1 });
    expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(4);
  });

  it("fails in a sentence when the engine did not, and the same import then succeeds", async () => {
    threads.endAtText("COMMIT", "before");
    const error = await importTiny(database, tinyCompany).catch((failed: unknown) => failed);
    expect(await explainFailure(error, { database, folder })).toMatchObject({
      name: "SetupError",
      message: expect.stringMatching(/^The embedded database stopped in the middle, and nothing was changed/),
    });
    expect(await rowsOf(database, "load")).toEqual([]);
    expect((await importTiny(database, tinyCompany)).report.outcome).toBe("loaded");
  });
});

it("opens the engine anew after it fell over a write, and answers rightly", async () => {
  await importTiny(database, tinyCompany);
  threads.failCall(1, "trap");
  const fell = database.session(({ run }) => run("CREATE TABLE more AS SELECT * FROM fact_sales_monthly"));
  await expect(fell).rejects.toMatchObject({ name: "LostError" });
  threads.heal();
  expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(4);
});

it("refuses at once what is asked of a thread that has ended", async () => {
  const other = await copyTemplateFolder();
  const thread = await DatabaseThread.open(`${other}/database`);
  const asked = thread.ask({ kind: "run", text: "SELECT pg_sleep(60)", parameters: [] });
  asked.catch(() => undefined);
  await thread.stop();
  await expect(asked).rejects.toThrow("the embedded database stopped unexpectedly");
  const later = thread.ask({ kind: "run", text: "SELECT 1", parameters: [] });
  await expect(later).rejects.toThrow("the embedded database stopped unexpectedly");
  await rm(other, { recursive: true });
});
