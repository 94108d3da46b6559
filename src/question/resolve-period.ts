import { type GroupKey, isTimeKey, type TimeKey } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import {
  bucketOfIndex,
  fiscalYearOf,
  fiscalYearStart,
  indexOfIso,
  isoOfIndex,
  lastDayOf,
  type MonthIndex,
  monthsBetween,
} from "./calendar.ts";
import { choiceOf } from "./compose-words.ts";
import { describeMonth, describeMonths, stretchesOf } from "./describe-months.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import type { Question } from "./question.ts";
import { type ResolvedComparison, resolveComparison } from "./resolve-comparison.ts";
import { nothingLoaded, nowOf, type Stretch, stretchOf } from "./stretch.ts";
import { type Fact, type Timeline, timelineOf } from "./timeline.ts";

/** The period of a question as months of this load. Months are ISO firsts, ascending. */
export interface ResolvedPeriod {
  /** "FY2021", "FY2022 to date", "last quarter (FY2021 Q4)", "FY2022, 4 of 12 months". */
  readonly label: string;
  /** First day of the first month, last day of the last one. */
  readonly from: string;
  readonly to: string;
  /** Every asked month, also those that are not loaded. In a comparison none after the latest complete month. */
  readonly months: readonly string[];
  /** Asked months without a row of the fact. */
  readonly notLoaded: readonly string[];
  /** Asked months that are loaded in part only: shown and marked. */
  readonly partial: readonly string[];
  readonly comparison?: ResolvedComparison;
  /** What to say about gaps: "FY2019 is not loaded." */
  readonly notes: readonly string[];
  readonly bucketOf: (month: string, key: TimeKey) => string;
}

/**
 * Turns the period of a question, said or default, into months. Throws `not-loaded` when no asked month holds
 * a row of the fact, `not-allowed` for periods that run backwards and comparisons of unequal spans.
 */
export const resolvePeriod = (question: Question, loaded: LoadedMonths, fact: Fact): ResolvedPeriod => {
  const timeline = timelineOf(loaded);
  if (timeline.latest === undefined) throw nothingLoaded();
  const asked = question.period
    ? stretchOf(question.period, timeline, fact)
    : defaultStretch(question.by, timeline, fact);
  refuseUnloaded(question, asked, timeline, fact);
  const compared = question.comparison && resolveComparison(question, asked, timeline, fact);
  const indexes = compared?.current ?? monthsBetween(asked.first, asked.last);
  const notLoaded = indexes.filter((index) => !timeline.holds(index, fact));
  return Object.freeze({
    label: compared?.label ?? asked.label,
    from: isoOfIndex(indexes[0] ?? asked.first),
    to: lastDayOf(indexes.at(-1) ?? asked.last),
    months: indexes.map(isoOfIndex),
    notLoaded: notLoaded.map(isoOfIndex),
    partial: indexes.filter(timeline.isPartial).map(isoOfIndex),
    ...(compared ? { comparison: compared.comparison } : {}),
    notes: [...gapNotes(indexes, notLoaded, timeline), ...(compared?.comparison.notes ?? [])],
    bucketOf: (month: string, key: TimeKey) => bucketOfIndex(indexOfIso(month), key, timeline.startMonth),
  });
};

const yearKeys: readonly GroupKey[] = ["fiscal_year", "calendar_year"];

/** Without a period: fiscal year to date; by month 12 months, by quarter 8 quarters, by a year all of them. */
const defaultStretch = (by: readonly GroupKey[], timeline: Timeline, fact: Fact): Stretch => {
  const times = by.filter(isTimeKey);
  if (times.some((key) => yearKeys.includes(key)))
    return { ...stretchOf({ kind: "all" }, timeline, fact), label: "all years" };
  if (fact === "forecast") return runningYear(timeline);
  if (times.includes("fiscal_quarter"))
    return stretchOf({ kind: "last", count: 8, unit: "quarter" }, timeline, fact);
  if (times.includes("month")) return stretchOf({ kind: "last", count: 12, unit: "month" }, timeline, fact);
  return stretchOf({ kind: "ytd" }, timeline, fact);
};

const runningYear = (timeline: Timeline): Stretch => {
  const year = fiscalYearOf(nowOf(timeline), timeline.startMonth);
  const first = fiscalYearStart(year, timeline.startMonth);
  return { first, last: first + 11, fullLast: first + 11, label: `FY${year}` };
};

const nouns: Readonly<Record<Fact, string>> = {
  sales: "Sales",
  forecast: "Forecasts",
  both: "Sales and forecasts",
  none: "Data",
};

const refuseUnloaded = (question: Question, asked: Stretch, timeline: Timeline, fact: Fact): void => {
  if (monthsBetween(asked.first, asked.last).some((index) => timeline.holds(index, fact))) return;
  const loaded = timeline.indexes(fact);
  if (loaded.length === 0)
    throw new QuestionError("not-loaded", `No ${nouns[fact].toLowerCase()} are loaded yet.`);
  const near = loaded.findLast((index) => index <= asked.first) ?? loaded[0] ?? asked.first;
  const year = fiscalYearOf(near, timeline.startMonth);
  const { comparison: _, ...rest } = question;
  throw new QuestionError(
    "not-loaded",
    `${nouns[fact]} are loaded ${extentOf(loaded, asked)}; you asked ${asked.label}.`,
    [choiceOf(`FY${year}`, { ...rest, period: { kind: "fiscal-year", year } })],
  );
};

/** "through Aug 2022", "from Sep 2017", or the stretches around a gap. */
const extentOf = (loaded: readonly MonthIndex[], asked: Stretch): string => {
  const first = loaded[0] ?? asked.first;
  const last = loaded.at(-1) ?? asked.last;
  if (asked.first > last) return `through ${describeMonth(last)}`;
  if (asked.last < first) return `from ${describeMonth(first)}`;
  return `for ${stretchesOf(loaded)
    .map(([begin, end]) => `${describeMonth(begin)} – ${describeMonth(end)}`)
    .join(", ")}`;
};

/** Months missing inside the data are named; a year that the data has not finished is counted. */
const gapNotes = (
  asked: readonly MonthIndex[],
  notLoaded: readonly MonthIndex[],
  timeline: Timeline,
): string[] => {
  const partial = asked.filter(timeline.isPartial);
  const unloaded = new Set(notLoaded);
  const lastLoaded = asked.findLast((month) => !unloaded.has(month)) ?? 0;
  const trailing = notLoaded.filter((index) => index > lastLoaded);
  const inner = notLoaded.filter((index) => index <= lastLoaded);
  const plural = (months: readonly MonthIndex[]): string => (stretchesOf(months).length > 1 ? "are" : "is");
  const name = (months: readonly MonthIndex[]): string => describeMonths(months, timeline.startMonth);
  return [
    ...(inner.length > 0 ? [`${name(inner)} ${plural(inner)} not loaded.`] : []),
    ...(trailing.length > 0
      ? [
          `${asked.length - notLoaded.length} of ${asked.length} months are loaded; ${name(trailing)} ${plural(trailing)} not.`,
        ]
      : []),
    ...(partial.length > 0 ? [`${name(partial)} ${plural(partial)} loaded in part only.`] : []),
  ];
};
