import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concentrationOf } from "../../src/insight/concentration.ts";

const amounts = fc.array(fc.double({ min: 0.01, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });

describe("concentration", () => {
  it("is computed by hand for 50, 30 and 20", () => {
    const found = concentrationOf([20, 50, 30]);
    expect(found).toMatchObject({ members: 3, band: "high" });
    expect(found?.herfindahl).toBeCloseTo(0.25 + 0.09 + 0.04, 12);
    expect([1, 2, 3, 9].map((largest) => found?.topShare(largest))).toEqual([0.5, 0.8, 1, 1]);
  });

  it("of equal members is one over their number, from low to high", () => {
    expect(concentrationOf(Array(20).fill(7))).toMatchObject({ band: "low" });
    expect(concentrationOf(Array(8).fill(7))).toMatchObject({ herfindahl: 0.125, band: "moderate" });
    expect(concentrationOf(Array(4).fill(7))).toMatchObject({ herfindahl: 0.25, band: "high" });
  });

  it("lies between equal parts and one member alone, whatever the scale", () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 0.001, max: 1000, noNaN: true }), (values, scale) => {
        const found = concentrationOf(values);
        if (!found) throw new Error("No concentration of positive values");
        expect(found.herfindahl).toBeGreaterThanOrEqual(1 / values.length - 1e-9);
        expect(found.herfindahl).toBeLessThanOrEqual(1 + 1e-9);
        expect(found.topShare(values.length)).toBeCloseTo(1, 9);
        const scaled = concentrationOf(values.map((value) => value * scale));
        expect(scaled?.herfindahl).toBeCloseTo(found.herfindahl, 9);
      }),
    );
  });

  it("grows when two members become one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 2, maxLength: 40 }), (values) => {
        const [one = 0, other = 0, ...rest] = values;
        const before = concentrationOf(values)?.herfindahl ?? 0;
        expect(concentrationOf([one + other, ...rest])?.herfindahl).toBeGreaterThan(before);
      }),
    );
  });

  it("has no meaning without a total, or with a negative value", () => {
    expect(concentrationOf([])).toBeUndefined();
    expect(concentrationOf([0, 0])).toBeUndefined();
    expect(concentrationOf([5, -1])).toBeUndefined();
  });
});
