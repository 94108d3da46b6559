import { readdir, readFile, readlink } from "node:fs/promises";

/**
 * Those of the files that a process of this machine has open for writing. Only Linux tells, and only of processes
 * that this account may look at; elsewhere the answer is "none known".
 */
export const openForWriting = async (paths: ReadonlySet<string>): Promise<ReadonlySet<string>> => {
  const open = new Set<string>();
  if (paths.size === 0) return open;
  const processes = (await listOf("/proc")).filter((name) => /^\d+$/.test(name));
  for (const process of processes) {
    for (const descriptor of await listOf(`/proc/${process}/fd`)) {
      const path = await readlink(`/proc/${process}/fd/${descriptor}`).catch(() => "");
      if (paths.has(path) && (await isWriter(`/proc/${process}/fdinfo/${descriptor}`))) open.add(path);
    }
  }
  return open;
};

const listOf = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** The last octal digit of `flags`: 0 reads, 1 writes, 2 does both. */
const isWriter = async (info: string): Promise<boolean> => {
  const flags = /^flags:\s*0*(\d*)/m.exec(await readFile(info, "utf8").catch(() => ""))?.[1] ?? "";
  return (Number.parseInt(flags || "0", 8) & 0o3) !== 0;
};
