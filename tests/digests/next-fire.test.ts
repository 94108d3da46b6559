import { afterEach, describe, expect, test } from "vitest";
import { firesBetween, formatInstant, nextFire } from "../../src/digests/next-fire.ts";
import { readSchedule } from "../../src/digests/read-schedule.ts";
import { inZone } from "../../src/digests/schedule.ts";

/** Half-hour shift, gaps at midnight, both hemispheres, a skipped day, a change of rules, no summer time. */
const zones = [
  ["America/New_York", 2026],
  ["America/Los_Angeles", 2026],
  ["America/Santiago", 2026],
  ["America/Havana", 2026],
  ["America/St_Johns", 2026],
  ["Africa/Cairo", 2026],
  ["Africa/Casablanca", 2026],
  ["Europe/London", 2026],
  ["Asia/Beirut", 2026],
  ["Asia/Kolkata", 2026],
  ["Asia/Kathmandu", 2026],
  ["Australia/Lord_Howe", 2026],
  ["Australia/Sydney", 2026],
  ["Pacific/Apia", 2011],
] as const;
const times = ["0:00", "0:30", "1:30", "2:00", "2:30", "8:00", "23:45"] as const;

/** Local calendar days that exist in the zone, by walking the hours: written apart from the product's arithmetic. */
const localDays = (zone: string, from: Date, until: Date): readonly string[] => {
  const days = new Set<string>();
  const format = localDay(zone);
  for (let at = from.getTime(); at < until.getTime(); at += 3_600_000) days.add(format(new Date(at)));
  return [...days];
};
const localDay = (zone: string): ((instant: Date) => string) => {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  return (instant) => format.format(instant);
};

const wrongDays = (zone: string, year: number, from: Date, until: Date): readonly string[] => {
  const format = localDay(zone);
  // The first and last day of the stretch are cut by the zone's offset from UTC.
  const expected = localDays(zone, from, until).slice(1, -1);
  return times.flatMap((time) => {
    const fires = new Map<string, number>();
    for (const fire of firesBetween(inZone(readSchedule(`every day at ${time}`), zone), from, until)) {
      fires.set(format(fire), (fires.get(format(fire)) ?? 0) + 1);
    }
    return expected
      .filter((day) => fires.get(day) !== 1)
      .map((day) => `${zone} ${time} ${day} (${year}): ${fires.get(day) ?? 0}`);
  });
};

test("every local day of two years has exactly one fire, in 14 zones at 7 times", () => {
  let days = 0;
  const wrong = zones.flatMap(([zone, year]) => {
    const [from, until] = [new Date(Date.UTC(year, 0, 1)), new Date(Date.UTC(year + 2, 0, 1))];
    days += 730 * times.length;
    return wrongDays(zone, year, from, until);
  });
  console.log(`local days without exactly one fire: ${wrong.length} / n = ${days}`);
  expect(wrong).toEqual([]);
});

describe("whatever zone the host is in", () => {
  const host = process.env.TZ;
  afterEach(() => {
    process.env.TZ = host;
  });

  test.each(["America/New_York", "Europe/London", "Australia/Lord_Howe"])(
    "%s: one fire on every day around the changes",
    (hostZone) => {
      process.env.TZ = hostZone;
      const wrong = zones.flatMap(([zone, year]) =>
        [2, 9].flatMap((month) =>
          wrongDays(zone, year, new Date(Date.UTC(year, month, 1)), new Date(Date.UTC(year, month + 2, 10))),
        ),
      );
      expect(wrong).toEqual([]);
    },
  );
});

const next = (words: string, after: string): string | undefined =>
  nextFire(readSchedule(words), new Date(after))?.toISOString();

describe("the next time", () => {
  test.each([
    ["every monday at 8:00 in Asia/Kolkata", "2026-01-05T02:29:59.000Z", "2026-01-05T02:30:00.000Z"],
    ["every monday at 8:00 in Asia/Kolkata", "2026-01-05T02:30:00.000Z", "2026-01-12T02:30:00.000Z"],
    ["every day at 2:30 in New York", "2026-03-08T05:00:00.000Z", "2026-03-08T07:00:00.000Z"],
    ["every day at 1:30 in New York", "2026-11-01T04:00:00.000Z", "2026-11-01T05:30:00.000Z"],
    ["every month on the 31st at 8:00 in UTC", "2026-01-31T08:00:00.000Z", "2026-03-31T08:00:00.000Z"],
    ["every month on the last day at 8:00 in UTC", "2026-01-31T08:00:00.000Z", "2026-02-28T08:00:00.000Z"],
    ["every month on the last day at 8:00 in UTC", "2028-02-01T08:00:00.000Z", "2028-02-29T08:00:00.000Z"],
    ["every weekday at 8:00 in UTC", "2026-01-09T09:00:00.000Z", "2026-01-12T08:00:00.000Z"],
  ])("%s after %s", (words, after, expected) => {
    expect(next(words, after)).toBe(expected);
  });

  test("of a time that the autumn repeats comes once", () => {
    const when = readSchedule("every day at 1:30 in New York");
    const fires = firesBetween(when, new Date("2026-11-01T04:00:00Z"), new Date("2026-11-02T04:00:00Z"));
    expect(fires).toHaveLength(1);
  });

  test("is nothing for what waits for a load", () => {
    expect(nextFire({ kind: "after-load" }, new Date())).toBeUndefined();
  });
});

test("an instant is written in the words of its zone", () => {
  expect(formatInstant(new Date("2026-01-05T02:30:00Z"), "Asia/Kolkata")).toBe(
    "Monday 5 Jan 2026, 8:00 in Asia/Kolkata",
  );
});
