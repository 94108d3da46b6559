import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MigrationList, SchemaContainer } from "@prisma/schema-engine-wasm";
import { repositoryRoot } from "../root.ts";

/** One migration as the repository holds it. */
export interface Migration {
  readonly name: string;
  readonly script: string;
  /** As Prisma records it: SHA-256 of the script in hex. */
  readonly checksum: string;
}

export const migrationsFolder = (): string => join(repositoryRoot(), "prisma", "migrations");

/** In the order in which they apply. */
export const readMigrations = async (folder = migrationsFolder()): Promise<Migration[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, script, checksum: createHash("sha256").update(script).digest("hex") };
    }),
  );
};

/** As the schema engine takes them. */
export const listMigrations = (migrations: readonly Migration[]): MigrationList => ({
  baseDir: migrationsFolder(),
  lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
  shadowDbInitScript: "",
  migrationDirectories: migrations.map(({ name, script }) => ({
    path: name,
    migrationFile: { path: "migration.sql", content: { tag: "ok", value: script } },
  })),
});

export const readSchema = async (): Promise<SchemaContainer> => {
  const path = join(repositoryRoot(), "prisma", "schema.prisma");
  return { path, content: await readFile(path, "utf8") };
};
