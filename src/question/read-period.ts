import { untilWords } from "./period-phrases.ts";
import { gapAt, isDash, type Simple, skipThe, textAt } from "./period-tokens.ts";
import type { Period, SimplePeriod } from "./question.ts";
import { readSimple } from "./read-simple-period.ts";
import type { Token } from "./tokens.ts";

/** Periods joined by "and" as they were said; whether they are neighbours is known only with the data. */
export interface PeriodMatch {
  readonly periods: readonly Period[];
  readonly end: number;
  /** A sentence, when the words name a period that cannot be. */
  readonly impossible?: string;
}

/** The longest period that begins at a word; none where the word begins no period. */
export const readPeriod = (tokens: readonly Token[], from: number): PeriodMatch | undefined => {
  const opening = textAt(tokens, from);
  if (opening === "since" || opening === "starting") return readSince(tokens, from);
  if (opening === "from" || opening === "between") return readBetween(tokens, from);
  const first = readSimple(tokens, from);
  return first && (first.impossible ? { ...first, periods: [first.period] } : readTail(tokens, first));
};

const readSince = (tokens: readonly Token[], from: number): PeriodMatch | undefined => {
  const begin = readSimple(
    tokens,
    skipThe(tokens, textAt(tokens, from + 1) === "from" ? from + 2 : from + 1),
  );
  if (!begin) return undefined;
  if (begin.impossible) return { ...begin, periods: [begin.period] };
  return { periods: [{ kind: "since", from: startOf(begin.period) }], end: begin.end };
};

const readBetween = (tokens: readonly Token[], from: number): PeriodMatch | undefined => {
  const begin = readSimple(tokens, skipThe(tokens, from + 1));
  if (!begin) return undefined;
  const end = begin.impossible ? undefined : readOther(tokens, begin.end, true);
  if (!end) return begin.impossible ? { ...begin, periods: [begin.period] } : undefined;
  return end.impossible
    ? { ...end, periods: [end.period] }
    : { periods: [rangeOf(begin.period, end.period)], end: end.end };
};

/** The period after "to", a dash or (between A and B) "and". */
const readOther = (tokens: readonly Token[], at: number, mayAnd: boolean): Simple | undefined => {
  const joint = textAt(tokens, at) ?? "";
  if (untilWords.has(joint) || (mayAnd && joint === "and"))
    return readSimple(tokens, skipThe(tokens, at + 1));
  return isDash(gapAt(tokens, at)) ? readSimple(tokens, at) : undefined;
};

const readTail = (tokens: readonly Token[], first: Simple): PeriodMatch => {
  const range = readOther(tokens, first.end, false);
  if (range?.impossible) return { ...range, periods: [range.period] };
  if (range) return { periods: [rangeOf(first.period, range.period)], end: range.end };
  const list = [first.period];
  let end = first.end;
  for (let next = readNext(tokens, end); next; next = readNext(tokens, end)) {
    list.push(next.period);
    end = next.end;
  }
  return { periods: spreadYear(list), end };
};

const readNext = (tokens: readonly Token[], at: number): Simple | undefined => {
  const isJoined = textAt(tokens, at) === "and" || gapAt(tokens, at).includes(",");
  const next = isJoined
    ? readSimple(tokens, skipThe(tokens, textAt(tokens, at) === "and" ? at + 1 : at))
    : undefined;
  return next?.impossible ? undefined : next;
};

const startOf = (period: Period): SimplePeriod =>
  period.kind === "range" || period.kind === "since" ? period.from : period;
const endOf = (period: Period): SimplePeriod =>
  period.kind === "range" ? period.to : period.kind === "since" ? period.from : period;

const rangeOf = (begin: Period, end: Period): Period => {
  const [from, to] = shareYear(startOf(begin), endOf(end));
  return { kind: "range", from, to };
};

/** "Nov to Feb 2021" begins in 2020, "Q1 2020 to Q3" ends in it: the year said once holds for both sides. */
const shareYear = (from: SimplePeriod, to: SimplePeriod): [SimplePeriod, SimplePeriod] => {
  if (from.kind === "month" && to.kind === "month") {
    const crosses = from.month > to.month ? 1 : 0;
    if (from.year === undefined && to.year !== undefined) return [{ ...from, year: to.year - crosses }, to];
    if (from.year !== undefined && to.year === undefined) return [from, { ...to, year: from.year + crosses }];
  }
  if (from.kind === "quarter" && to.kind === "quarter") {
    const crosses = from.quarter > to.quarter ? 1 : 0;
    if (from.year === undefined && to.year !== undefined) return [{ ...from, year: to.year - crosses }, to];
    if (from.year !== undefined && to.year === undefined) return [from, { ...to, year: from.year + crosses }];
  }
  return [from, to];
};

/** "Jan, Feb and Mar 2021": the year at the end holds for all. */
const spreadYear = (periods: readonly Period[]): readonly Period[] => {
  const last = periods.at(-1);
  if (periods.length < 2 || !last || last.kind === "range" || last.kind === "since") return periods;
  return periods.map((period) =>
    period.kind === "month" || period.kind === "quarter" ? shareYear(period, last)[0] : period,
  );
};
