import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { DataError } from "../../errors.ts";
import { byName } from "./recognise.ts";

/** A file that may hold a table; `given` when the person named it, not only its folder. */
export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly given: boolean;
}

const tabular = /\.((csv|txt|tsv|sql)(\.gz)?|xlsx)$/i;
const others = /\.(zip|7z|rar|tar|tgz|bz2|xz|zst|xls|xlsb|xlsm|ods|numbers|parquet|json|xml)$/i;

/** A table in a form that is not read, by its name: nobody means it to be passed over. */
const isOtherForm = (name: string): boolean => others.test(name) && byName(name) !== null;

/** The files behind the paths that a person typed, folders opened one level deep, whose files may be of any kind; in a stable order. */
export const findFiles = async (paths: readonly string[]): Promise<readonly FoundFile[]> => {
  if (paths.length === 0) throw new DataError("Name a folder or files to import: bims import DIR or FILE…");
  const found: FoundFile[] = [];
  for (const path of paths) found.push(...(await filesBehind(path)));
  const once = new Map(found.map((file) => [file.path, file]));
  return [...once.values()];
};

const filesBehind = async (path: string): Promise<readonly FoundFile[]> => {
  const stats = await statOf(path);
  if (stats.isDirectory()) return await filesOfFolder(path);
  await insistOnFile(path);
  return [{ path, name: basename(path), given: true }];
};

const filesOfFolder = async (path: string): Promise<readonly FoundFile[]> => {
  const names = await readdir(path).catch((error: unknown) => refuse(path, error));
  const files = names
    .filter((name) => (tabular.test(name) || isOtherForm(name)) && !/^(\.|~\$)/.test(name))
    .sort();
  if (files.length === 0) {
    throw new DataError(
      `There is no .csv, .sql or .xlsx file in ${path}. Give the folder of the ten tables.`,
    );
  }
  return files.map((name) => ({ path: join(path, name), name, given: false }));
};

/** A device or a pipe may never end. Throws a DataError where the path is no ordinary file, or one of another form. */
export const insistOnFile = async (path: string): Promise<void> => {
  if ((await statOf(path)).isFile()) {
    if (!others.test(path) || /\.xls$/i.test(path)) return;
    throw new DataError(
      `${path} is of a form that I do not read. Unpack it, or save it as .csv, .csv.gz, .sql or .xlsx.`,
    );
  }
  throw new DataError(
    `${path} is not an ordinary file. Give a .csv, .sql or .xlsx file, or a folder of them.`,
  );
};

const statOf = async (path: string): Promise<Stats> =>
  await stat(path).catch((error: unknown) => refuse(path, error));

/** Says in words why the file system would not let a path be read. */
export const refuse = (path: string, error: unknown): never => {
  const code = (error as { code?: unknown }).code;
  if (code === "ENOENT") throw new DataError(`There is no file or folder ${path}. Check the spelling.`);
  if (code === "EACCES" || code === "EPERM") {
    throw new DataError(`I may not read ${path}. Give this account the right to read it.`);
  }
  throw new DataError(`${path} cannot be read (${String(code ?? error)}).`);
};
