import { describe, expect, test } from "vitest";
import { firesBetween, formatInstant, nextFire } from "../../src/digests/next-fire.ts";
import { readSchedule } from "../../src/digests/read-schedule.ts";
import { aroundChanges, wrongDays } from "./local-days.ts";

test("every local day around the changes has exactly one fire, in 14 zones at 7 times", () => {
  expect(aroundChanges.flatMap(wrongDays)).toEqual([]);
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
