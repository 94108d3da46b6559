import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, medianAbsoluteDeviation, modifiedZScores, outliersOf } from "../../src/insight/robust.ts";

const number = fc.integer({ min: -1_000_000, max: 1_000_000 });
const numbers = fc.array(number, { minLength: 1, maxLength: 40 });

describe("median and MAD", () => {
  it("are those of 1, 1, 2, 2, 4, 6, 9: 2 and 1", () => {
    expect(median([1, 1, 2, 2, 4, 6, 9])).toBe(2);
    expect(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(() => median([])).toThrow("no median");
  });

  it("leave as many values below as above", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });

  it("move with a shift, and stretch with a scale", () => {
    fc.assert(
      fc.property(numbers, number, fc.integer({ min: 1, max: 50 }), (values, shift, scale) => {
        const changed = values.map((value) => value * scale + shift);
        expect(median(changed)).toBeCloseTo(median(values) * scale + shift, 6);
        expect(medianAbsoluteDeviation(changed)).toBeCloseTo(medianAbsoluteDeviation(values) * scale, 6);
      }),
    );
  });
});

describe("outliers", () => {
  it("are found by hand: 0.6745 × (9 − 2) ÷ 1 is 4.72", () => {
    expect(modifiedZScores([1, 1, 2, 2, 4, 6, 9])[6]).toBeCloseTo(4.7215, 9);
    expect(outliersOf([1, 1, 2, 2, 4, 6, 9])).toEqual([{ at: 6, score: expect.closeTo(4.7215, 9) }]);
  });

  it("are found among equal values too, where the MAD is 0", () => {
    expect(outliersOf([5, 5, 5, 5, 5, 5, 5, 90]).map(({ at }) => at)).toEqual([7]);
    expect(outliersOf([5, 5, 5, 5, 5, 5, 5, 5])).toEqual([]);
  });

  it("are none among few values, and gaps keep their places", () => {
    expect(outliersOf([1, 1, 1, 2, 2, 99])).toEqual([]);
    expect(outliersOf([null, 1, 1, 2, 2, null, 4, 6, 9]).map(({ at }) => at)).toEqual([8]);
  });

  it("stay the same whatever the scale", () => {
    fc.assert(
      fc.property(numbers, number, (values, shift) => {
        const places = (list: readonly number[]) => outliersOf(list).map(({ at }) => at);
        expect(places(values.map((value) => value * 4 + shift))).toEqual(places(values));
      }),
    );
  });

  it("are never more than half of the values", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        expect(outliersOf(values).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});
