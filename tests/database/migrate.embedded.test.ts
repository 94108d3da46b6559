import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPglite, pgliteFactory } from "../../src/database/embedded/pglite.ts";
import { migrate } from "../../src/database/migrations/migrate.ts";
import { type Migration, readMigrations } from "../../src/database/migrations/migration-files.ts";
import { copyTemplateFolder } from "../support/database.ts";

let folder: string;
let pglite: PGlite;
beforeAll(async () => {
  folder = await copyTemplateFolder();
  pglite = await openPglite(join(folder, "database"));
});
afterAll(async () => {
  await pglite.close();
  await rm(folder, { recursive: true });
});

const migration = (name: string, script: string): Migration => ({
  name,
  script,
  checksum: createHash("sha256").update(script).digest("hex"),
});
const names = async () =>
  (
    await pglite.query<{ name: string }>(
      "SELECT migration_name AS name FROM _prisma_migrations ORDER BY name",
    )
  ).rows.map(({ name }) => name);
const note = migration("29980101000000_note", "CREATE TABLE note (text TEXT); -- a semicolon; in a comment");

describe("migrating", () => {
  it("applies all that is new or nothing, and says what failed", async () => {
    const before = await names();
    const broken = migration("29980102000000_broken", "ALTER TABLE nowhere ADD COLUMN x INT");
    const migrating = migrate(pgliteFactory(pglite), [...(await readMigrations()), note, broken]);
    await expect(migrating).rejects.toMatchObject({
      name: "SetupError",
      message: 'The database could not be brought up to date: relation "nowhere" does not exist',
    });
    expect(await names()).toEqual(before);
    expect((await pglite.query("SELECT to_regclass('note')::text AS note")).rows).toEqual([{ note: null }]);
  });

  it("works once the script is mended", async () => {
    const all = [...(await readMigrations()), note];
    expect(await migrate(pgliteFactory(pglite), all)).toEqual([note.name]);
    expect(await migrate(pgliteFactory(pglite), all)).toEqual([]);
    expect(await names()).toEqual(all.map(({ name }) => name));
  });

  it("refuses a script that was changed after it was applied", async () => {
    const changed = { ...note, checksum: "0" };
    const migrating = migrate(pgliteFactory(pglite), [...(await readMigrations()), changed]);
    await expect(migrating).rejects.toThrow(`Migration ${note.name} was changed after it was applied`);
  });
});
