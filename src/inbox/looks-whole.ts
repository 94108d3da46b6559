import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

/** How much of the end is looked at. */
const tail = 1_024;
/** Larger packed files are not unpacked only to look at them. Bytes. */
const mostPacked = 64 * 1_048_576;

/**
 * Whether a file ends as a whole one does: a text with its last line's end, an Excel file with its directory, a packed
 * one with its checksum. A hint only: some programs leave the last line's end away.
 */
export const looksWhole = async (path: string, size: number): Promise<boolean> => {
  const file = await open(path);
  try {
    const read = async (from: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    };
    if ((await read(0, 2)).toString("hex") === "1f8b") return size <= mostPacked && (await unpacks(path));
    const end = await read(Math.max(0, size - tail), tail);
    if (/\.xlsx$/i.test(path)) return end.includes("PK\u0005\u0006");
    return /[\n\r;]\s*$/.test(end.toString("latin1"));
  } finally {
    await file.close();
  }
};

const unpacks = (path: string): Promise<boolean> =>
  pipeline(createReadStream(path), createGunzip(), nowhere()).then(
    () => true,
    () => false,
  );

const nowhere = (): Writable => new Writable({ write: (_bytes, _encoding, done) => done() });
