import { PGlite, type Results } from "@electric-sql/pglite";
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import { PrismaPGlite } from "pglite-prisma-adapter";
import type { CopiedRows, SessionResult } from "../database.ts";
import { quoteIdentifier } from "../dialect.ts";

type Parsers = Record<number, (value: string) => string>;

/** Opens PGlite with the settings that BIMS counts on; without a folder it lives in memory. */
export const openPglite = async (folder?: string): Promise<PGlite> => {
  const pglite = await PGlite.create(folder === undefined ? {} : { dataDir: folder });
  hearFalls(pglite);
  await pglite.exec("SET TimeZone = 'UTC'; SET work_mem = '64MB'; SET hash_mem_multiplier = 1");
  return pglite;
};

interface EngineModule {
  _PostgresMainLoopOnce(): unknown;
  stackRestore(pointer: number): void;
  /** Gives WebAssembly's number of what Node's file system said. */
  readonly NODEFS: { convertNodeCode(error: { readonly code?: string }): number };
}

const moduleOf = (pglite: PGlite): EngineModule => (pglite as unknown as { readonly mod: EngineModule }).mod;

/** SQLSTATE as a number: disk full, or a failed read or write. */
const diskTroubles: ReadonlyMap<string | undefined, number> = new Map([
  ["ENOSPC", 53100],
  ["EDQUOT", 53100],
  ["EIO", 58030],
]);

/** Calls `hear`, with the SQLSTATE, whenever a file fails for want of room or of a sound disk. */
export const hearDiskTrouble = (pglite: PGlite, hear: (state: number) => void): void => {
  const files = moduleOf(pglite).NODEFS;
  const { convertNodeCode } = files;
  files.convertNodeCode = (error) => {
    const state = diskTroubles.get(error.code);
    if (state !== undefined) hear(state);
    return convertNodeCode(error);
  };
};

/** How the engine leaves a statement that it refuses: no fall. */
const refusal = 100;

/**
 * PGlite swallows whatever else WebAssembly throws in the middle of a statement (a trap, or the engine's own PANIC when
 * its log cannot be written) and reports success without rows, or asks again for ever. Here it is thrown on: the first
 * thing that PGlite does with what it has caught is to restore the stack, which nothing guards.
 */
const hearFalls = (pglite: PGlite): void => {
  const engine = moduleOf(pglite);
  const { _PostgresMainLoopOnce: runOnce, stackRestore } = engine;
  let fall: unknown;
  engine._PostgresMainLoopOnce = () => {
    try {
      return runOnce();
    } catch (error) {
      if ((error as { readonly status?: unknown }).status !== refusal) fall = error;
      throw error;
    }
  };
  engine.stackRestore = (pointer) => {
    if (fall !== undefined) throw fall;
    stackRestore(pointer);
  };
};

/**
 * Prisma's adapter, with scripts awaited and their failures reported: the adapter's own `executeScript` does neither,
 * so that a failed migration counts as applied.
 */
export const connectPglite = async (pglite: PGlite): Promise<SqlDriverAdapter> => {
  const adapter = await new PrismaPGlite(pglite).connect();
  adapter.executeScript = async (script) => {
    await pglite.exec(script).catch((error: unknown) => {
      throw new DriverAdapterError(describeScriptError(error));
    });
  };
  return adapter;
};

/** For the schema engine. Only `migrate dev` and the like ask for a shadow database, which BIMS never does here. */
export const pgliteFactory = (pglite: PGlite): SqlMigrationAwareDriverAdapterFactory => ({
  provider: "postgres",
  adapterName: "bims-pglite",
  connect: () => connectPglite(pglite),
  connectToShadowDb: () => Promise.reject(new Error("the embedded database has no shadow database")),
});

/** Parsers that leave every type of this database as its text. */
export const textParsers = async (pglite: PGlite): Promise<Parsers> => {
  const { rows } = await pglite.query<{ oid: number }>("SELECT oid::int AS oid FROM pg_type");
  return Object.fromEntries(rows.map(({ oid }) => [oid, (value: string) => value]));
};

export const runStatement = async (
  pglite: PGlite,
  parsers: Parsers,
  text: string,
  parameters: readonly unknown[],
): Promise<SessionResult> => {
  const result =
    parameters.length === 0
      ? (await pglite.exec(text, { parsers })).at(-1)
      : await pglite.query(text, [...parameters], { parsers });
  return { rows: (result?.rows ?? []) as Record<string, string | null>[], affected: countOf(result) };
};

export const copyCsv = async (
  pglite: PGlite,
  table: string,
  columns: readonly string[],
  csv: Uint8Array,
): Promise<number> => {
  const list = columns.map(quoteIdentifier).join(", ");
  const blob = new Blob([csv as Uint8Array<ArrayBuffer>]);
  return countOf(
    await pglite.query(`COPY ${quoteIdentifier(table)} (${list}) FROM '/dev/blob' WITH (FORMAT csv)`, [], {
      blob,
    }),
  );
};

export const copyOutCsv = async (pglite: PGlite, select: string): Promise<CopiedRows> => {
  const result = await pglite.query(`COPY (${select}) TO '/dev/blob' WITH (FORMAT csv)`);
  const csv = new Uint8Array((await result.blob?.arrayBuffer()) ?? new ArrayBuffer());
  return { csv, rows: countOf(result) };
};

const countOf = (result: Pick<Results, "rowCount" | "affectedRows"> | undefined): number =>
  result?.rowCount ?? result?.affectedRows ?? 0;

const describeScriptError = (error: unknown) => {
  const { message, code, severity, detail, column, hint } = error as Record<string, string | undefined>;
  return {
    kind: "postgres" as const,
    code: code ?? "XX000",
    severity: severity ?? "ERROR",
    message: message ?? String(error),
    detail,
    column,
    hint,
  };
};
