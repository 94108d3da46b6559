import { describe, expect, it } from "vitest";
import { QuestionError } from "../../src/errors.ts";
import type { LoadedMonths } from "../../src/question/loaded-months.ts";
import { pinPeriod } from "../../src/question/pin-period.ts";
import { factOfQuestion } from "../../src/question/read.ts";
import { type ResolvedPeriod, resolvePeriod } from "../../src/question/resolve-period.ts";
import { ask, loaded, monthsLoaded, vocabulary } from "./support/world.ts";

/** FY2018 with a partial August, no FY2019, FY2020 and FY2021 whole. */
const gappy = monthsLoaded({
  sales: [
    ["2017-09-01", "2018-08-01"],
    ["2019-09-01", "2021-08-01"],
  ],
  partial: ["2018-08-01"],
});

/** FY2021 and four months of FY2022, of which December has hardly begun. */
const trailing = monthsLoaded({ sales: [["2020-09-01", "2021-12-01"]], partial: ["2021-12-01"] });

const resolve = (words: string, months: LoadedMonths = loaded): ResolvedPeriod => {
  const asked = ask(words);
  return resolvePeriod(asked, months, factOfQuestion(asked, vocabulary));
};
const spanOf = ({ label, from, to }: ResolvedPeriod): string => `${label}: ${from} to ${to}`;
const failure = (words: string, months: LoadedMonths = loaded): QuestionError => {
  try {
    resolve(words, months);
  } catch (error) {
    if (error instanceof QuestionError) return error;
  }
  throw new Error(`"${words}" was resolved`);
};

describe("periods as months", () => {
  it.each([
    ["net sales FY2021", "FY2021: 2020-09-01 to 2021-08-31"],
    ["net sales calendar 2020", "calendar 2020: 2020-01-01 to 2020-12-31"],
    ["net sales Q4 FY2021", "FY2021 Q4: 2021-06-01 to 2021-08-31"],
    ["net sales Q1", "FY2022 Q1: 2021-09-01 to 2021-11-30"],
    ["net sales Q2", "FY2022 Q2: 2021-12-01 to 2022-02-28"],
    ["net sales Q3", "FY2021 Q3: 2021-03-01 to 2021-05-31"],
    ["net sales Mar", "Mar 2021: 2021-03-01 to 2021-03-31"],
    ["net sales Dec", "Dec 2021: 2021-12-01 to 2021-12-31"],
    ["net sales Nov to Feb", "Nov 2020 to Feb 2021: 2020-11-01 to 2021-02-28"],
    ["net sales Sep 2020", "Sep 2020: 2020-09-01 to 2020-09-30"],
    ["net sales ytd", "FY2022 to date: 2021-09-01 to 2021-12-31"],
    ["net sales last month", "last month (Dec 2021): 2021-12-01 to 2021-12-31"],
    ["net sales this month", "this month (Dec 2021): 2021-12-01 to 2021-12-31"],
    ["net sales last quarter", "last quarter (FY2022 Q1): 2021-09-01 to 2021-11-30"],
    ["net sales this quarter", "this quarter (FY2022 Q2 to date): 2021-12-01 to 2021-12-31"],
    ["net sales last year", "last year (FY2021): 2020-09-01 to 2021-08-31"],
    ["net sales this year", "this year (FY2022 to date): 2021-09-01 to 2021-12-31"],
    ["net sales last 3 months", "last 3 months: 2021-10-01 to 2021-12-31"],
    ["net sales last 2 quarters", "last 2 quarters, to date: 2021-09-01 to 2021-12-31"],
    ["net sales last 2 years", "last 2 years, to date: 2020-09-01 to 2021-12-31"],
    ["net sales since Mar 2021", "since Mar 2021: 2021-03-01 to 2021-12-31"],
    ["net sales all time", "all time: 2019-09-01 to 2021-12-31"],
    ["net sales FY2020 to FY2021", "FY2020 to FY2021: 2019-09-01 to 2021-08-31"],
    ["forecast quantity next 3 months", "next 3 months: 2022-01-01 to 2022-03-31"],
    ["forecast quantity next month", "next month (Jan 2022): 2022-01-01 to 2022-01-31"],
    ["forecast quantity next quarter", "next quarter (FY2022 Q3): 2022-03-01 to 2022-05-31"],
    ["forecast quantity all time", "all time: 2019-09-01 to 2022-08-31"],
    ["forecast quantity since Mar 2021", "since Mar 2021: 2021-03-01 to 2022-08-31"],
    ["forecast quantity Mar", "Mar 2022: 2022-03-01 to 2022-03-31"],
  ])("%s → %s", (words, span) => {
    expect(spanOf(resolve(words))).toBe(span);
  });

  it.each([
    ["net sales", "FY2022 to date: 2021-09-01 to 2021-12-31"],
    ["top products by net sales", "FY2022 to date: 2021-09-01 to 2021-12-31"],
    ["net sales by month", "last 12 months: 2021-01-01 to 2021-12-31"],
    ["net sales by quarter", "last 8 quarters, to date: 2020-03-01 to 2021-12-31"],
    ["net sales by fiscal year", "all years: 2019-09-01 to 2021-12-31"],
    ["net sales by calendar year", "all years: 2019-09-01 to 2021-12-31"],
    ["forecast quantity", "FY2022: 2021-09-01 to 2022-08-31"],
    ["forecast quantity by month", "FY2022: 2021-09-01 to 2022-08-31"],
    ["forecast quantity by fiscal year", "all years: 2019-09-01 to 2022-08-31"],
    ["forecast accuracy", "FY2022 to date: 2021-09-01 to 2021-12-31"],
  ])("takes for '%s' without a period %s", (words, span) => {
    expect(spanOf(resolve(words))).toBe(span);
  });

  it("starts fiscal years in the month that is set", () => {
    const calendar = monthsLoaded({ sales: [["2020-01-01", "2021-12-01"]], start: 1 });
    const april = monthsLoaded({ sales: [["2020-04-01", "2021-12-01"]], start: 4 });
    expect(spanOf(resolve("net sales FY2021", calendar))).toBe("FY2021: 2021-01-01 to 2021-12-31");
    expect(spanOf(resolve("net sales FY2021", april))).toBe("FY2021: 2020-04-01 to 2021-03-31");
    expect(spanOf(resolve("net sales Q1 FY2021", april))).toBe("FY2021 Q1: 2020-04-01 to 2020-06-30");
    expect(resolve("net sales", april).bucketOf("2021-03-01", "fiscal_quarter")).toBe("FY2021 Q4");
  });

  it("leaves a month that has hardly begun out of 'now', and marks it where it is asked", () => {
    expect(spanOf(resolve("net sales ytd", trailing))).toBe("FY2022 to date: 2021-09-01 to 2021-11-30");
    expect(spanOf(resolve("net sales last month", trailing))).toBe(
      "last month (Nov 2021): 2021-11-01 to 2021-11-30",
    );
    expect(spanOf(resolve("net sales last quarter", trailing))).toBe(
      "last quarter (FY2022 Q1): 2021-09-01 to 2021-11-30",
    );
    expect(spanOf(resolve("net sales Dec", trailing))).toBe("Dec 2020: 2020-12-01 to 2020-12-31");
    const december = resolve("net sales Dec 2021", trailing);
    expect(december.partial).toEqual(["2021-12-01"]);
    expect(december.notes).toEqual(["Dec 2021 is loaded in part only."]);
  });

  it("skips a quarter with a partial month when it looks for the last complete one", () => {
    const months = monthsLoaded({ sales: [["2017-09-01", "2018-08-01"]], partial: ["2018-08-01"] });
    expect(resolve("net sales last quarter", months).label).toBe("last quarter (FY2018 Q3)");
    expect(failure("net sales last year", months).message).toContain("No complete year is loaded");
  });

  it("names the asked months that are not loaded, and keeps their place", () => {
    const all = resolve("net sales by fiscal year", gappy);
    expect(all.months).toHaveLength(48);
    expect(all.notLoaded).toHaveLength(12);
    expect(all.notes).toEqual(["FY2019 is not loaded.", "Aug 2018 is loaded in part only."]);
    expect(resolve("net sales FY2022").notes).toEqual([
      "4 of 12 months are loaded; Jan 2022 – Aug 2022 is not.",
    ]);
  });
});

describe("periods that are not loaded", () => {
  it.each([
    ["net sales FY2024", loaded, "Sales are loaded through Dec 2021; you asked FY2024."],
    ["forecast quantity FY2024", loaded, "Forecasts are loaded through Aug 2022; you asked FY2024."],
    ["net sales FY2018", loaded, "Sales are loaded from Sep 2019; you asked FY2018."],
    [
      "net sales FY2019",
      gappy,
      "Sales are loaded for Sep 2017 – Aug 2018, Sep 2019 – Aug 2021; you asked FY2019.",
    ],
    ["forecast quantity FY2021", gappy, "No forecasts are loaded yet."],
    [
      "net sales FY2021",
      monthsLoaded({}),
      "No data is loaded yet. Load your export files with: npx bims import FOLDER",
    ],
    [
      "products listed",
      monthsLoaded({}),
      "No data is loaded yet. Load your export files with: npx bims import FOLDER",
    ],
  ] as const)("%s", (words, months, message) => {
    expect(failure(words, months)).toMatchObject({ kind: "not-loaded", message });
  });

  it("offers the nearest year that is", () => {
    expect(failure("net sales FY2024").choices).toEqual([{ label: "FY2022", words: "net sales FY2022" }]);
  });

  it("answers accuracy where only one side is loaded: that is coverage", () => {
    expect(resolve("forecast accuracy FY2021", gappy).months).toHaveLength(12);
  });
});

describe("a pinned period", () => {
  const pinned = (words: string): unknown => {
    const asked = ask(words);
    const { period, comparison } = pinPeriod(asked, loaded, factOfQuestion(asked, vocabulary));
    return comparison ? { period, comparison } : period;
  };
  const month = (year: number, number: number): unknown => ({ kind: "month", month: number, year });

  it("is the months that were meant on the day", () => {
    expect(pinned("net sales ytd")).toEqual({ kind: "range", from: month(2021, 9), to: month(2021, 12) });
    expect(pinned("net sales last month")).toEqual(month(2021, 12));
    expect(pinned("net sales last year")).toEqual({ kind: "fiscal-year", year: 2021 });
  });

  it("keeps a comparison that says no period of its own", () => {
    expect(pinned("net sales ytd vs last year")).toEqual({
      period: { kind: "range", from: month(2021, 9), to: month(2021, 12) },
      comparison: { kind: "last-year" },
    });
  });

  it("pins both sides where both are said", () => {
    expect(pinned("net sales ytd vs FY2021")).toEqual({
      period: { kind: "range", from: month(2021, 9), to: month(2021, 12) },
      comparison: { kind: "period", period: { kind: "range", from: month(2020, 9), to: month(2020, 12) } },
    });
  });
});
