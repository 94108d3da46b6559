import { QuestionError } from "../errors.ts";
import {
  calendarYearOf,
  isoOfIndex,
  lastDayOf,
  type MonthIndex,
  monthOf,
  monthsBetween,
} from "./calendar.ts";
import { choiceOf } from "./compose-words.ts";
import { describeMonths, describeStretch, stretchesOf } from "./describe-months.ts";
import type { Comparison, Period, Question, SimplePeriod } from "./question.ts";
import { nowOf, type Stretch, stretchOf } from "./stretch.ts";
import type { Fact, Timeline } from "./timeline.ts";

/** A month of the question and the one it is compared with; null where that one is not loaded. */
export interface MonthPair {
  readonly current: string;
  readonly previous: string | null;
}

/** The other side of a comparison, like for like: the months in `pairs` and no others. */
export interface ResolvedComparison {
  readonly kind: Comparison["kind"];
  /** "FY2020", "FY2020, 4 of 12 months", "Japan", "forecast". */
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** Loaded previous months, ascending. For a member or the forecast they are the current months. */
  readonly months: readonly string[];
  /** One for each current month that is loaded; a null makes previous and change of its bucket (and total) null. */
  readonly pairs: readonly MonthPair[];
  /** Earlier months that are not loaded: the reason why there is no change. */
  readonly missing: readonly string[];
  /** Previous months that are loaded in part only. */
  readonly partial: readonly string[];
  readonly notes: readonly string[];
}

export interface Compared {
  /** Months of the question itself: none after the latest complete month. */
  readonly current: readonly MonthIndex[];
  readonly label: string;
  readonly comparison: ResolvedComparison;
}

/** Pairs the months of both sides. Throws `not-allowed` for unequal spans, with equal ones as choices. */
export const resolveComparison = (
  question: Question,
  asked: Stretch,
  timeline: Timeline,
  fact: Fact,
): Compared => {
  const comparison = question.comparison;
  if (!comparison) throw new Error("A question without a comparison has nothing to pair");
  switch (comparison.kind) {
    case "last-year":
      return pairMonths(
        comparison.kind,
        shifted(asked, bounded(asked, timeline, fact), 12),
        asked,
        timeline,
        fact,
      );
    case "last-period": {
      const current = bounded(asked, timeline, fact);
      return pairMonths(comparison.kind, shifted(asked, current, current.length), asked, timeline, fact);
    }
    case "period":
      return pairMonths(
        comparison.kind,
        pairWith(comparison.period, question, asked, timeline, fact),
        asked,
        timeline,
        fact,
      );
    case "member":
      return sameMonths(
        comparison.kind,
        comparison.member,
        monthsBetween(asked.first, asked.last),
        asked,
        timeline,
        fact,
      );
    case "forecast":
      return sameMonths(comparison.kind, "forecast", bounded(asked, timeline, fact), asked, timeline, fact);
  }
};

/** Months of both sides by position, and how the other side is called. */
interface Sides {
  readonly current: readonly MonthIndex[];
  readonly previous: readonly MonthIndex[];
  readonly fullLength: number;
  readonly previousLabel: string | undefined;
}

/** The last month either side may reach: forecasts end with the last forecast, all else with the latest complete month. */
const boundOf = (timeline: Timeline, fact: Fact): MonthIndex =>
  fact === "forecast" ? (timeline.last("forecast") ?? nowOf(timeline)) : nowOf(timeline);

const bounded = (asked: Stretch, timeline: Timeline, fact: Fact): MonthIndex[] => {
  const months = monthsBetween(asked.first, Math.min(asked.last, boundOf(timeline, fact)));
  return months.length > 0 ? months : monthsBetween(asked.first, asked.last);
};

const shifted = (asked: Stretch, current: readonly MonthIndex[], by: number): Sides => ({
  current,
  previous: current.map((index) => index - by),
  fullLength: asked.fullLast - asked.first + 1,
  previousLabel: undefined,
});

/** `vs PERIOD`: paired in order, over the whole spans that were asked, then cut to what both sides have. */
const pairWith = (
  period: Period,
  question: Question,
  asked: Stretch,
  timeline: Timeline,
  fact: Fact,
): Sides => {
  const other = stretchOf(period, timeline, fact);
  const fullLength = asked.fullLast - asked.first + 1;
  const otherLength = other.fullLast - other.first + 1;
  const loadedLength = bounded(asked, timeline, fact).length;
  const lengths = [fullLength, asked.last - asked.first + 1, loadedLength];
  if (!lengths.includes(otherLength) && !lengths.includes(other.last - other.first + 1)) {
    throw unequal(question, asked, other, fullLength, otherLength);
  }
  const bound = boundOf(timeline, fact);
  const length = Math.min(asked.last - asked.first, other.last - other.first) + 1;
  const offsets = Array.from({ length }, (_, offset) => offset);
  const kept = offsets.filter((offset) => asked.first + offset <= bound && other.first + offset <= bound);
  const used = kept.length > 0 ? kept : offsets;
  return {
    current: used.map((offset) => asked.first + offset),
    previous: used.map((offset) => other.first + offset),
    fullLength,
    previousLabel: used.length === otherLength ? other.label : undefined,
  };
};

const unequal = (
  question: Question,
  asked: Stretch,
  other: Stretch,
  length: number,
  otherLength: number,
): QuestionError => {
  const months = (count: number): string => (count === 1 ? "1 month" : `${count} months`);
  const equalSpan = rangeOfMonths(other.first, other.first + length - 1);
  const isSayable = canBeSaid(other.first, other.first + length - 1);
  return new QuestionError(
    "not-allowed",
    `${asked.label} is ${months(length)} and ${other.label} is ${months(otherLength)}: spans of unequal length are not compared.`,
    [
      choiceOf("vs last year", { ...question, comparison: { kind: "last-year" } }),
      choiceOf("vs last period", { ...question, comparison: { kind: "last-period" } }),
      ...(isSayable
        ? [choiceOf("equal span", { ...question, comparison: { kind: "period", period: equalSpan } })]
        : []),
    ],
  );
};

/** Whether words have years for the months: questions reach from 1970 to 2200. */
export const canBeSaid = (first: MonthIndex, last: MonthIndex): boolean =>
  calendarYearOf(first) >= 1970 && calendarYearOf(last) <= 2200;

/** A stretch of months said without reference to today. */
export const rangeOfMonths = (first: MonthIndex, last: MonthIndex): Period => {
  const said = (index: MonthIndex): SimplePeriod => ({
    kind: "month",
    month: monthOf(index),
    year: calendarYearOf(index),
  });
  return first === last ? said(first) : { kind: "range", from: said(first), to: said(last) };
};

const pairMonths = (
  kind: Comparison["kind"],
  sides: Sides,
  asked: Stretch,
  timeline: Timeline,
  fact: Fact,
): Compared => {
  const both = sides.current.map((current, at) => ({ current, previous: sides.previous[at] ?? current }));
  const counted = both.filter(({ current }) => timeline.comparable(current, fact));
  const isLoaded = (index: MonthIndex): boolean => timeline.comparable(index, fact);
  const missing = counted.map((pair) => pair.previous).filter((index) => !isLoaded(index));
  const previous = counted.map((pair) => pair.previous).filter(isLoaded);
  const extent = sides.previous.length > 0 ? sides.previous : [asked.first];
  return {
    current: sides.current,
    label: currentLabel(sides, asked, timeline),
    comparison: {
      kind,
      label: sides.previousLabel ?? previousLabel(sides, timeline),
      from: isoOfIndex(extent[0] ?? asked.first),
      to: lastDayOf(extent.at(-1) ?? asked.last),
      months: previous.map(isoOfIndex),
      pairs: counted.map((pair) => ({
        current: isoOfIndex(pair.current),
        previous: isLoaded(pair.previous) ? isoOfIndex(pair.previous) : null,
      })),
      missing: missing.map(isoOfIndex),
      partial: previous.filter(timeline.isPartial).map(isoOfIndex),
      notes: missingNotes(missing, timeline),
    },
  };
};

const currentLabel = (sides: Sides, asked: Stretch, timeline: Timeline): string => {
  const isCut = sides.current.length < sides.fullLength;
  if (!isCut) return asked.label;
  return `${nameOfWhole(asked, timeline)}, ${sides.current.length} of ${sides.fullLength} months`;
};

/** "FY2022 to date, 4 of 12 months" says one thing twice: the unit alone is enough. */
const nameOfWhole = (asked: Stretch, timeline: Timeline): string =>
  asked.label.endsWith(" to date")
    ? describeStretch(asked.first, asked.fullLast, timeline.startMonth)
    : asked.label.replace(/,? to date(?=\)?$)/, "");

/** The whole year or quarter with its count of months, where the months are its beginning. */
const previousLabel = ({ previous, fullLength, current }: Sides, { startMonth }: Timeline): string => {
  const first = previous[0];
  const last = previous.at(-1);
  if (first === undefined || last === undefined) return "";
  const isWhole = current.length === fullLength;
  const name = describeStretch(first, isWhole ? last : first + fullLength - 1, startMonth);
  if (isWhole) return name;
  return name.startsWith("FY")
    ? `${name}, ${previous.length} of ${fullLength} months`
    : describeStretch(first, last, startMonth);
};

const missingNotes = (missing: readonly MonthIndex[], timeline: Timeline): string[] => {
  if (missing.length === 0) return [];
  const sorted = [...new Set(missing)].sort((one, other) => one - other);
  const verb = stretchesOf(sorted).length > 1 ? "are" : "is";
  return [
    `${describeMonths(sorted, timeline.startMonth)} ${verb} not loaded: there is nothing to compare with.`,
  ];
};

/** `vs MEMBER`, `vs forecast`: both sides are the same months. */
const sameMonths = (
  kind: Comparison["kind"],
  label: string,
  current: readonly MonthIndex[],
  asked: Stretch,
  timeline: Timeline,
  fact: Fact,
): Compared => {
  const other: Fact = kind === "forecast" ? "forecast" : fact;
  const counted = current.filter((index) => timeline.comparable(index, fact));
  const isLoaded = (index: MonthIndex): boolean => timeline.comparable(index, other);
  const missing = counted.filter((index) => !isLoaded(index));
  const previous = counted.filter(isLoaded);
  return {
    current,
    label: currentLabel(
      {
        current,
        previous,
        fullLength: kind === "member" ? 0 : asked.fullLast - asked.first + 1,
        previousLabel: label,
      },
      asked,
      timeline,
    ),
    comparison: {
      kind,
      label,
      from: isoOfIndex(current[0] ?? asked.first),
      to: lastDayOf(current.at(-1) ?? asked.last),
      months: previous.map(isoOfIndex),
      pairs: counted.map((index) => ({
        current: isoOfIndex(index),
        previous: isLoaded(index) ? isoOfIndex(index) : null,
      })),
      missing: missing.map(isoOfIndex),
      partial: previous.filter(timeline.isPartial).map(isoOfIndex),
      notes:
        missing.length === 0
          ? []
          : [
              `No forecast is loaded for ${describeMonths(missing, timeline.startMonth)}: there is nothing to compare with.`,
            ],
    },
  };
};
