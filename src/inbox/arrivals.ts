import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { looksWhole } from "./looks-whole.ts";
import { openForWriting } from "./open-files.ts";

/** Milliseconds. */
export interface Patience {
  /** A file that has not changed for so long is complete. */
  readonly settle: number;
  /** The same of a file that does not end as a whole one does: its copy may have paused. */
  readonly settleUnfinished: number;
  /** Complete files wait so long for those that still grow beside them. */
  readonly together: number;
  /** Between two looks: while something arrives, otherwise (not every file system reports changes), after trouble. */
  readonly soon: number;
  readonly later: number;
  readonly troubled: number;
}

export const usualPatience: Patience = Object.freeze({
  settle: 3_000,
  settleUnfinished: 6_000,
  together: 60_000,
  soon: 500,
  later: 2_000,
  troubled: 10_000,
});

/** A file of the inbox as it was last seen. */
export interface Seen {
  readonly name: string;
  readonly size: number;
  readonly modified: number;
}

export interface Look {
  /** Complete, and to be loaded together; empty while one of them still grows. */
  readonly ready: readonly Seen[];
  /** Something is arriving: worth another look soon. */
  readonly arriving: boolean;
}

interface Watched extends Seen {
  /** Since when it looks like this, by the clock of this process. */
  readonly since: number;
}

/** Names that programs give to what they have not finished, and files that are none of ours. */
const unfinished = /\.(part|partial|filepart|tmp|temp|crdownload|download|swp)$|~$/i;
const isOurs = (name: string): boolean => !name.startsWith(".") && !name.startsWith("~$");

/** Watches the files of one folder; each look compares them with the look before. */
export const createArrivals = (
  folder: string,
  patience: Patience = usualPatience,
): { look(): Promise<Look> } => {
  let watched: ReadonlyMap<string, Watched> = new Map();
  const whole = new WeakMap<Watched, Promise<boolean>>();

  /** Looked at once for each state of the file. */
  const isWhole = (file: Watched): Promise<boolean> => {
    const known = whole.get(file) ?? looksWhole(join(folder, file.name), file.size).catch(() => false);
    whole.set(file, known);
    return known;
  };

  const look = async (): Promise<Look> => {
    const now = performance.now();
    const files = await filesIn(folder);
    watched = new Map(files.map((file) => [file.name, follow(file, watched.get(file.name), now)]));
    const all = [...watched.values()];
    const named = all.filter(({ name }) => !unfinished.test(name));
    const quiet = named.filter(({ since }) => now - since >= patience.settle);
    const open = await openForWriting(new Set(quiet.map(({ name }) => join(folder, name))));
    const complete: Watched[] = [];
    for (const file of quiet) {
      if (open.has(join(folder, file.name))) continue;
      if (now - file.since >= patience.settleUnfinished || (await isWhole(file))) complete.push(file);
    }
    const growing =
      complete.length < named.length || all.some((file) => unfinished.test(file.name) && isRecent(file, now));
    const waited = Math.max(0, ...complete.map(({ since }) => now - since));
    const ready = growing && waited < patience.together ? [] : complete;
    return { ready, arriving: named.length > 0 };
  };

  const isRecent = (file: Watched, now: number): boolean => now - file.since < 2 * patience.settleUnfinished;
  return { look };
};

const filesIn = async (folder: string): Promise<readonly Seen[]> => {
  const files: Seen[] = [];
  for (const name of (await readdir(folder)).filter(isOurs).sort()) {
    // What is moved away between the two calls is somebody else's now.
    const stats = await lstat(join(folder, name)).catch(() => undefined);
    if (stats?.isFile()) files.push({ name, size: stats.size, modified: stats.mtimeMs });
  }
  return files;
};

const follow = (file: Seen, before: Watched | undefined, now: number): Watched =>
  before?.size === file.size && before.modified === file.modified ? before : { ...file, since: now };
