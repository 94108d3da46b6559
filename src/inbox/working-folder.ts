import type { Dirent } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { freeName } from "./free-name.ts";
import { places } from "./prepare-inbox.ts";

/** The one instance that works on an inbox: its files are out of everybody else's reach while it has them. */
export interface Working {
  readonly folder: string;
  /** Gives back what is left in it, for the next look. */
  release(): Promise<void>;
}

interface Owner {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
}

const ownerFile = ".owner";
/** Those at work in this process: a pid may be used again, and then is not its owner's. */
const atWork = new Set<string>();
/** Milliseconds between two signs of life, and after how long without one an owner counts as dead. */
const heartbeat = 3_000;
const silence = 20_000;

/**
 * Takes the inbox for this instance, or nothing while another one has it. What a dead instance has left in its
 * folder goes back to the inbox first; to load it a second time changes nothing.
 */
export const takeWorking = async (
  inbox: string,
  token: string,
  isNeeded: boolean,
): Promise<Working | undefined> => {
  await recover(inbox, token);
  if (!isNeeded) return undefined;
  const folder = join(inbox, places.working);
  if (!(await made(folder))) return undefined;
  const owner: Owner = { token, host: hostname(), pid: process.pid };
  const beat = (): Promise<void> => writeFile(join(folder, ownerFile), JSON.stringify(owner));
  atWork.add(token);
  await beat();
  const timer = setInterval(() => void beat().catch(() => undefined), heartbeat);
  return {
    folder,
    release: async () => {
      clearInterval(timer);
      atWork.delete(token);
      await putBack(inbox, folder);
    },
  };
};

const made = async (folder: string): Promise<boolean> => {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
};

/** Folders of dead owners: one renames it, and whoever did puts the files back. */
const recover = async (inbox: string, token: string): Promise<void> => {
  const left = (await readdir(inbox, { withFileTypes: true })).filter(isWorking);
  for (const { name } of left) {
    const folder = join(inbox, name);
    const owner = await readOwner(folder);
    if (owner?.token !== token && !(await isDead(inbox, folder, owner, token))) continue;
    const mine = join(inbox, `${places.working}.${token}`);
    if (folder !== mine && !(await moved(folder, mine))) continue;
    await putBack(inbox, mine);
  }
};

const isWorking = (entry: Dirent): boolean =>
  entry.isDirectory() && (entry.name === places.working || entry.name.startsWith(`${places.working}.`));

const moved = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    () => false,
  );

const readOwner = async (folder: string): Promise<Owner | undefined> => {
  try {
    return JSON.parse(await readFile(join(folder, ownerFile), "utf8")) as Owner;
  } catch {
    return undefined;
  }
};

/** A process of this machine can be looked for; of another one only its silence tells. */
const isDead = async (
  inbox: string,
  folder: string,
  owner: Owner | undefined,
  token: string,
): Promise<boolean> => {
  if (
    owner?.host === hostname() &&
    (owner.pid === process.pid ? !atWork.has(owner.token) : !isRunning(owner.pid))
  )
    return true;
  const sign = await stat(owner ? join(folder, ownerFile) : folder).catch(() => undefined);
  return sign !== undefined && (await timeOf(inbox, token)) - sign.mtimeMs > silence;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** The time of the file system, which may be another machine's with a clock of its own. */
const timeOf = async (inbox: string, token: string): Promise<number> => {
  const probe = join(inbox, `.bims-${token}`);
  await writeFile(probe, "");
  try {
    return (await stat(probe)).mtimeMs;
  } finally {
    await rm(probe, { force: true });
  }
};

const putBack = async (inbox: string, folder: string): Promise<void> => {
  const names = (await readdir(folder)).filter((name) => name !== ownerFile);
  for (const name of names) await rename(join(folder, name), join(inbox, await freeName(inbox, name)));
  await rm(folder, { recursive: true, force: true });
};
