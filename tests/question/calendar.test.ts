import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bucketOfIndex,
  fiscalQuarterOf,
  fiscalQuarterStart,
  fiscalYearOf,
  fiscalYearStart,
  indexOfIso,
  isoOfIndex,
  lastDayOf,
  monthIndex,
  monthsBetween,
} from "../../src/question/calendar.ts";

const index = fc.integer({ min: 1970 * 12, max: 2199 * 12 });
const startMonth = fc.integer({ min: 1, max: 12 });

/** Walks back from the month to the last start of a fiscal year; it is named by the year of its last month. */
const byWalking = (month: number, start: number): { year: number; quarter: number } => {
  let first = month;
  while ((first % 12) + 1 !== start) first -= 1;
  return { year: Math.floor((first + 11) / 12), quarter: Math.floor((month - first) / 3) + 1 };
};

describe("the fiscal calendar", () => {
  it("agrees with counting back to the start of the year", () => {
    fc.assert(
      fc.property(index, startMonth, (month, start) => {
        const { year, quarter } = byWalking(month, start);
        expect(fiscalYearOf(month, start)).toBe(year);
        expect(fiscalQuarterOf(month, start)).toBe(quarter);
      }),
    );
  });

  it("finds the month in the quarter and year that start before it", () => {
    fc.assert(
      fc.property(index, startMonth, (month, start) => {
        const year = fiscalYearOf(month, start);
        const quarterStart = fiscalQuarterStart(year, fiscalQuarterOf(month, start), start);
        expect(month - fiscalYearStart(year, start)).toBeGreaterThanOrEqual(0);
        expect(month - fiscalYearStart(year, start)).toBeLessThan(12);
        expect(month - quarterStart).toBeGreaterThanOrEqual(0);
        expect(month - quarterStart).toBeLessThan(3);
      }),
    );
  });

  it("starts FY2021 in September 2020 when years start in September", () => {
    expect(isoOfIndex(fiscalYearStart(2021, 9))).toBe("2020-09-01");
    expect([0, 3, 6, 9].map((offset) => fiscalQuarterOf(indexOfIso("2020-09-01") + offset, 9))).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it("is the calendar year when years start in January", () => {
    expect(isoOfIndex(fiscalYearStart(2021, 1))).toBe("2021-01-01");
    expect(fiscalYearOf(indexOfIso("2021-12-01"), 1)).toBe(2021);
  });

  it("knows the last day of every month", () => {
    expect(lastDayOf(monthIndex(2020, 2))).toBe("2020-02-29");
    expect(lastDayOf(monthIndex(2021, 2))).toBe("2021-02-28");
    expect(lastDayOf(monthIndex(2021, 8))).toBe("2021-08-31");
  });

  it("names the bucket of a month", () => {
    const august = indexOfIso("2021-08-01");
    expect(
      (["month", "fiscal_quarter", "fiscal_year", "calendar_year"] as const).map((key) =>
        bucketOfIndex(august, key, 9),
      ),
    ).toEqual(["2021-08-01", "FY2021 Q4", "FY2021", "2021"]);
  });

  it("lists months from first to last", () => {
    expect(monthsBetween(monthIndex(2020, 11), monthIndex(2021, 2)).map(isoOfIndex)).toEqual([
      "2020-11-01",
      "2020-12-01",
      "2021-01-01",
      "2021-02-01",
    ]);
  });
});
