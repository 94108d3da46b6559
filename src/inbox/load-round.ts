import { rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DataError, InterruptedError, SetupError } from "../errors.ts";
import type { Report } from "../report.ts";
import type { Seen } from "./arrivals.ts";
import { fileAway } from "./file-away.ts";
import { newsReport, type Round, reportText } from "./inbox-report.ts";

/** What the import made of the files. */
export interface LoadOutcome {
  /** False: refused, and nothing was changed. */
  readonly done: boolean;
  /** The report in plain lines; the first says it all. */
  readonly lines: readonly string[];
  readonly rejectsFile: string | null;
  /** Names of files that hold none of the tables and were left alone. */
  readonly unread: readonly string[];
}

export interface RoundOptions {
  readonly folder: string;
  /** Loads the files of this folder together, all or nothing. Throws DataError and SetupError where it refuses. */
  load(folder: string, names: readonly string[], signal: AbortSignal): Promise<LoadOutcome>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  /** Milliseconds to wait before each further attempt after a failure of ours. */
  readonly retryAfter?: readonly number[];
}

const usualRetries = [5_000, 30_000, 120_000, 600_000];

/**
 * Loads what arrived together and moves it to done/ or refused/. Returns what the admins are to be told; nothing when
 * there was nothing to load. What is still in the working folder afterwards belongs back into the inbox.
 */
export const loadRound = async (
  arrived: readonly Seen[],
  working: string,
  options: RoundOptions,
): Promise<Report | undefined> => {
  const taken = await take(arrived, options.folder, working);
  if (taken.length === 0) return undefined;
  const names = taken.map(({ name }) => name);
  const outcome = tidied(await loadPatiently(working, names, options), working);
  if (options.signal.aborted && !outcome.done) return undefined;
  if (!(await areUnchanged(taken, working))) {
    options.log.warn(
      { files: taken.length },
      "Files of the inbox changed while they were loaded; they are taken again",
    );
    return undefined;
  }
  return await file(taken, outcome, working, options);
};

/** Only what still looks as it did; the first of two instances gets each file. */
const take = async (arrived: readonly Seen[], inbox: string, working: string): Promise<readonly Seen[]> => {
  const taken: Seen[] = [];
  for (const seen of arrived) {
    if (!(await looksLike(seen, inbox))) continue;
    const isMine = await rename(join(inbox, seen.name), join(working, seen.name)).then(
      () => true,
      () => false,
    );
    if (isMine) taken.push(seen);
  }
  return taken;
};

const looksLike = async ({ name, size, modified }: Seen, folder: string): Promise<boolean> => {
  const stats = await stat(join(folder, name)).catch(() => undefined);
  return stats?.size === size && stats.mtimeMs === modified;
};

const areUnchanged = async (files: readonly Seen[], folder: string): Promise<boolean> =>
  (await Promise.all(files.map((seen) => looksLike(seen, folder)))).every(Boolean);

/** A failure that is not the files' is tried again: they are not to blame for a database that was restarted. */
const loadPatiently = async (
  working: string,
  names: readonly string[],
  options: RoundOptions,
): Promise<LoadOutcome> => {
  const { signal, log, retryAfter = usualRetries } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await options.load(working, names, signal);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const passes = error instanceof InterruptedError;
      if (error instanceof DataError || (error instanceof SetupError && !passes)) return refusal(message);
      const pause = retryAfter[attempt];
      log.error({ attempt, err: error }, "A load from the inbox failed");
      if (signal.aborted || pause === undefined) return refusal(passes ? message : ourFault);
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }
};

const ourFault =
  "These files could not be loaded, and the fault is ours: BIMS's log says why. Nothing was changed; put them into the inbox again once it is mended.";

const refusal = (message: string): LoadOutcome => ({
  done: false,
  lines: message.split("\n"),
  rejectsFile: null,
  unread: [],
});

/** Where the files are for the moment is of no interest to anyone. */
const tidied = (outcome: LoadOutcome, working: string): LoadOutcome => ({
  ...outcome,
  lines: outcome.lines.map((line) => line.replaceAll(`${working}/`, "").replaceAll(working, "the inbox")),
});

const file = async (
  taken: readonly Seen[],
  outcome: LoadOutcome,
  working: string,
  { folder, now, log }: RoundOptions,
): Promise<Report> => {
  const unread = outcome.done ? taken.filter(({ name }) => outcome.unread.includes(name)) : [];
  const read = taken.filter((seen) => !unread.includes(seen));
  const round: Round = {
    ...outcome,
    files: read.map(({ name }) => name),
    unread: unread.map(({ name }) => name),
    at: now(),
  };
  const pathsOf = (files: readonly Seen[]) => files.map(({ name }) => join(working, name));
  const common = { inbox: folder, now: round.at };
  if (unread.length > 0)
    await fileAway({
      ...{ ...common, place: "refused", files: pathsOf(unread) },
      ...{ rejectsFile: null, report: reportText(round) },
    });
  const reportPath = await fileAway({
    ...common,
    place: outcome.done ? "done" : "refused",
    files: pathsOf(read),
    rejectsFile: outcome.rejectsFile,
    report: reportText(round),
  });
  log.info({ files: taken.length, done: outcome.done, reportPath }, "Files of the inbox were filed");
  return newsReport(round, reportPath);
};
