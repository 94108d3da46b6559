import { Cron } from "croner";
import type { Schedule } from "./schedule.ts";

/**
 * The only file that knows what a zone does to the clock. A time that the spring gap swallows fires when
 * the gap ends, one that the autumn repeats fires once.
 */

/** The first time after `after` at which the schedule fires; undefined for one that waits for a load, or never fires. */
export const nextFire = (when: Schedule, after: Date): Date | undefined => {
  if (when.kind === "after-load") return undefined;
  return cronOf(when).nextRun(after) ?? undefined;
};

/** Every fire in (after, until], in order. */
export const firesBetween = (when: Schedule, after: Date, until: Date): readonly Date[] => {
  const fires: Date[] = [];
  for (let fire = nextFire(when, after); fire && fire <= until; fire = nextFire(when, fire)) fires.push(fire);
  return fires;
};

/** "Monday 5 Jan 2026, 8:00 in Asia/Kolkata" */
export const formatInstant = (instant: Date, zone: string): string => {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { weekday, day, month, year, hour, minute } = parts;
  return `${weekday} ${day} ${month} ${year}, ${Number(hour)}:${minute} in ${zone}`;
};

type Timed = Exclude<Schedule, { kind: "after-load" }>;

/** Croner keeps no timer while paused: it is asked for times and nothing else. Building one costs far more than asking. */
const crons = new Map<string, Cron>();
const cronOf = (when: Timed): Cron => {
  const days =
    when.kind === "weekly" ? `* * ${when.days.join(",")}` : `${when.day === "last" ? "L" : when.day} * *`;
  const pattern = `${when.minute} ${when.hour} ${days}`;
  return remember(
    crons,
    `${pattern} ${when.zone ?? "UTC"}`,
    () => new Cron(pattern, { timezone: when.zone ?? "UTC", paused: true }),
  );
};

const formatters = new Map<string, Intl.DateTimeFormat>();
const formatter = (zone: string): Intl.DateTimeFormat =>
  remember(
    formatters,
    zone,
    () =>
      new Intl.DateTimeFormat("en-GB", {
        timeZone: zone,
        weekday: "long",
        day: "numeric",
        month: "short",
        year: "numeric",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }),
  );

const remember = <T>(known: Map<string, T>, key: string, make: () => T): T => {
  const existing = known.get(key);
  if (existing) return existing;
  if (known.size >= 1_000) known.clear();
  const made = make();
  known.set(key, made);
  return made;
};
