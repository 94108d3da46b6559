import { stat } from "node:fs/promises";
import { DataError } from "../../errors.ts";
import type { ExaminedFile } from "./examined-file.ts";
import type { FoundFile } from "./find-files.ts";
import { readSheets } from "./read-workbook.ts";
import { byName, tablesOfHeader } from "./recognise.ts";
import { importTables } from "./tables.ts";
import { unpack } from "./unpack.ts";

const headLimit = 1 << 16;
const delimiters = [",", ";", "\t"];

/**
 * Whether a file of a folder that cannot be imported is surely none of ours: nobody named it, it is not named after a
 * table, and what can be seen of it shows none. Of a file that shows nothing at all nobody can know.
 */
export const isForeign = async (file: FoundFile): Promise<boolean> => {
  if (file.given || byName(file.name) !== null) return false;
  if (!(await isOrdinary(file.path))) return true;
  if (/\.xlsx$/i.test(file.name)) return await holdsForeignSheets(file.path);
  const head = await readHead(file.path).catch(() => null);
  if (head === null || isBinary(head)) return false;
  if (/\.sql(\.gz)?$/i.test(file.name)) {
    return !tellingNames.some((name) => new RegExp(`\\b${name}\\b`, "i").test(head));
  }
  return !head.split(/[\r\n]+/, 2).some(isHeader);
};

/** Throws a DataError where the header of a table stands below other lines: report programs write a title first. */
export const refuseTitles = async ({ path, form }: ExaminedFile): Promise<void> => {
  if (form.kind !== "csv") return;
  const lines = (await readHead(path)).split(/\r\n|[\r\n]/, fewLines);
  const at = lines.findIndex(isHeader);
  if (at > 0) {
    throw new DataError(
      `${path} has the names of its columns in line ${at + 1}. Delete the lines above it: the first one must name the columns.`,
    );
  }
};

const fewLines = 20;

const isOrdinary = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const holdsForeignSheets = async (path: string): Promise<boolean> => {
  const read = await readSheets(path).catch(() => null);
  if (read === null) return false;
  return !read.sheets.some(({ name, header }) => byName(name) !== null || tablesOfHeader(header).length > 0);
};

/** Control characters that no text has. */
const isBinary = (head: string): boolean => {
  for (let at = 0; at < head.length; at++) {
    const code = head.charCodeAt(at);
    if (code < 9 || (code > 13 && code < 32)) return true;
  }
  return false;
};

const isHeader = (line: string): boolean =>
  delimiters.some((delimiter) => tablesOfHeader(line.replaceAll('"', "").split(delimiter)).length > 0);

/** "Target" and "alias" stand in other programs' SQL too. */
const tellingNames = importTables.filter(({ name }) => name.includes("_")).map(({ name }) => name);

/** Its letters may be of any encoding. */
const readHead = async (path: string): Promise<string> => {
  for await (const piece of unpack(path)) {
    const head = piece.subarray(0, headLimit).toString("latin1");
    return head.replace(/\0|^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/g, "");
  }
  return "";
};
