import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { readTar, type TarEntry, tarEnd, tarEntry } from "./tar.ts";

/** A compressed archive that is being written; `add` waits for the disk. */
export interface Archive {
  add(entry: TarEntry): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** Readable by its owner alone: it holds the company's figures. */
export const openArchive = (path: string): Archive => {
  // Level 1: CSV packs to a fifth already, and the database is not kept waiting.
  const gzip = createGzip({ level: 1 });
  const written = pipeline(gzip, createWriteStream(path, { mode: 0o600 }));
  written.catch(() => undefined);
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (bytes.length > 0 && !gzip.write(bytes)) await Promise.race([once(gzip, "drain"), written]);
  };
  return {
    add: async (entry) => {
      for (const bytes of tarEntry(entry)) await write(bytes);
    },
    finish: async () => {
      gzip.end(tarEnd());
      await written;
    },
    abandon: async () => {
      gzip.destroy();
      await written.catch(() => undefined);
    },
  };
};

/** The entries of a compressed archive, in order; what follows the last one is read too, so that damage there is seen. */
export async function* readArchive(path: string): AsyncGenerator<TarEntry> {
  const source = createReadStream(path);
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    const chunks = unpacked[Symbol.asyncIterator]() as AsyncIterableIterator<Uint8Array>;
    yield* readTar(chunks);
    for await (const _ of chunks);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}
