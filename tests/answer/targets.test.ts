import { describe, expect, test } from "vitest";
import type { Row } from "../../src/answer/answer.ts";
import { targetsOf } from "../../src/answer/targets.ts";
import type { TargetRow } from "../../src/data/state.ts";
import { metricOf } from "../../src/metrics/index.ts";
import { isoOfIndex, monthIndex } from "../../src/question/calendar.ts";
import { type Question, question } from "../../src/question/question.ts";

/** ISO firsts of `count` months from a month on. */
const monthsFrom = (year: number, month: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => isoOfIndex(monthIndex(year, month) + at));

/** Sales from Sep 2025 to Oct 2026, forecast to Aug 2027; fiscal years start in September. */
const sold = monthsFrom(2025, 9, 14);
const months = monthsFrom(2025, 9, 24).map((month) => ({
  month,
  sales: sold.includes(month),
  forecast: true,
  partial: false,
}));

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
/** What a question says beyond its metric. */
type Asked = DeepReadonly<Partial<Question>>;

const company = (metric: string, period: string, value: number): TargetRow => ({
  ...{ metric, dimension: "company", member: "all", period, value },
});
const market = (member: string, period: string, value: number): TargetRow => ({
  ...{ metric: "net_sales", dimension: "market", member, period, value },
});

const lookUp = (
  targets: readonly TargetRow[],
  asked: Asked,
  askedMonths: readonly string[],
  rows: readonly Row[] = [{}],
) => {
  const parsed = question.parse({ kind: "measure", metrics: ["net_sales"], ...asked });
  return targetsOf(
    { question: parsed, metrics: parsed.metrics.map(metricOf), rows, months: askedMonths },
    { targets, months: { fiscalYearStartMonth: 9, months }, through: "2026-10-01" },
  );
};

const india = { dimension: "market", members: ["India"], excluded: false } as const;
const toDate = monthsFrom(2026, 9, 2);
const year2027 = company("net_sales", "FY2027", 120);

describe("the target of a slice", () => {
  test("is the company's without a filter, a member's with one filter of one member", () => {
    const targets = [company("net_sales", "FY2026", 100), market("India", "FY2026", 40)];
    const year = monthsFrom(2025, 9, 12);
    expect(lookUp(targets, {}, year)?.total).toEqual({
      net_sales: { value: 100, period: "FY2026", unit: "year", elapsed: 1 },
    });
    expect(lookUp(targets, { filters: [india] }, year)?.total.net_sales?.value).toBe(40);
  });

  test.each([
    ["two members", [{ ...india, members: ["India", "Norway"] }]],
    ["all but one member", [{ ...india, excluded: true }]],
    ["a part of a share", [{ ...india, part: true as const }]],
    ["two dimensions", [india, { dimension: "channel" as const, members: ["Retailer"], excluded: false }]],
    ["a member without a target", [{ ...india, members: ["Norway"] }]],
  ])("is none for %s", (_, filters) => {
    const targets = [company("net_sales", "FY2026", 100), market("India", "FY2026", 40)];
    expect(lookUp(targets, { filters }, monthsFrom(2025, 9, 12))).toBeUndefined();
  });

  test("is found by metric", () => {
    const targets = [year2027, company("gross_margin_pct", "FY2027", 0.4)];
    const found = lookUp(targets, { metrics: ["gross_margin_pct", "cogs"] }, toDate);
    expect(Object.keys(found?.total ?? {})).toEqual(["gross_margin_pct"]);
  });
});

describe("the period of a target", () => {
  test("is the running year for its part until now, with how much of it is over", () => {
    expect(lookUp([year2027], {}, toDate)?.total.net_sales).toEqual({
      ...{ value: 120, period: "FY2027", unit: "year", elapsed: 2 / 12 },
    });
  });

  test("is over as far as figures are there where the whole year is asked", () => {
    const asked = { period: { kind: "fiscal-year", year: 2027 } } as const;
    const whole = monthsFrom(2026, 9, 12);
    expect(lookUp([year2027], asked, whole)?.total.net_sales?.elapsed).toBe(2 / 12);
    const forecast = company("forecast_quantity", "FY2027", 9);
    const planned = lookUp([forecast], { ...asked, metrics: ["forecast_quantity"] }, whole);
    expect(planned?.total.forecast_quantity?.elapsed).toBe(1);
  });

  test("is a quarter or a month where exactly that is asked, and the quarter to date where that is said", () => {
    const targets = [
      company("net_sales", "FY2026 Q4", 30),
      company("net_sales", "2026-10", 11),
      company("net_sales", "FY2027 Q1", 33),
      year2027,
    ];
    const of = (asked: Asked, list: readonly string[]) => lookUp(targets, asked, list)?.total.net_sales;
    expect(of({}, monthsFrom(2026, 6, 3))).toMatchObject({ value: 30, unit: "quarter", elapsed: 1 });
    const october = { period: { kind: "month", month: 10, year: 2026 } } as const;
    expect(of(october, monthsFrom(2026, 10, 1))).toMatchObject({ value: 11, unit: "month" });
    const quarter = { period: { kind: "relative", which: "this", unit: "quarter" } } as const;
    expect(of(quarter, toDate)).toMatchObject({ value: 33, elapsed: 2 / 3 });
    expect(of({}, toDate)).toMatchObject({ value: 120 });
  });

  test.each([
    ["the first months of a year that is over", { period: undefined }, monthsFrom(2025, 9, 4)],
    ["months from the middle of the year on", {}, monthsFrom(2026, 10, 1)],
    ["the first month alone", { period: { kind: "month", month: 9, year: 2026 } }, monthsFrom(2026, 9, 1)],
    ["months with a gap between them", {}, ["2026-09-01", "2026-11-01"]],
    ["more than a year", {}, monthsFrom(2025, 9, 14)],
    ["a year without a figure", { period: { kind: "fiscal-year", year: 2028 } }, monthsFrom(2027, 9, 12)],
  ] as readonly [string, Asked, readonly string[]][])("is none for %s", (_, asked, list) => {
    const targets = [company("net_sales", "FY2026", 100), year2027, company("net_sales", "FY2028", 1)];
    expect(lookUp(targets, asked, list)).toBeUndefined();
  });
});

describe("the targets of rows", () => {
  const targets = [market("India", "FY2027", 40), market("Norway", "FY2027", 20), year2027];
  const ranking = { kind: "ranking", by: ["market"] } as const;

  test("are those of each row's member", () => {
    const found = lookUp(targets, ranking, toDate, [
      { market: "Norway" },
      { market: "Peru" },
      { market: "India" },
    ]);
    expect(found?.rows.map((row) => row.net_sales?.value)).toEqual([20, undefined, 40]);
    expect(found?.total.net_sales?.value).toBe(120);
  });

  test("stay where a filter leaves the member whole, and go where it cuts it", () => {
    const asia = { dimension: "region", members: ["APAC"], excluded: false } as const;
    const retail = { dimension: "channel", members: ["Retailer"], excluded: false } as const;
    const rows = [{ market: "India" }];
    expect(lookUp(targets, { ...ranking, filters: [asia] }, toDate, rows)?.rows[0]?.net_sales?.value).toBe(
      40,
    );
    expect(lookUp(targets, { ...ranking, filters: [retail] }, toDate, rows)).toBeUndefined();
    expect(lookUp(targets, { ...ranking, by: ["market", "channel"] }, toDate, rows)?.rows).toEqual([{}]);
  });

  test("are those of their month, quarter or year over time", () => {
    const monthly = [company("net_sales", "2026-09", 9), company("net_sales", "2026-10", 11)];
    const byMonth = [{ month: "2026-08-01" }, { month: "2026-09-01" }, { month: "2026-10-01" }];
    const found = lookUp(monthly, { by: ["month"] }, monthsFrom(2026, 8, 3), byMonth);
    expect(found?.rows.map((row) => row.net_sales?.value)).toEqual([undefined, 9, 11]);
    const years = [company("net_sales", "FY2026", 100), year2027];
    const byYear = [{ fiscal_year: "FY2026" }, { fiscal_year: "FY2027" }];
    expect(lookUp(years, { by: ["fiscal_year"] }, sold, byYear)?.rows).toMatchObject([
      { net_sales: { value: 100, elapsed: 1 } },
      { net_sales: { value: 120, elapsed: 2 / 12 } },
    ]);
  });
});
