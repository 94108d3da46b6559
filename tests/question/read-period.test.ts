import { describe, expect, it } from "vitest";
import type { Period, SimplePeriod } from "../../src/question/question.ts";
import { ask, refusal } from "./support/world.ts";

const year = (value: number): SimplePeriod => ({ kind: "fiscal-year", year: value });
const quarter = (value: number, of?: number): SimplePeriod => ({
  kind: "quarter",
  quarter: value,
  ...(of ? { year: of } : {}),
});
const month = (value: number, of?: number): SimplePeriod => ({
  kind: "month",
  month: value,
  ...(of ? { year: of } : {}),
});
const range = (from: SimplePeriod, to: SimplePeriod): Period => ({ kind: "range", from, to });

describe("periods as people say them", () => {
  it.each<[string, Period]>([
    ["FY2021", year(2021)],
    ["fy21", year(2021)],
    ["FY 2021", year(2021)],
    ["FY 21", year(2021)],
    ["fiscal year 2021", year(2021)],
    ["fiscal 2021", year(2021)],
    ["financial year 2021", year(2021)],
    ["2021", year(2021)],
    ["2020/21", year(2021)],
    ["2020/2021", year(2021)],
    ["FY2020/21", year(2021)],
    ["FY2020-21", year(2021)],
    ["FY2021 to date", year(2021)],
    ["calendar 2021", { kind: "calendar-year", year: 2021 }],
    ["calendar year 2021", { kind: "calendar-year", year: 2021 }],
    ["2021 calendar year", { kind: "calendar-year", year: 2021 }],
    ["CY2021", { kind: "calendar-year", year: 2021 }],
    ["Q1", quarter(1)],
    ["Q1 FY2021", quarter(1, 2021)],
    ["Q1 2021", quarter(1, 2021)],
    ["Q1 of FY21", quarter(1, 2021)],
    ["q1fy21", quarter(1, 2021)],
    ["FY2021 Q4", quarter(4, 2021)],
    ["first quarter 2021", quarter(1, 2021)],
    ["quarter 3 FY2020", quarter(3, 2020)],
    ["Q1 calendar 2021", range(month(1, 2021), month(3, 2021))],
    ["Mar", month(3)],
    ["Mar 2021", month(3, 2021)],
    ["March 2021", month(3, 2021)],
    ["march of 2021", month(3, 2021)],
    ["Sept 2020", month(9, 2020)],
    ["sep2020", month(9, 2020)],
    ["Sep-20", month(9, 2020)],
    ["Sep '20", month(9, 2020)],
    ["2020-09", month(9, 2020)],
    ["2020-09-01", month(9, 2020)],
    ["09/2020", month(9, 2020)],
    ["FY2020 to FY2021", range(year(2020), year(2021))],
    ["2020-2021", range(year(2020), year(2021))],
    ["FY2020 – FY2021", range(year(2020), year(2021))],
    ["from FY2020 to FY2021", range(year(2020), year(2021))],
    ["between FY2020 and FY2021", range(year(2020), year(2021))],
    ["FY2020 through FY2021", range(year(2020), year(2021))],
    ["FY2020 and FY2021", range(year(2020), year(2021))],
    ["FY2021, FY2020", range(year(2020), year(2021))],
    ["FY2021 and FY2021", year(2021)],
    ["Sep 2020 to Feb 2021", range(month(9, 2020), month(2, 2021))],
    ["Sep 2020-Feb 2021", range(month(9, 2020), month(2, 2021))],
    ["Nov to Feb 2021", range(month(11, 2020), month(2, 2021))],
    ["Mar to Jun 2021", range(month(3, 2021), month(6, 2021))],
    ["Mar 2021 to Jun", range(month(3, 2021), month(6, 2021))],
    ["Q1-Q3 2021", range(quarter(1, 2021), quarter(3, 2021))],
    ["Jan, Feb and Mar 2021", range(month(1, 2021), month(3, 2021))],
    ["Q1 and Q2 FY2021", range(quarter(1, 2021), quarter(2, 2021))],
    ["2020-09 to 2020-11", range(month(9, 2020), month(11, 2020))],
    ["since Mar 2021", { kind: "since", from: month(3, 2021) }],
    ["since FY2020", { kind: "since", from: year(2020) }],
    ["last 3 months", { kind: "last", count: 3, unit: "month" }],
    ["the last three months", { kind: "last", count: 3, unit: "month" }],
    ["past 2 quarters", { kind: "last", count: 2, unit: "quarter" }],
    ["last two years", { kind: "last", count: 2, unit: "year" }],
    ["last month", { kind: "relative", which: "last", unit: "month" }],
    ["previous quarter", { kind: "relative", which: "last", unit: "quarter" }],
    ["last fiscal year", { kind: "relative", which: "last", unit: "year" }],
    ["this year", { kind: "relative", which: "this", unit: "year" }],
    ["current quarter", { kind: "relative", which: "this", unit: "quarter" }],
    ["mtd", { kind: "relative", which: "this", unit: "month" }],
    ["ytd", { kind: "ytd" }],
    ["year to date", { kind: "ytd" }],
    ["fiscal year to date", { kind: "ytd" }],
    ["all time", { kind: "all" }],
  ])("%s", (words, period) => {
    expect(ask(`net sales ${words}`).period).toEqual(period);
    expect(ask(`net sales in ${words} by market`).period).toEqual(period);
  });

  it("reads what comes for forecasts", () => {
    expect(ask("forecast quantity next 3 months").period).toEqual({ kind: "next", count: 3, unit: "month" });
    expect(ask("forecast quantity next quarter").period).toEqual({
      kind: "relative",
      which: "next",
      unit: "quarter",
    });
  });

  it("reads a month and a break-down by month apart", () => {
    expect(ask("net sales by month Mar 2021 to Jun 2021")).toMatchObject({
      by: ["month"],
      period: range(month(3, 2021), month(6, 2021)),
    });
    expect(ask("net sales by fiscal year 2020 to 2021")).toMatchObject({
      by: ["fiscal_year"],
      period: range(year(2020), year(2021)),
    });
    expect(ask("net sales by market, fiscal year 2020 to 2021").by).toEqual(["market", "fiscal_year"]);
  });
});

describe("periods that cannot be", () => {
  it.each([
    ["2020-13", "There is no month 13"],
    ["13/2020", "There is no month 13"],
    ["2020-09-15", "the figures are monthly"],
    ["FY1800", "1800 is not a year"],
    ["in 1066", "1066 is not a year"],
    ["Q5 2021", "There is no quarter 5"],
    ["quarter 7", "There is no quarter 7"],
    ["FY2021 to FY2020", "runs backwards"],
    ["Mar 2021 to Feb 2021", "runs backwards"],
    ["last 0 months", "from 1 to 600"],
    ["last 9000 months", "from 1 to 600"],
    ["last week", "monthly"],
    ["next month", "for the past only"],
  ])("net sales %s", (words, message) => {
    expect(refusal(`net sales ${words}`)).toMatchObject({ kind: "not-allowed" });
    expect(refusal(`net sales ${words}`).message).toContain(message);
  });

  it("offers a range that runs backwards the other way round", () => {
    expect(refusal("net sales FY2021 to FY2020").choices).toEqual([
      { label: "FY2020 to FY2021", words: "net sales FY2020 to FY2021" },
    ]);
  });
});
