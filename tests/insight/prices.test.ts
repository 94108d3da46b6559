import { expect, test } from "vitest";
import type { Answer } from "../../src/answer/answer.ts";
import { priceLines, yearsUpTo } from "../../src/insight/prices.ts";

const answerOf = (rows: readonly (readonly [string, string, number | null])[]): Answer =>
  ({
    question: { by: ["product", "fiscal_year"] },
    rows: rows.map(([product, fiscal_year, list_price]) => ({ product, fiscal_year, list_price })),
  }) as unknown as Answer;

const prices = answerOf([
  ["Desk", "FY2024", 80],
  ["Desk", "FY2025", 100],
  ["Desk", "FY2026", 90],
  ["Lamp", "FY2025", null],
  ["Lamp", "FY2026", 120],
  ["Chair", "FY2023", 50],
]);

test("shows at most three years, none after the asked one", () => {
  expect(yearsUpTo(prices, "FY2026")).toEqual(["FY2024", "FY2025", "FY2026"]);
  expect(yearsUpTo(prices, "FY2024")).toEqual(["FY2023", "FY2024"]);
});

test("compares the last two years only, the dearest first", () => {
  expect(priceLines(prices, ["FY2024", "FY2025", "FY2026"])).toEqual([
    { name: "Lamp", prices: [null, null, 120], price: 120, change: null },
    { name: "Desk", prices: [80, 100, 90], price: 90, change: expect.closeTo(-0.1) },
  ]);
});

test("one year alone has no change", () => {
  expect(priceLines(prices, ["FY2026"]).map(({ change }) => change)).toEqual([null, null]);
});
