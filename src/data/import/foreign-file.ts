import { stat } from "node:fs/promises";
import type { FoundFile } from "./find-files.ts";
import { byName, tablesOfHeader } from "./recognise.ts";
import { importTables } from "./tables.ts";
import { unpack } from "./unpack.ts";

const headLimit = 1 << 16;

/**
 * Whether a file of a folder that cannot be read is none of ours: nobody named it, it is not named after a table, and
 * the beginning of it shows none. Its letters may be of any encoding.
 */
export const isForeign = async (file: FoundFile): Promise<boolean> => {
  if (file.given || byName(file.name) !== null) return false;
  const head = await readHead(file.path).catch(() => "");
  if (/\.sql(\.gz)?$/i.test(file.name)) {
    return !tellingNames.some((name) => new RegExp(`\\b${name}\\b`, "i").test(head));
  }
  const lines = head.split(/[\r\n]+/, 2);
  return !lines.some((line) =>
    [",", ";", "\t"].some(
      (delimiter) => tablesOfHeader(line.replaceAll('"', "").split(delimiter)).length > 0,
    ),
  );
};

/** "Target" and "alias" stand in other programs' SQL too. */
const tellingNames = importTables.filter(({ name }) => name.includes("_")).map(({ name }) => name);

const readHead = async (path: string): Promise<string> => {
  if (!(await stat(path)).isFile()) return "";
  for await (const piece of unpack(path)) {
    return piece
      .subarray(0, headLimit)
      .toString("latin1")
      .replace(/\0|^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/g, "");
  }
  return "";
};
