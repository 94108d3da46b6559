import { describe, expect, it } from "vitest";
import type { LoadedMonths } from "../../src/question/loaded-months.ts";
import { factOfQuestion, read } from "../../src/question/read.ts";
import type { ResolvedComparison } from "../../src/question/resolve-comparison.ts";
import { type ResolvedPeriod, resolvePeriod } from "../../src/question/resolve-period.ts";
import { ask, loaded, monthsLoaded, refusal, vocabulary } from "./support/world.ts";

const resolve = (
  words: string,
  months: LoadedMonths = loaded,
): ResolvedPeriod & { readonly comparison: ResolvedComparison } => {
  const asked = ask(words);
  const period = resolvePeriod(asked, months, factOfQuestion(asked, vocabulary));
  if (!period.comparison) throw new Error(`"${words}" compares nothing`);
  return { ...period, comparison: period.comparison };
};

const sides = (words: string, months: LoadedMonths = loaded): string[] => {
  const { label, from, to, comparison } = resolve(words, months);
  return [`${label}: ${from} to ${to}`, `${comparison.label}: ${comparison.from} to ${comparison.to}`];
};

describe("comparisons", () => {
  it.each([
    ["net sales FY2021 vs last year", "FY2021: 2020-09-01 to 2021-08-31", "FY2020: 2019-09-01 to 2020-08-31"],
    [
      "net sales FY2022 vs last year",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
      "FY2021, 4 of 12 months: 2020-09-01 to 2020-12-31",
    ],
    [
      "net sales ytd vs last year",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
      "FY2021, 4 of 12 months: 2020-09-01 to 2020-12-31",
    ],
    [
      "net sales vs last year",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
      "FY2021, 4 of 12 months: 2020-09-01 to 2020-12-31",
    ],
    [
      "net sales FY2022 vs last period",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
      "May 2021 – Aug 2021: 2021-05-01 to 2021-08-31",
    ],
    [
      "net sales FY2021 vs last period",
      "FY2021: 2020-09-01 to 2021-08-31",
      "FY2020: 2019-09-01 to 2020-08-31",
    ],
    [
      "net sales last quarter vs last period",
      "last quarter (FY2022 Q1): 2021-09-01 to 2021-11-30",
      "FY2021 Q4: 2021-06-01 to 2021-08-31",
    ],
    [
      "net sales last quarter vs last year",
      "last quarter (FY2022 Q1): 2021-09-01 to 2021-11-30",
      "FY2021 Q1: 2020-09-01 to 2020-11-30",
    ],
    [
      "net sales Mar 2021 vs last period",
      "Mar 2021: 2021-03-01 to 2021-03-31",
      "Feb 2021: 2021-02-01 to 2021-02-28",
    ],
    [
      "net sales by month vs last year",
      "last 12 months: 2021-01-01 to 2021-12-31",
      "Jan 2020 – Dec 2020: 2020-01-01 to 2020-12-31",
    ],
    ["net sales FY2021 vs FY2020", "FY2021: 2020-09-01 to 2021-08-31", "FY2020: 2019-09-01 to 2020-08-31"],
    [
      "net sales FY2022 vs FY2020",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
      "FY2020, 4 of 12 months: 2019-09-01 to 2019-12-31",
    ],
    [
      "net sales FY2020 vs FY2022",
      "FY2020, 4 of 12 months: 2019-09-01 to 2019-12-31",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
    ],
    [
      "net sales ytd vs FY2021",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
      "FY2021, 4 of 12 months: 2020-09-01 to 2020-12-31",
    ],
    [
      "net sales ytd vs Sep 2019 to Dec 2019",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
      "Sep 2019 to Dec 2019: 2019-09-01 to 2019-12-31",
    ],
    [
      "net sales this quarter vs last quarter",
      "this quarter (FY2022 Q2), 1 of 3 months: 2021-12-01 to 2021-12-31",
      "FY2022 Q1, 1 of 3 months: 2021-09-01 to 2021-09-30",
    ],
    [
      "net sales Q1 vs Q1 FY2020",
      "FY2022 Q1: 2021-09-01 to 2021-11-30",
      "FY2020 Q1: 2019-09-01 to 2019-11-30",
    ],
    [
      "net sales in India FY2021 vs Japan",
      "FY2021: 2020-09-01 to 2021-08-31",
      "Japan: 2020-09-01 to 2021-08-31",
    ],
    [
      "sold quantity FY2021 vs forecast",
      "FY2021: 2020-09-01 to 2021-08-31",
      "forecast: 2020-09-01 to 2021-08-31",
    ],
    [
      "sold quantity FY2022 vs forecast",
      "FY2022, 4 of 12 months: 2021-09-01 to 2021-12-31",
      "forecast: 2021-09-01 to 2021-12-31",
    ],
    [
      "forecast quantity next 3 months vs last year",
      "next 3 months: 2022-01-01 to 2022-03-31",
      "Jan 2021 – Mar 2021: 2021-01-01 to 2021-03-31",
    ],
  ])("%s", (words, current, previous) => {
    expect(sides(words)).toEqual([current, previous]);
  });

  it("pairs the months in order", () => {
    expect(resolve("net sales FY2022 vs last year").comparison.pairs).toEqual([
      { current: "2021-09-01", previous: "2020-09-01" },
      { current: "2021-10-01", previous: "2020-10-01" },
      { current: "2021-11-01", previous: "2020-11-01" },
      { current: "2021-12-01", previous: "2020-12-01" },
    ]);
  });

  it("pairs the same months with another member", () => {
    expect(resolve("net sales in India Mar 2021 vs Japan").comparison.pairs).toEqual([
      { current: "2021-03-01", previous: "2021-03-01" },
    ]);
  });

  it("keeps the figure whole and leaves the change out where an earlier month is not loaded", () => {
    const { months, comparison, notes } = resolve("net sales calendar 2020 vs last year");
    expect(months).toHaveLength(12);
    expect(comparison.pairs.filter((pair) => pair.previous === null).map((pair) => pair.current)).toEqual(
      ["01", "02", "03", "04", "05", "06", "07", "08"].map((number) => `2020-${number}-01`),
    );
    expect(comparison.missing).toHaveLength(8);
    expect(comparison.months).toHaveLength(4);
    expect(notes).toEqual(["Jan 2019 – Aug 2019 is not loaded: there is nothing to compare with."]);
  });

  it("does not count an earlier month whose later one is not loaded", () => {
    const gap = monthsLoaded({
      sales: [
        ["2019-09-01", "2020-11-01"],
        ["2021-01-01", "2021-08-01"],
      ],
    });
    const { comparison } = resolve("net sales FY2021 vs last year", gap);
    expect(comparison.pairs).toHaveLength(11);
    expect(comparison.months).not.toContain("2019-12-01");
    expect(comparison.missing).toEqual([]);
  });

  it("ends both sides before a month that has hardly begun", () => {
    const trailing = monthsLoaded({ sales: [["2020-09-01", "2021-12-01"]], partial: ["2021-12-01"] });
    expect(sides("net sales FY2022 vs last year", trailing)).toEqual([
      "FY2022, 3 of 12 months: 2021-09-01 to 2021-11-30",
      "FY2021, 3 of 12 months: 2020-09-01 to 2020-11-30",
    ]);
  });

  it("says which months have no forecast to compare with", () => {
    const half = monthsLoaded({
      sales: [["2020-09-01", "2021-08-01"]],
      forecast: [["2020-09-01", "2021-02-01"]],
    });
    const { comparison } = resolve("sold quantity FY2021 vs forecast", half);
    expect(comparison.missing).toHaveLength(6);
    expect(comparison.notes).toEqual([
      "No forecast is loaded for Mar 2021 – Aug 2021: there is nothing to compare with.",
    ]);
  });
});

describe("comparisons that are refused", () => {
  it("refuses spans of unequal length and offers equal ones", () => {
    const error = refusal("net sales Q1 FY2021 vs FY2020");
    expect(error).toMatchObject({
      kind: "not-allowed",
      message: "FY2021 Q1 is 3 months and FY2020 is 12 months: spans of unequal length are not compared.",
    });
    expect(error.choices.map((choice) => choice.words)).toEqual([
      "net sales Q1 FY2021 vs last year",
      "net sales Q1 FY2021 vs last period",
      "net sales Q1 FY2021 vs Sep 2019 to Nov 2019",
    ]);
  });

  it.each([
    ["net sales vs forecast", "in units, not in money", "sold quantity vs forecast"],
    ["gross margin % vs forecast", "only sold quantity", "sold quantity vs forecast"],
    [
      "sold quantity, net sales FY2021 vs forecast",
      "in units, not in money",
      "sold quantity FY2021 vs forecast",
    ],
    ["net sales by market in India vs Japan", "rows already", "net sales by market in India, Japan"],
  ])("%s", (words, why, offered) => {
    const error = refusal(words);
    expect(error.kind).toBe("not-allowed");
    expect(error.message).toContain(why);
    expect(error.choices.map((choice) => choice.words)).toContain(offered);
  });

  it("asks for the member that another one is compared with", () => {
    expect(refusal("net sales vs Japan").message).toContain("name another market first");
    expect(refusal("net sales in India, Norway vs Japan").message).toContain("needs one other market");
  });

  it("takes one comparison, and offers each of several alone", () => {
    const { message, choices } = refusal("net sales FY2021 vs last year vs FY2019");
    expect(message).toContain("One comparison");
    expect(choices).toEqual([
      { label: "vs last year", words: "net sales FY2021 vs last year" },
      { label: "vs FY2019", words: "net sales FY2021 vs FY2019" },
    ]);
    const members = refusal("net sales in India vs Japan vs Norway").choices;
    expect(members.map(({ words }) => words)).toEqual([
      "net sales in India vs Japan",
      "net sales in India vs Norway",
    ]);
    const start = { command: "pnl", metrics: ["net_sales"] };
    expect(() => read("India vs Japan vs Norway", vocabulary, loaded, { start })).toThrow(
      expect.objectContaining({
        choices: [
          { label: "vs Japan", words: "pnl in India vs Japan" },
          { label: "vs Norway", words: "pnl in India vs Norway" },
        ],
      }),
    );
  });
});
