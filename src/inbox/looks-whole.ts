import { open } from "node:fs/promises";

/** How much of the end is looked at. */
const tail = 1_024;

/**
 * Whether a file ends as a whole one does: a text with its last line's end, an Excel file with its directory. A hint
 * only, since some programs leave the last line's end away, and packed files do not tell.
 */
export const looksWhole = async (path: string, size: number): Promise<boolean> => {
  const file = await open(path);
  try {
    const length = Math.min(tail, size);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const end = buffer.subarray(0, bytesRead);
    if (/\.xlsx$/i.test(path)) return end.includes("PK\u0005\u0006");
    return /[\n\r;]\s*$/.test(end.toString("latin1"));
  } finally {
    await file.close();
  }
};
