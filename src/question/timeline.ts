import { indexOfIso, type MonthIndex } from "./calendar.ts";
import type { LoadedMonths } from "./loaded-months.ts";

/** Which rows decide whether a month is loaded: those that the asked metrics count. */
export type Fact = "sales" | "forecast" | "both" | "none";

/** The loaded months as periods need them: by index, with "now" as the data knows it. */
export interface Timeline {
  readonly startMonth: number;
  /** "Now": the last month with sales that is not partial; without sales the last loaded one. */
  readonly latest: MonthIndex | undefined;
  readonly first: (fact: Fact) => MonthIndex | undefined;
  readonly last: (fact: Fact) => MonthIndex | undefined;
  /** Whether the month holds rows; for "both" one of the two is enough. */
  readonly holds: (index: MonthIndex, fact: Fact) => boolean;
  /** Whether the month can stand in a comparison: for "both" sales and forecast must be there. */
  readonly comparable: (index: MonthIndex, fact: Fact) => boolean;
  readonly isPartial: (index: MonthIndex) => boolean;
  /** Loaded months of the fact, ascending. */
  readonly indexes: (fact: Fact) => readonly MonthIndex[];
}

const cache = new WeakMap<LoadedMonths, Timeline>();

/** Built once per load. */
export const timelineOf = (loaded: LoadedMonths): Timeline => {
  const known = cache.get(loaded);
  if (known) return known;
  const timeline = buildTimeline(loaded);
  cache.set(loaded, timeline);
  return timeline;
};

const buildTimeline = (loaded: LoadedMonths): Timeline => {
  const indexed = loaded.months.map((month) => ({ ...month, index: indexOfIso(month.month) }));
  const byIndex = new Map(indexed.map((month) => [month.index, month]));
  const pick = (test: (month: (typeof indexed)[number]) => boolean): readonly MonthIndex[] =>
    indexed.filter(test).map((month) => month.index);
  const sales = pick((month) => month.sales);
  const either = pick((month) => month.sales || month.forecast);
  const lists: Readonly<Record<Fact, readonly MonthIndex[]>> = {
    sales,
    forecast: pick((month) => month.forecast),
    both: either,
    none: either,
  };
  return Object.freeze({
    startMonth: loaded.fiscalYearStartMonth,
    latest: pick((month) => month.sales && !month.partial).at(-1) ?? either.at(-1),
    first: (fact: Fact) => lists[fact][0],
    last: (fact: Fact) => lists[fact].at(-1),
    indexes: (fact: Fact) => lists[fact],
    holds: (index: MonthIndex, fact: Fact) => {
      const month = byIndex.get(index);
      if (fact === "none") return true;
      if (fact === "both") return Boolean(month?.sales || month?.forecast);
      return Boolean(month?.[fact]);
    },
    comparable: (index: MonthIndex, fact: Fact) => {
      const month = byIndex.get(index);
      if (fact === "none") return true;
      if (fact === "both") return Boolean(month?.sales && month.forecast);
      return Boolean(month?.[fact]);
    },
    isPartial: (index: MonthIndex) => byIndex.get(index)?.partial ?? false,
  });
};
