import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPglite } from "../../src/database/embedded/pglite.ts";
import { readMigrations } from "../../src/database/migrations/migration-files.ts";
import { findDrift, writeMigration } from "../../src/database/migrations/write-migration.ts";
import { copyTemplateFolder } from "../support/database.ts";

let folder: string;
let database: string;
let scratch: PGlite;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bims-drift-"));
  database = await copyTemplateFolder();
  scratch = await openPglite(join(database, "database"));
});
afterAll(async () => {
  if (!scratch.closed) await scratch.close();
  await rm(database, { recursive: true });
  await rm(folder, { recursive: true });
});

describe("the migrations", () => {
  it("make exactly what schema.prisma describes", async () => {
    expect(await findDrift(await readMigrations(), scratch)).toBe("");
  });

  it("show what they lack", async () => {
    const [first, ...others] = await readMigrations();
    if (!first) throw new Error("there is no migration");
    const script = first.script.replace('"region" TEXT NOT NULL', '"region" TEXT');
    const drift = await findDrift([{ ...first, script }, ...others], scratch);
    expect(drift).toContain('ALTER COLUMN "region" SET NOT NULL');
  });

  it("fail aloud when their script fails", async () => {
    const broken = {
      name: "20200101000000_broken",
      script: 'ALTER TABLE "nowhere" ADD COLUMN "x" INT;',
      checksum: "",
    };
    await expect(findDrift([broken], scratch)).rejects.toThrow(/nowhere/);
  });

  it("are not written under a name that says nothing", async () => {
    await expect(writeMigration("Add Currency!")).rejects.toThrow('"Add Currency!" cannot name a migration');
  });

  it("are written beside the others, named by time and purpose", async () => {
    const options = {
      folder,
      clock: { now: () => new Date("2026-03-04T05:06:07Z") },
      openScratch: async () => scratch,
    };
    const path = await writeMigration("begin", options);
    expect(path).toBe(join(folder, "20260304050607_begin", "migration.sql"));
    expect(await readFile(path ?? "", "utf8")).toContain('CREATE TABLE "fact_sales_monthly"');
    await rm(dirname(path ?? ""), { recursive: true });
  });
});
