import { expect, test } from "vitest";
import { momentOf, nextMorning, wallTime } from "../../../../src/sandbox/page/script/zone-time.ts";

const at = (text: string): Date => new Date(text);

test("reads and sets the clocks of a zone", () => {
  expect(wallTime(at("2026-11-22T20:00:00Z"), "Asia/Kolkata")).toEqual({
    year: 2026,
    month: 11,
    day: 23,
    hour: 1,
    minute: 30,
    weekday: 1,
  });
  const wall = { year: 2026, month: 7, day: 1, hour: 8, minute: 0 };
  expect(momentOf(wall, "Europe/London")).toEqual(at("2026-07-01T07:00:00Z"));
});

test("finds the next 8:00, today's when it is still to come", () => {
  expect(nextMorning(at("2026-11-20T07:59:00Z"), "Europe/London", false)).toEqual(at("2026-11-20T08:00:00Z"));
  expect(nextMorning(at("2026-11-20T08:00:00Z"), "Europe/London", false)).toEqual(at("2026-11-21T08:00:00Z"));
});

test("finds the next Monday 8:00 over a clock change and a year's end", () => {
  expect(nextMorning(at("2026-03-28T12:00:00Z"), "Europe/London", true)).toEqual(at("2026-03-30T07:00:00Z"));
  expect(nextMorning(at("2026-12-31T12:00:00Z"), "America/Chicago", true)).toEqual(
    at("2027-01-04T14:00:00Z"),
  );
  expect(nextMorning(at("2026-11-23T02:30:00Z"), "Asia/Kolkata", true)).toEqual(at("2026-11-30T02:30:00Z"));
});
