import { setTimeout as wait } from "node:timers/promises";
import type { Store } from "./store.ts";

/** Milliseconds without a change that count as done, and the longest wait for that. */
const quietFor = 150;
const longest = 5_000;

/** A stand-in for a bot that cannot tell when it is done: waits until nothing has changed for a moment. */
export const whenQuiet = (store: Store) => async (): Promise<void> => {
  const started = Date.now();
  let changedAt = started;
  const stop = store.onChange(() => {
    changedAt = Date.now();
  });
  while (Date.now() - changedAt < quietFor && Date.now() - started < longest) await wait(20);
  stop();
};
