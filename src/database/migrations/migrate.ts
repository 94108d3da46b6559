import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { SetupError } from "../../errors.ts";
import { listMigrations, type Migration, readMigrations } from "./migration-files.ts";
import { openSchemaEngine } from "./schema-engine.ts";

/**
 * Brings the database to the newest migration and returns the names of those applied. Reads Prisma's own record
 * first: on most starts nothing is to be done and the schema engine is not even loaded.
 */
export const migrate = async (factory: SqlMigrationAwareDriverAdapterFactory): Promise<readonly string[]> => {
  const migrations = await readMigrations();
  const applied = await readApplied(factory);
  refuseStrangers(migrations, applied);
  if (migrations.every(({ name }) => applied.has(name))) return [];
  const engine = await openSchemaEngine(factory);
  try {
    const outcome = await engine.applyMigrations({
      migrationsList: listMigrations(migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
    return outcome.appliedMigrationNames;
  } catch (error) {
    throw new SetupError(`The database could not be brought up to date: ${firstLine(error)}`, {
      cause: error,
    });
  } finally {
    engine.free();
  }
};

const applied = `SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
const exists = `SELECT to_regclass('_prisma_migrations')::text AS name`;

/** Checksums by name. */
const readApplied = async (
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<ReadonlyMap<string, string>> => {
  const adapter = await factory.connect();
  try {
    const [found] = await readRows(adapter, exists);
    return new Map(found?.[0] ? ((await readRows(adapter, applied)) as [string, string][]) : []);
  } finally {
    await adapter.dispose();
  }
};

const readRows = async (adapter: SqlDriverAdapter, sql: string): Promise<unknown[][]> =>
  (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;

const refuseStrangers = (migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void => {
  const ours = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    if (!ours.has(name)) {
      throw new SetupError(
        `The database was made by a newer BIMS (migration ${name} is unknown here). Start that one.`,
      );
    }
    if (ours.get(name) !== checksum) {
      throw new SetupError(
        `Migration ${name} was changed after it was applied to this database. Restore its file.`,
      );
    }
  }
};

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n").find((line) => line.trim() !== "") ??
  "";
