import { DataError } from "../../errors.ts";

/**
 * The little of the tar format (ustar) that a backup needs, so that any unpacker opens it: plain files with short
 * names, each held in memory whole.
 */
export interface TarEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const block = 512;
/** Far above any piece that a backup writes; a larger one is damage. */
const largest = 1 << 28;

/** Header, bytes and padding of one entry. */
export const tarEntry = ({ path, bytes }: TarEntry): readonly Uint8Array[] => [
  tarHeader(path, bytes.length),
  bytes,
  new Uint8Array((block - (bytes.length % block)) % block),
];

/** What stands after the last entry. */
export const tarEnd = (): Uint8Array => new Uint8Array(2 * block);

const tarHeader = (path: string, size: number): Uint8Array => {
  const header = Buffer.alloc(block);
  header.write(path, 0, 100);
  header.write("0000600\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(`${checksum(header).toString(8).padStart(6, "0")}\0 `, 148);
  return header;
};

/** Sum of all bytes, its own eight counted as spaces. */
const checksum = (header: Uint8Array): number =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

/** The entries of an archive, in order. Throws a DataError where it is cut off or is none. */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const take = reader(chunks);
  for (;;) {
    const header = await take(block);
    if (header.every((byte) => byte === 0)) return;
    if (readOctal(header, 148, 8) !== checksum(header)) throw new DataError("it is no archive");
    const size = readOctal(header, 124, 12);
    if (!(size <= largest)) throw new DataError("one of its parts is too large");
    const bytes = await take(size);
    await take((block - (size % block)) % block);
    yield { path: readText(header, 0, 100), bytes };
  }
}

const readText = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length))
    .toString("utf8")
    .split("\0")[0] ?? "";

const readOctal = (bytes: Uint8Array, at: number, length: number): number =>
  Number.parseInt(readText(bytes, at, length).trim(), 8);

/** Takes so many bytes from a stream of chunks. */
const reader = (chunks: AsyncIterable<Uint8Array>) => {
  const source = chunks[Symbol.asyncIterator]();
  let held: Uint8Array[] = [];
  let length = 0;
  return async (size: number): Promise<Uint8Array> => {
    while (length < size) {
      const next = await source.next();
      if (next.done) throw new DataError("it ends too early");
      held.push(next.value);
      length += next.value.length;
    }
    const all = Buffer.concat(held);
    held = [all.subarray(size)];
    length = all.length - size;
    return all.subarray(0, size);
  };
};
