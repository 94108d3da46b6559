import { expect, test } from "vitest";
import { sparkline } from "../../src/reports/sparkline.ts";

test("the lowest value is the lowest block and the highest the highest, with a gap where nothing is known", () => {
  expect(sparkline([0, 7, null, 3.5, 1])).toBe("▁█ ▅▂");
});

test("equal values are a flat line", () => {
  expect(sparkline([5, 5, 5])).toBe("▄▄▄");
});

test("one value makes no line", () => {
  expect(sparkline([5, null])).toBe("");
});
