import { LRUCache } from "lru-cache";

/** Which of its contents a posted message shows: what was begun for an earlier one must not come over a later one. */
export interface Versions {
  of(channel: string, ts: string): number;
  advance(channel: string, ts: string): void;
}

export const createVersions = (): Versions => {
  const numbers = new LRUCache<string, number>({ max: 5_000 });
  const keyOf = (channel: string, ts: string): string => `${channel} ${ts}`;
  return {
    of: (channel, ts) => numbers.get(keyOf(channel, ts)) ?? 0,
    advance: (channel, ts) =>
      void numbers.set(keyOf(channel, ts), (numbers.get(keyOf(channel, ts)) ?? 0) + 1),
  };
};
