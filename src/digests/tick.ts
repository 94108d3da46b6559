import { schedule } from "node-cron";
import { deliver } from "./deliver.ts";
import { keyOf, type Send } from "./ledger.ts";
import type { Planner } from "./plan.ts";
import { type DeliveryOptions, messageOf } from "./sending.ts";

export interface Ticker {
  /** Writes down what is due and sends what is open; ticks of one program never overlap. */
  tick(now?: Date): Promise<void>;
  /** One row, at once. */
  send(row: Send): Promise<void>;
  /** Ticks every minute, and once at the start. */
  start(): void;
  /** Waits for the tick that runs. */
  stop(): Promise<void>;
}

const sentAtOnce = 4;

export const createTicker = (planner: Planner, options: DeliveryOptions): Ticker => {
  const { ledger, log, clock } = options;
  let running: Promise<void> = Promise.resolve();
  let task: ReturnType<typeof schedule> | undefined;

  /** One that fails never stops the others. */
  const send = async (row: Send): Promise<void> => {
    try {
      await deliver(row, options);
    } catch (error) {
      const about = { digest: row.digestId, due: row.dueAt, error: messageOf(error) };
      log.error(about, "A digest stopped half way; its claim runs out by itself");
    }
  };

  /** Each row once in a tick; sending may add rows, as when an owner has to be told. */
  const sendOpen = async (): Promise<void> => {
    const tried = new Set<string>();
    for (;;) {
      const open = (await ledger.open()).filter((row) => !tried.has(keyOf(row)));
      if (open.length === 0) return;
      for (const row of open) tried.add(keyOf(row));
      await eachOf(open, sentAtOnce, send);
    }
  };

  const tick = (now: Date = clock.now()): Promise<void> => {
    const next = running.then(async () => {
      await planner.plan(now);
      await sendOpen();
      await planner.review(now);
    });
    running = next.catch(() => undefined);
    return next;
  };

  const tickSafely = async (): Promise<void> => {
    try {
      await tick();
    } catch (error) {
      log.error({ error: messageOf(error) }, "A tick of the digests failed; the next one takes over");
    }
  };

  return {
    tick,
    send,
    start() {
      task ??= schedule("* * * * *", tickSafely, {
        timezone: "UTC",
        noOverlap: true,
        suppressMissedWarning: true,
      });
      void tickSafely();
    },
    async stop() {
      await task?.destroy();
      task = undefined;
      await running;
    },
  };
};

/** Works through the list, several at once; the work throws nothing. */
const eachOf = async <T>(
  list: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const waiting = [...list];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker));
};
