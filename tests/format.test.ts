import { expect, test } from "vitest";
import {
  formatFull,
  formatMonth,
  formatPercentChange,
  formatPoints,
  formatShort,
  joinWords,
} from "../src/format.ts";

test.each([
  [3_812_345, "money", "$3.8M"],
  [999_499, "money", "$999k"],
  [999_500, "money", "$1.0M"],
  [-1_240_000, "money", "−$1.2M"],
  [0.3651, "percent", "36.5%"],
  [1_234_567, "units", "1.2M units"],
  [1, "units", "1 unit"],
  [12.345, "money-per-unit", "$12.35"],
  [42, "count", "42"],
  [46.00000000000001, "money", "$46"],
  [46.25, "money", "$46.3"],
  [null, "money", "n/a"],
] as const)("says %s %s as %s in prose", (value, unit, text) => {
  expect(formatShort(value, unit)).toBe(text);
});

test.each([
  [3_812_345.4, "money", "$3,812,345"],
  [-12, "units", "−12"],
  [0.3651, "percent", "36.5%"],
  [undefined, "count", "n/a"],
] as const)("writes %s %s as %s in tables", (value, unit, text) => {
  expect(formatFull(value, unit)).toBe(text);
});

test("says changes with their sign", () => {
  expect([formatPercentChange(0.021), formatPercentChange(-0.5), formatPoints(0.021)]).toEqual([
    "+2.1%",
    "−50.0%",
    "+2.1 pts",
  ]);
});

test("says months and lists as people do", () => {
  expect(formatMonth("2021-08-01")).toBe("Aug 2021");
  expect([joinWords([]), joinWords(["a"]), joinWords(["a", "b", "c"])]).toEqual(["", "a", "a, b and c"]);
});
