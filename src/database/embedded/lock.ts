import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../../errors.ts";
import { folderProblem, makeFolder } from "../../make-folder.ts";
import { FolderInUseError } from "../errors.ts";
import { describeProcess, isRunning, type ProcessMark } from "./process-mark.ts";

/** Who owns the embedded database. */
export interface LockHolder extends ProcessMark {
  /** Unlike for every taking, so that a lock is never mistaken for the one after it. */
  readonly token: string;
  readonly host: string;
  /** Where the running service takes commands from other terminals. */
  readonly socket?: string | undefined;
}

export interface Lock {
  release(): Promise<void>;
}

const pathOf = (dataFolder: string): string => join(dataFolder, "database.lock");

/**
 * Takes the embedded database for this process, or throws a FolderInUseError that names the owner. Two processes on
 * one folder lose rows silently, so a lock is only taken over when its process is known to be gone. A SetupError
 * says that the folder cannot be made or written.
 */
export const takeLock = async (dataFolder: string, socket?: string): Promise<Lock> => {
  const path = pathOf(dataFolder);
  const mine: LockHolder = {
    token: randomUUID(),
    host: hostname(),
    ...describeProcess(),
    ...(socket ? { socket } : {}),
  };
  const holder = await makeFolder(dataFolder)
    .then(() => acquire(path, mine))
    .catch((error: unknown) => {
      throw unusable(dataFolder, error);
    });
  if (holder) throw refuse(holder, path, dataFolder);
  return {
    release: async () => {
      if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
    },
  };
};

/** What is the operator's to repair, in a sentence; anything else stays as it is. */
const unusable = (dataFolder: string, error: unknown): unknown => {
  const reason = folderProblem(error);
  if (reason === undefined) return error;
  return new SetupError(
    `The data folder ${dataFolder} cannot be used: ${reason}. Set BIMS_DATA_DIR to a folder that BIMS may write.`,
    { cause: error },
  );
};

/** The living owner of the embedded database in this data folder, if any. */
export const findHolder = async (dataFolder: string): Promise<LockHolder | undefined> => {
  const holder = await readHolder(pathOf(dataFolder));
  return holder && mayLive(holder) ? holder : undefined;
};

/** Nothing when the lock is ours now, else its living holder. */
const acquire = async (path: string, mine: LockHolder): Promise<LockHolder | undefined> => {
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (;;) {
      if (await linked(draft, path)) return undefined;
      const holder = await readHolder(path);
      if (!holder) continue;
      if (holder.token === mine.token) return undefined;
      if (mayLive(holder)) return holder;
      await replace(path, holder, draft, mine);
      await sleep(5);
    }
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * Puts our lock in the place of a dead one. Whoever wants to must first hold `PATH.takeover`, and look again: so no
 * living lock is ever replaced, however many processes find the dead one at once.
 */
const replace = async (path: string, dead: LockHolder, draft: string, mine: LockHolder): Promise<void> => {
  const gate = `${path}.takeover`;
  if (await acquire(gate, { ...mine, token: randomUUID() })) return;
  try {
    if ((await readHolder(path))?.token === dead.token) {
      const copy = `${draft}.copy`;
      await link(draft, copy);
      await rename(copy, path);
    }
  } finally {
    await unlink(gate);
  }
};

const linked = async (draft: string, path: string): Promise<boolean> => {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
};

const readHolder = async (path: string): Promise<LockHolder | undefined> => {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as LockHolder;
  } catch {
    // Locks appear whole, so a torn one outlived a power cut; its process did not.
    return { token: text, host: hostname(), pid: 0 };
  }
};

/** A process of another machine cannot be looked at, so it counts as living. */
const mayLive = (holder: LockHolder): boolean => holder.host !== hostname() || isRunning(holder);

const refuse = (holder: LockHolder, path: string, dataFolder: string): FolderInUseError => {
  if (holder.host !== hostname()) {
    return new FolderInUseError(
      `${dataFolder} is used by process ${holder.pid} on ${holder.host}. If BIMS no longer runs there, delete ${path}.`,
      holder,
    );
  }
  return new FolderInUseError(
    `${dataFolder} is used by process ${holder.pid}. Stop that process, or set BIMS_DATA_DIR to another folder.`,
    holder,
  );
};
