import type { Clock } from "../../src/clock.ts";

/** A minute of it passes in a second and a half, so that twelve due times fit into a test. */
export const fastClock = (begin: number): Clock => ({
  now: () => new Date(epoch + (Date.now() - begin) * speed),
});

/** When, in real milliseconds, it shows this instant. */
export const realTime = (instant: Date, begin: number): number => begin + (instant.getTime() - epoch) / speed;

const speed = 40;
const epoch = Date.UTC(2026, 0, 5, 7, 57);
