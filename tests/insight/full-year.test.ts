import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/answer/answer.ts";
import { fullYearOf } from "../../src/insight/full-year.ts";

const month = (index: number): string =>
  `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
const september = 2025 * 12 + 8;

const year = (forecast: readonly (number | null)[]): Answer =>
  ({
    span: { label: "FY2026" },
    rows: forecast.map((value, at) => ({ month: month(september + at), forecast_quantity: value })),
  }) as unknown as Answer;

/** Months that end with the last one, which is the latest complete. */
const sold = (values: readonly (number | null)[], last: number): Answer =>
  ({
    provenance: { through: month(last) },
    rows: values.map((value, at) => ({ month: month(last - values.length + 1 + at), sold_quantity: value })),
  }) as unknown as Answer;

describe("the full year", () => {
  it("is what is sold and what is forecast for the other months, against the whole year before", () => {
    const found = fullYearOf(
      year(Array(12).fill(100)),
      sold([...Array(12).fill(90), 110, 130], september + 1),
    );
    expect(found).toEqual({
      label: "FY2026",
      from: "2025-09-01",
      soldMonths: 2,
      sold: 240,
      forecastMonths: 10,
      forecast: 1000,
      missing: [],
      estimate: 1240,
      previous: 1080,
      growth: 1240 / 1080 - 1,
    });
  });

  it("names the months that are neither sold nor forecast, and is then compared with nothing", () => {
    const found = fullYearOf(
      year([...Array(11).fill(100), null]),
      sold([...Array(12).fill(90), null, 130], september + 1),
    );
    expect(found).toMatchObject({ missing: ["2025-09-01", "2026-08-01"], previous: 1080, growth: null });
  });

  it("is compared with no part of a year", () => {
    const found = fullYearOf(year(Array(12).fill(100)), sold(Array(13).fill(90), september + 1));
    expect(found).toMatchObject({ previous: null, growth: null });
  });

  it("is not known of a year that has not begun, or is not twelve months", () => {
    expect(fullYearOf(year(Array(12).fill(1)), sold([1], september - 1))).toBeUndefined();
    expect(fullYearOf(year([1]), sold([1], september))).toBeUndefined();
  });

  it("of a finished year is what was sold", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: 24, maxLength: 24 }), (values) => {
        const found = fullYearOf(year(Array(12).fill(7)), sold(values, september + 11));
        const total = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0);
        expect(found).toMatchObject({
          forecast: 0,
          forecastMonths: 0,
          estimate: total(values.slice(12)),
          previous: total(values.slice(0, 12)),
        });
      }),
    );
  });
});
