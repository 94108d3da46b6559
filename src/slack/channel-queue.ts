import { setTimeout as wait } from "node:timers/promises";
import { limits } from "./limits.ts";

/** One message a second in each channel, in order; channels do not wait for each other. */
export const createChannelQueue = (gapMs: number = limits.messageGapMs) => {
  const tails = new Map<string, Promise<unknown>>();

  const run = <T>(channel: string, work: () => Promise<T>): Promise<T> => {
    const before = tails.get(channel) ?? Promise.resolve();
    const result = before.then(work, work);
    const tail = result
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => wait(gapMs));
    tails.set(channel, tail);
    void tail.then(() => {
      if (tails.get(channel) === tail) tails.delete(channel);
    });
    return result;
  };
  return run;
};
