import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Systems cut longer paths off: 108 bytes on Linux, 104 elsewhere. */
const longestPath = 100;

/** Where the process that owns this data folder listens; others learn it from the lock. */
export const socketPathOf = (dataFolder: string): string => {
  const folder = resolve(dataFolder);
  const path = join(folder, "service.sock");
  if (Buffer.byteLength(path) <= longestPath) return path;
  const mark = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  return join(tmpdir(), `bims-${mark}.sock`);
};
