import { QuestionError } from "../errors.ts";
import {
  fiscalQuarterOf,
  fiscalQuarterStart,
  fiscalYearOf,
  fiscalYearStart,
  type MonthIndex,
  monthIndex,
  monthNames,
  monthOf,
  monthsBetween,
} from "./calendar.ts";
import { describeMonth, describeStretch } from "./describe-months.ts";
import type { Period, SimplePeriod } from "./question.ts";
import type { Fact, Timeline } from "./timeline.ts";

/** A period as months. `last` is where the data makes it end, `fullLast` where the calendar does. */
export interface Stretch {
  readonly first: MonthIndex;
  readonly last: MonthIndex;
  readonly fullLast: MonthIndex;
  readonly label: string;
}

type Unit = "month" | "quarter" | "year";
const monthsIn: Readonly<Record<Unit, number>> = { month: 1, quarter: 3, year: 12 };

/** Months of a period. Throws `not-loaded` where "latest" has no meaning, `not-allowed` for one that runs backwards. */
export const stretchOf = (period: Period, timeline: Timeline, fact: Fact): Stretch => {
  switch (period.kind) {
    case "range":
      return rangeOf(period.from, period.to, timeline, fact);
    case "since":
      return sinceOf(period.from, timeline, fact);
    default:
      return simpleOf(period, timeline, fact);
  }
};

const whole = (first: MonthIndex, last: MonthIndex, label: string): Stretch => ({
  first,
  last,
  fullLast: last,
  label,
});

const simpleOf = (period: SimplePeriod, timeline: Timeline, fact: Fact, notAfter?: MonthIndex): Stretch => {
  const start = timeline.startMonth;
  switch (period.kind) {
    case "fiscal-year": {
      const first = fiscalYearStart(period.year, start);
      return whole(first, first + 11, `FY${period.year}`);
    }
    case "calendar-year": {
      const first = monthIndex(period.year, 1);
      return whole(first, first + 11, `calendar ${period.year}`);
    }
    case "quarter": {
      const year = period.year ?? latestQuarterYear(period.quarter, timeline, fact, notAfter);
      const first = fiscalQuarterStart(year, period.quarter, start);
      return whole(first, first + 2, `FY${year} Q${period.quarter}`);
    }
    case "month": {
      const index =
        period.year === undefined
          ? latestMonth(period.month, timeline, fact, notAfter)
          : monthIndex(period.year, period.month);
      return whole(index, index, describeMonth(index));
    }
    case "last":
      return lastUnits(period.count, period.unit, nowOf(timeline), start);
    case "next": {
      const now = nowOf(timeline);
      return whole(
        now + 1,
        now + period.count,
        `next ${period.count === 1 ? "month" : `${period.count} months`}`,
      );
    }
    case "relative":
      return relativeOf(period.which, period.unit, timeline);
    case "ytd":
      return yearToDate(nowOf(timeline), start);
    case "all":
      return allOf(timeline, fact);
  }
};

/** The latest month, or the sentence that there is none. */
export const nowOf = (timeline: Timeline): MonthIndex => {
  if (timeline.latest === undefined) throw nothingLoaded();
  return timeline.latest;
};

export const nothingLoaded = (): QuestionError =>
  new QuestionError(
    "not-loaded",
    "No data is loaded yet. Load your export files with: npx bims import FOLDER",
  );

/** First month of the unit that holds the month. */
const unitStart = (index: MonthIndex, unit: Unit, start: number): MonthIndex => {
  if (unit === "month") return index;
  const year = fiscalYearOf(index, start);
  return unit === "year"
    ? fiscalYearStart(year, start)
    : fiscalQuarterStart(year, fiscalQuarterOf(index, start), start);
};

const lastUnits = (count: number, unit: Unit, now: MonthIndex, start: number): Stretch => {
  const current = unitStart(now, unit, start);
  const fullLast = current + monthsIn[unit] - 1;
  const name = `last ${count === 1 ? unit : `${count} ${unit}s`}`;
  const label = fullLast > now ? `${name}, to date` : name;
  return { first: current - (count - 1) * monthsIn[unit], last: now, fullLast, label };
};

const relativeOf = (which: "this" | "last" | "next", unit: Unit, timeline: Timeline): Stretch => {
  const now = nowOf(timeline);
  const start = timeline.startMonth;
  const length = monthsIn[unit];
  const current = unitStart(now, unit, start);
  const named = (first: MonthIndex, ending = ""): string =>
    `${which} ${unit} (${describeStretch(first, first + length - 1, start)}${ending})`;
  if (which === "next") return whole(current + length, current + 2 * length - 1, named(current + length));
  if (which === "last") {
    const first = lastComplete(current, unit, timeline);
    return whole(first, first + length - 1, named(first));
  }
  const fullLast = current + length - 1;
  return { first: current, last: now, fullLast, label: named(current, fullLast > now ? " to date" : "") };
};

/** Start of the latest unit of which every month is loaded and not partial. */
const lastComplete = (current: MonthIndex, unit: Unit, timeline: Timeline): MonthIndex => {
  const fact: Fact = timeline.first("sales") === undefined ? "both" : "sales";
  const length = monthsIn[unit];
  const earliest = timeline.first(fact) ?? current;
  for (let first = current; first >= earliest; first -= length) {
    const months = monthsBetween(first, first + length - 1);
    if (months.every((month) => timeline.holds(month, fact) && !timeline.isPartial(month))) return first;
  }
  throw new QuestionError("not-loaded", `No complete ${unit} is loaded yet. Ask for "this ${unit}" instead.`);
};

const yearToDate = (now: MonthIndex, start: number): Stretch => {
  const year = fiscalYearOf(now, start);
  const first = fiscalYearStart(year, start);
  return {
    first,
    last: now,
    fullLast: first + 11,
    label: now < first + 11 ? `FY${year} to date` : `FY${year}`,
  };
};

const allOf = (timeline: Timeline, fact: Fact): Stretch => {
  const first = timeline.first(fact);
  const last = timeline.last(fact);
  if (first === undefined || last === undefined) return whole(nowOf(timeline), nowOf(timeline), "all time");
  return whole(first, last, "all time");
};

const latestQuarterYear = (
  quarter: number,
  timeline: Timeline,
  fact: Fact,
  notAfter?: MonthIndex,
): number => {
  const found = latestWhere(
    timeline,
    fact,
    (index) => fiscalQuarterOf(index, timeline.startMonth) === quarter,
    notAfter,
  );
  if (found === undefined) throw new QuestionError("not-loaded", `No Q${quarter} is loaded.`);
  return fiscalYearOf(found, timeline.startMonth);
};

const latestMonth = (month: number, timeline: Timeline, fact: Fact, notAfter?: MonthIndex): MonthIndex => {
  const found = latestWhere(timeline, fact, (index) => monthOf(index) === month, notAfter);
  if (found === undefined) throw new QuestionError("not-loaded", `No ${monthNames[month - 1]} is loaded.`);
  return found;
};

/** For sales and what needs sales nothing after "now" counts as loaded: a trailing partial month does not. */
const latestWhere = (
  timeline: Timeline,
  fact: Fact,
  test: (index: MonthIndex) => boolean,
  notAfter = Number.POSITIVE_INFINITY,
): MonthIndex | undefined => {
  const limit = Math.min(notAfter, fact === "forecast" ? notAfter : nowOf(timeline));
  return timeline.indexes(fact).findLast((index) => index <= limit && test(index));
};

const rangeOf = (from: SimplePeriod, to: SimplePeriod, timeline: Timeline, fact: Fact): Stretch => {
  const end = simpleOf(to, timeline, fact);
  const begin = simpleOf(from, timeline, fact, end.last);
  const label = `${begin.label} to ${end.label}`;
  if (begin.first > end.last)
    throw new QuestionError("not-allowed", `${label} runs backwards. Say the earlier one first.`);
  return { first: begin.first, last: end.last, fullLast: end.fullLast, label };
};

/** Ends where the data ends: for forecasts with the last forecast month, else with the latest month. */
const sinceOf = (from: SimplePeriod, timeline: Timeline, fact: Fact): Stretch => {
  const begin = simpleOf(from, timeline, fact);
  const end = fact === "forecast" ? (timeline.last("forecast") ?? nowOf(timeline)) : nowOf(timeline);
  return whole(begin.first, Math.max(end, begin.last), `since ${begin.label}`);
};
