import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { SetupError } from "../../errors.ts";
import { listMigrations, type Migration, readMigrations } from "./migration-files.ts";
import { openSchemaEngine } from "./schema-engine.ts";

/** Advisory lock under which one process at a time migrates a server's database. */
const migrationLock = 2_718_281_828;

/**
 * Brings the database to the newest migration and returns the names of those applied, all of them or, with a
 * SetupError, none: a kill on the way leaves nothing to repair. Reads Prisma's own record first, since on most starts
 * nothing is to be done and the schema engine need not even be loaded. The factory must lead to one connection only.
 */
export const migrate = async (
  factory: SqlMigrationAwareDriverAdapterFactory,
  migrations?: readonly Migration[],
): Promise<readonly string[]> => {
  const wanted = migrations ?? (await readMigrations());
  const adapter = await factory.connect();
  try {
    const applied = await readApplied(adapter);
    refuseStrangers(wanted, applied);
    if (wanted.every(({ name }) => applied.has(name))) return [];
    return await inTransaction(adapter, () => apply(factory, wanted));
  } finally {
    await adapter.dispose();
  }
};

const inTransaction = async <T>(adapter: SqlDriverAdapter, work: () => Promise<T>): Promise<T> => {
  await adapter.executeScript(`BEGIN; SELECT pg_advisory_xact_lock(${migrationLock})`);
  try {
    const value = await work();
    await adapter.executeScript("COMMIT");
    return value;
  } catch (error) {
    await adapter.executeScript("ROLLBACK").catch(() => {});
    throw error;
  }
};

const apply = async (
  factory: SqlMigrationAwareDriverAdapterFactory,
  migrations: readonly Migration[],
): Promise<readonly string[]> => {
  let cause: unknown;
  const connect = async () => {
    const adapter = await factory.connect();
    const execute = adapter.executeScript.bind(adapter);
    // After a failed script the engine fails again at noting it down; the first failure is the one to tell.
    const executeScript = (script: string) =>
      execute(script).catch((error: unknown) => {
        cause ??= error;
        throw error;
      });
    return Object.assign(adapter, { executeScript });
  };
  const engine = await openSchemaEngine({ ...factoryOf(factory), connect });
  try {
    const filters = { externalTables: [], externalEnums: [] };
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: listMigrations(migrations),
      filters,
    });
    return appliedMigrationNames;
  } catch (error) {
    throw new SetupError(`The database could not be brought up to date: ${firstLine(cause ?? error)}`, {
      cause: error,
    });
  } finally {
    engine.free();
  }
};

const factoryOf = (factory: SqlMigrationAwareDriverAdapterFactory) => ({
  provider: factory.provider,
  adapterName: factory.adapterName,
  connectToShadowDb: () => factory.connectToShadowDb(),
});

/** Checksums by name. */
const readApplied = async (adapter: SqlDriverAdapter): Promise<ReadonlyMap<string, string>> => {
  const read = async (sql: string) => (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;
  const [found] = await read("SELECT to_regclass('_prisma_migrations')::text");
  if (!found?.[0]) return new Map();
  const rows = await read(
    "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  return new Map(rows as [string, string][]);
};

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
