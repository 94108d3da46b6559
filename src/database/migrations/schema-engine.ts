import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import type * as Glue from "@prisma/schema-engine-wasm/schema_engine_bg";

export type { SchemaEngine };

/**
 * Prisma's own schema engine, as WebAssembly, over any driver adapter: no binary to download. Its package expects a
 * bundler to import the `.wasm`, so it is put together by hand here.
 */
export const openSchemaEngine = async (
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine> => {
  const glue = await loadGlue();
  const ignoreLog = () => {};
  return glue.SchemaEngine.new(
    { datamodels: undefined },
    ignoreLog,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
};

let loaded: Promise<typeof Glue> | undefined;
const loadGlue = (): Promise<typeof Glue> => {
  loaded ??= instantiate();
  return loaded;
};

/** What is used of the global; Node has it, its types do not. */
interface WebAssemblyLoader {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ readonly instance: { readonly exports: { readonly __wbindgen_start: () => void } } }>;
}

const instantiate = async (): Promise<typeof Glue> => {
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const path = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyLoader };
  const { instance } = await WebAssembly.instantiate(await readFile(path), { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
};
