import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/answer/answer.ts";
import { bucketNumber, lastStreak, seriesOf } from "../../src/insight/streaks.ts";

const value = fc.option(fc.integer({ min: -3, max: 3 }));

describe("a streak", () => {
  it.each([
    [[5, -1, 2, 3, 4], { sign: 1, length: 3 }],
    [[-1, -2, -3], { sign: -1, length: 3 }],
    [[1, 2, 0], undefined],
    [[1, 2, null], undefined],
    [[1, null, 3], { sign: 1, length: 1 }],
    [[1, 0, 3], { sign: 1, length: 1 }],
    [[], undefined],
  ])("of %j is %j", (values, streak) => {
    expect(lastStreak(values)).toEqual(streak);
  });

  it("holds as many values of its sign as it is long, and the one before is of another", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), (values) => {
        const streak = lastStreak(values);
        fc.pre(streak !== undefined);
        const run = values.slice(-streak.length);
        expect(run.every((one) => one !== null && Math.sign(one) === streak.sign)).toBe(true);
        const before = values.at(-streak.length - 1);
        if (values.length > streak.length) expect(Math.sign(before ?? 0)).not.toBe(streak.sign);
      }),
    );
  });

  it("turns over with the signs", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), (values) => {
        const turned = lastStreak(values.map((one) => (one === null ? null : -one)));
        expect(turned?.length).toBe(lastStreak(values)?.length);
      }),
    );
  });
});

describe("values over time", () => {
  const answer = (by: readonly string[], rows: readonly object[]): Answer =>
    ({ question: { by }, rows }) as unknown as Answer;

  it("show a gap as a gap", () => {
    const rows = [
      { market: "Chile", month: "2025-11-01", net_error: 4 },
      { market: "Chile", month: "2026-02-01", net_error: -1 },
      { market: "Japan", month: "2026-01-01", net_error: null },
    ];
    expect(seriesOf(answer(["market", "month"], rows), "net_error").series).toEqual([
      { name: "Chile", values: [4, null, null, -1] },
      { name: "Japan", values: [null, null, null, null] },
    ]);
  });

  it("count quarters and years on from year to year", () => {
    expect(bucketNumber("FY2026 Q1", "fiscal_quarter") - bucketNumber("FY2025 Q4", "fiscal_quarter")).toBe(1);
    expect(bucketNumber("2026-01-01", "month") - bucketNumber("2025-12-01", "month")).toBe(1);
    expect(bucketNumber("FY2026", "fiscal_year")).toBe(2026);
  });

  it("are none where no row is", () => {
    expect(seriesOf(answer(["market", "month"], []), "net_error")).toEqual({ buckets: [], series: [] });
  });
});
