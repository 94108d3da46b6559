import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are missing. Rejects with the file system's own error, also below /proc and
 * its like, where Node's `recursive` tries for ever.
 */
export const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await isFolder(path))) return;
    if (code !== "ENOENT" || (await isFolder(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Why a folder cannot be made or written, for the end of a sentence; undefined where the error is another one. */
export const folderProblem = (error: unknown): string | undefined =>
  problems.get(String((error as NodeJS.ErrnoException).code));

const problems: ReadonlyMap<string, string> = new Map([
  ["EEXIST", "it is a file"],
  ["ENOTDIR", "a part of its path is a file"],
  ["ENOENT", "no folder can be made there"],
  ["EACCES", "this user may not write there"],
  ["EPERM", "this user may not write there"],
  ["EROFS", "the disk is read-only"],
  ["ENOSPC", "the disk is full"],
]);
