import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { type CuttingProxy, type Mishap, openCuttingProxy } from "../proofs/support/cutting-proxy.ts";
import { copyTemplateDatabase } from "../support/database.ts";
import { importTiny, rowsOf, tinyCompany } from "./import/tiny-company.ts";

let home: Awaited<ReturnType<typeof copyTemplateDatabase>>;
let proxy: CuttingProxy;
let database: Database;
beforeEach(async () => {
  home = await copyTemplateDatabase();
  proxy = await openCuttingProxy(home.url);
  database = await openDatabase({ url: proxy.url, folder: "" });
});
afterEach(async () => {
  await database.close().catch(() => undefined);
  await proxy.close();
  await home.drop();
});

/** The import's COMMIT meets this, once. */
const atCommit = (mishap: Mishap, then: () => void = () => undefined): void => {
  let met = false;
  proxy.watch((_, text) => {
    if (met || !text.startsWith("COMMIT")) return null;
    met = true;
    then();
    return mishap;
  });
};

describe("when the connection is lost at COMMIT", () => {
  it("reports the load as done when the server did it", async () => {
    atCommit("cut after");
    const { report } = await importTiny(database, tinyCompany);
    expect(report).toMatchObject({ outcome: "loaded", load: 1 });
    expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(4);
  });

  it("fails when the server did not, and the same import then succeeds", async () => {
    atCommit("cut before");
    await expect(importTiny(database, tinyCompany)).rejects.toMatchObject({ name: "LostError" });
    expect(await rowsOf(database, "load")).toEqual([]);
    expect((await importTiny(database, tinyCompany)).report.outcome).toBe("loaded");
  });

  it("fails when the server refuses it", async () => {
    atCommit({ refusedWith: "53100" });
    await expect(importTiny(database, tinyCompany)).rejects.toMatchObject({ code: "53100" });
    expect(await rowsOf(database, "fact_sales_monthly")).toEqual([]);
  });

  it("asks again while the server is away, and learns that the load is kept", async () => {
    atCommit("cut after", () => {
      proxy.reachable = false;
      setTimeout(() => {
        proxy.reachable = true;
      }, 700);
    });
    expect((await importTiny(database, tinyCompany)).report.outcome).toBe("loaded");
  });

  it("says that nobody knows when the server stays away", async () => {
    atCommit("cut after", () => {
      proxy.reachable = false;
    });
    await expect(importTiny(database, tinyCompany)).rejects.toMatchObject({
      name: "SetupError",
      message: expect.stringMatching(/lost while load 1 was being completed.*kept whole or not at all/),
    });
    proxy.reachable = true;
    expect((await importTiny(database, tinyCompany)).report.outcome).toBe("already-loaded");
  }, 30_000);
});

it("takes back a load though the COMMIT of the undo gets no answer", async () => {
  const { undoLoad } = await import("../../src/data/history/undo-load.ts");
  await importTiny(database, tinyCompany);
  atCommit("cut after");
  const undone = await undoLoad({ database, load: 1, refresh: async () => undefined, now: () => new Date() });
  expect(undone).toMatchObject({ undone: 1, load: 2 });
  expect(await rowsOf(database, "fact_sales_monthly")).toEqual([]);
});

it("says in a sentence that the connection was lost before the end", async () => {
  const { explainFailure } = await import("../../src/data/explain-failure.ts");
  proxy.watch((number) => (number === 20 ? "cut before" : null));
  const error = await importTiny(database, tinyCompany).catch((failed: unknown) => failed);
  expect(await explainFailure(error, { database, folder: "" })).toMatchObject({
    name: "SetupError",
    message: expect.stringMatching(
      /^The connection to the PostgreSQL server .* was lost in the middle, and nothing was changed/,
    ),
  });
});

it.each([
  ["57014", /stopped the work .*, and nothing was changed\. Try again/],
  ["58030", /cannot read or write its files .*, and nothing was changed/],
  ["53200", /ran out of memory or connections .*, and nothing was changed/],
  ["53100", /^The disk is full, and nothing was changed/],
  ["57P01", /was lost in the middle, and nothing was changed/],
])("says in a sentence that the server refused rows on their way with %s", async (code, sentence) => {
  const { explainFailure } = await import("../../src/data/explain-failure.ts");
  let refused = 0;
  proxy.watch((_, text) =>
    /^\d,2,,Norland,North/.test(text) && refused++ === 0 ? { refusedWith: code } : null,
  );
  const error = await importTiny(database, tinyCompany).catch((failed: unknown) => failed);
  expect(refused).toBe(1);
  expect(await explainFailure(error, { database, folder: "" })).toMatchObject({
    name: "SetupError",
    message: expect.stringMatching(sentence),
  });
});
