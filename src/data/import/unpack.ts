import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { DataError } from "../../errors.ts";
import { refuse } from "./find-files.ts";

/** The plain bytes of a file, unpacked when they are gzip (told by their first bytes, not by the name). */
export async function* unpack(path: string): AsyncGenerator<Buffer> {
  const packed = await isGzip(path);
  const source = createReadStream(path, { highWaterMark: 1 << 16 });
  const bytes = packed ? source.pipe(createGunzip({ chunkSize: 1 << 16 })) : source;
  source.on("error", (error) => bytes.destroy(error));
  try {
    for await (const chunk of bytes) yield chunk as Buffer;
  } catch (error) {
    throw sayPacked(path, error);
  } finally {
    source.destroy();
  }
}

/** Of the unpacked content, in hex. */
export const hashOf = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of unpack(path)) hash.update(chunk);
  return hash.digest("hex");
};

const isGzip = async (path: string): Promise<boolean> =>
  (await firstBytes(path, 2)).toString("hex") === "1f8b";

/** As many as there are. */
export const firstBytes = async (path: string, count: number): Promise<Buffer> => {
  const file = await open(path).catch((error: unknown) => refuse(path, error));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    return refuse(path, error);
  } finally {
    await file.close();
  }
};

const sayPacked = (path: string, error: unknown): unknown => {
  const code = String((error as { code?: unknown }).code ?? "");
  if (code === "Z_BUF_ERROR") {
    return new DataError(
      `${path} ends in the middle of its gzip data: it was not copied whole. Copy it again.`,
    );
  }
  if (code.startsWith("Z_")) return new DataError(`${path} is damaged gzip data (${code}). Copy it again.`);
  if (!code.startsWith("E")) return error;
  try {
    return refuse(path, error);
  } catch (said) {
    return said;
  }
};
