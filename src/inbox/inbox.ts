import { randomUUID } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Report } from "../report.ts";
import { createArrivals, type Patience, usualPatience } from "./arrivals.ts";
import { troubleReport } from "./inbox-report.ts";
import { loadRound, type RoundOptions } from "./load-round.ts";
import { prepareInbox } from "./prepare-inbox.ts";
import { takeWorking } from "./working-folder.ts";

export interface InboxOptions extends Pick<RoundOptions, "load" | "now" | "log" | "retryAfter"> {
  /** Absolute. */
  readonly folder: string;
  /** Tells the admins; `key` names this message. Nobody waits for it, and it throws nothing. */
  tell(report: Report, key: string): Promise<void>;
  readonly patience?: Partial<Patience>;
}

/** The heartbeat of a company's data: what arrives in a folder is loaded. */
export interface Inbox {
  /** Throws a SetupError where the folder is missing or cannot be written. */
  start(): Promise<void>;
  /** Stops a load that is under way before it changes anything, and leaves its files for the next start. */
  stop(): Promise<void>;
}

export const createInbox = (options: InboxOptions): Inbox => {
  const { folder, log } = options;
  const token = randomUUID();
  const patience = { ...usualPatience, ...options.patience };
  const arrivals = createArrivals(folder, patience);
  const stopping = new AbortController();
  const tell = createTeller(options);
  let running: Promise<void> = Promise.resolve();
  let watcher: FSWatcher | undefined;
  let wake: () => void = () => undefined;

  const round = async (): Promise<boolean> => {
    const { ready, arriving } = await arrivals.look();
    const working = await takeWorking(folder, token, ready.length > 0);
    if (!working) return arriving;
    try {
      const told = await loadRound(ready, working.folder, { ...options, signal: stopping.signal });
      if (told) void tell.news(told);
    } finally {
      await working.release();
    }
    return true;
  };

  /** Milliseconds until the next one, unless something changes before. */
  const roundSafely = async (): Promise<number> => {
    try {
      const pause = (await round()) ? patience.soon : patience.later;
      tell.isWell();
      return pause;
    } catch (error) {
      if (!stopping.signal.aborted) tell.trouble(error);
      return patience.troubled;
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const milliseconds = await roundSafely();
      const woken = new Promise<void>((resolve) => {
        if (milliseconds === patience.later) wake = resolve;
      });
      const pause = wait(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
      await Promise.race([pause, woken]);
    }
  };

  return {
    async start() {
      await prepareInbox(folder);
      watcher = watchQuietly(folder, () => wake());
      running = run();
      log.info({ folder }, "Files put into the inbox are loaded");
    },
    async stop() {
      stopping.abort();
      watcher?.close();
      await running;
    },
  };
};

/** A hint only: without it the next look comes by itself. */
const watchQuietly = (folder: string, onChange: () => void): FSWatcher | undefined => {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
};

/** News to the admins, each trouble once until it is over. */
const createTeller = ({ tell, log, folder }: InboxOptions) => {
  let trouble: string | undefined;
  return {
    news: (report: Report): Promise<void> => tell(report, `inbox:${randomUUID()}`),
    trouble: (error: unknown): void => {
      const message = error instanceof Error ? error.message : String(error);
      if (message === trouble) return;
      trouble = message;
      log.error({ folder, error: message }, "The inbox cannot be worked on; it is tried again");
      void tell(troubleReport(folder, message), `inbox:${randomUUID()}`);
    },
    isWell: (): void => {
      trouble = undefined;
    },
  };
};
