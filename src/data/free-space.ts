import { stat, statfs } from "node:fs/promises";
import { AccessError, DataError, QuestionError, SetupError } from "../errors.ts";
import { findFiles } from "./import/find-files.ts";

const megabyte = 1024 * 1024;
/** A packed file holds about so many times its size. */
const packed: readonly (readonly [RegExp, number])[] = [
  [/\.gz$/i, 10],
  [/\.xlsx$/i, 8],
];
/**
 * What a load takes of the disk for each byte of its files at most: staged rows, facts with their indexes, answers,
 * and the log of all of them, which the embedded engine keeps until the load is over (demo company: 5 MB of files,
 * 158 MB at the peak).
 */
const perByte = 20;
const atLeast = 64 * megabyte;
/** Less than this and whatever failed, failed for it. */
const nothingLeft = 16 * megabyte;

/**
 * Throws a SetupError before a load that the disk of the embedded database could not hold. Errors of paths that
 * cannot be read are those of the import.
 */
export const requireSpace = async (options: {
  readonly paths: readonly string[];
  /** Where the embedded database is. */
  readonly folder: string;
  /** Free bytes there. */
  readonly freeIn?: (folder: string) => Promise<number>;
}): Promise<void> => {
  const { paths, folder, freeIn = freeBytes } = options;
  const sizes = (await findFiles(paths)).map(async ({ path }) => (await stat(path)).size * factorOf(path));
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  const needed = bytes * perByte + atLeast;
  const free = await freeIn(folder);
  if (free >= needed) return;
  throw new SetupError(
    `There is too little room on the disk: to load these files may take ${inWords(needed)} in ${folder}, and ` +
      `${inWords(free)} are free. Nothing was changed; make room, or load fewer files at once.`,
  );
};

/**
 * A disk that became full in the middle, as a SetupError that says so; any other error as it is. The engine does not
 * always get to say why it fell.
 */
export const explainDiskFull = async (error: unknown, folder: string): Promise<unknown> => {
  if ([AccessError, DataError, QuestionError, SetupError].some((kind) => error instanceof kind)) return error;
  const { code, message = "" } = error as { readonly code?: unknown; readonly message?: string };
  const isSaid = code === "53100" || code === "ENOSPC" || /no space left on device/i.test(message);
  if (!isSaid && (await freeBytes(folder).catch(() => nothingLeft)) >= nothingLeft) return error;
  return new SetupError(
    `The disk is full, and nothing was changed. Make room in ${folder}, then try again.`,
    { cause: error },
  );
};

const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

const factorOf = (path: string): number => packed.find(([name]) => name.test(path))?.[1] ?? 1;

const inWords = (bytes: number): string =>
  bytes >= 1024 * megabyte
    ? `${(bytes / 1024 / megabyte).toFixed(1)} GB`
    : `${Math.ceil(bytes / megabyte)} MB`;
