import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { type Clock, systemClock } from "../../clock.ts";
import { SetupError } from "../../errors.ts";
import { connectPglite, openPglite, pgliteFactory } from "../embedded/pglite.ts";
import {
  listMigrations,
  type Migration,
  migrationsFolder,
  readMigrations,
  readSchema,
} from "./migration-files.ts";
import { openSchemaEngine } from "./schema-engine.ts";

/** The SQL that is missing between these migrations and schema.prisma, worked out in a scratch database. */
export const findDrift = async (migrations: readonly Migration[], scratch: PGlite): Promise<string> => {
  const connectToShadowDb = async () => {
    await scratch.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    return connectPglite(scratch);
  };
  const engine = await openSchemaEngine({ ...pgliteFactory(scratch), connectToShadowDb });
  try {
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...listMigrations(migrations) },
      to: { tag: "schemaDatamodel", files: [await readSchema()] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout === null || stdout.trim() === "-- This is an empty migration." ? "" : stdout;
  } finally {
    engine.free();
  }
};

export interface WriteOptions {
  readonly clock?: Clock;
  readonly folder?: string;
  /** Opens a database that may be emptied. */
  readonly openScratch?: () => Promise<PGlite>;
}

/**
 * Writes the migration that leads from the existing ones to schema.prisma and returns the path of its script;
 * undefined when nothing is missing. CHECK constraints are added to it by hand: the schema has no word for them.
 */
export const writeMigration = async (
  name: string,
  { clock = systemClock, folder = migrationsFolder(), openScratch = openPglite }: WriteOptions = {},
): Promise<string | undefined> => {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new SetupError(
      `"${name}" cannot name a migration: use small letters, digits and underscores, as add_currency.`,
    );
  }
  const scratch = await openScratch();
  const script = await findDrift(await readMigrations(folder), scratch).finally(() => scratch.close());
  if (script === "") return undefined;
  const time = clock.now().toISOString().replace(/\D/g, "").slice(0, 14);
  const own = join(folder, `${time}_${name}`);
  await mkdir(own);
  await writeFile(join(own, "migration.sql"), script);
  return join(own, "migration.sql");
};
