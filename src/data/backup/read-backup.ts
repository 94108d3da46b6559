import { createHash } from "node:crypto";
import { DataError } from "../../errors.ts";
import { readArchive } from "./archive.ts";
import { type Manifest, manifestPath, manifestSchema, markerPath, type TableManifest } from "./manifest.ts";
import type { TarEntry } from "./tar.ts";

/** Reads a backup from its first byte to its last and returns what it holds. Throws a DataError for any damage. */
export const verifyBackup = async (file: string): Promise<Manifest> => {
  const found = new Map<string, string>();
  let manifest: Manifest | null = null;
  try {
    for await (const entry of readArchive(file)) {
      if (found.size === 0 && entry.path !== markerPath) throw new DataError("it is no backup of BIMS");
      found.set(entry.path, hashOf(entry));
      if (entry.path === manifestPath) manifest = readManifest(entry);
    }
  } catch (error) {
    throw explain(error, file);
  }
  if (manifest === null) throw explain(new DataError("it ends too early"), file);
  const damaged = manifest.tables
    .flatMap(({ parts }) => parts)
    .find(({ path, sha256 }) => found.get(path) !== sha256);
  if (damaged !== undefined)
    throw explain(new DataError(`its part ${damaged.path} is not what was written`), file);
  return manifest;
};

/** The parts of all tables, as the manifest describes them, in the order of the archive. */
export async function* readParts(
  file: string,
  manifest: Manifest,
): AsyncGenerator<{ readonly table: TableManifest; readonly csv: Uint8Array }> {
  const known = new Map(
    manifest.tables.flatMap((table) =>
      table.parts.map((part) => [part.path, { table, sha256: part.sha256 }]),
    ),
  );
  for await (const entry of readArchive(file)) {
    const part = known.get(entry.path);
    if (part === undefined) continue;
    if (hashOf(entry) !== part.sha256) throw explain(new DataError("it changed while it was read"), file);
    yield { table: part.table, csv: entry.bytes };
  }
}

const hashOf = ({ bytes }: TarEntry): string => createHash("sha256").update(bytes).digest("hex");

const readManifest = ({ bytes }: TarEntry): Manifest => {
  const text = Buffer.from(bytes).toString("utf8");
  const { format } = JSON.parse(text) as { format?: unknown };
  if (typeof format === "number" && format > 1) throw new DataError("it was made by a newer BIMS");
  return manifestSchema.parse(JSON.parse(text));
};

const explain = (error: unknown, file: string): DataError =>
  new DataError(`${file} cannot be restored: ${reasonOf(error)}. Nothing was changed.`, { cause: error });

const reasonOf = (error: unknown): string => {
  if (error instanceof DataError) return error.message;
  const { code = "" } = error as NodeJS.ErrnoException;
  return reasons[code] ?? "it is damaged";
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "this account may not read it",
  Z_BUF_ERROR: "it ends too early",
  Z_DATA_ERROR: "it is damaged, or no backup of BIMS",
};
