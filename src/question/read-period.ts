import { numberWords } from "./fillers.ts";
import {
  fiscalWords,
  fixedPeriods,
  monthWords,
  ordinalWords,
  unitWords,
  untilWords,
  whichWords,
} from "./period-phrases.ts";
import type { Period, SimplePeriod } from "./question.ts";
import type { Token } from "./tokens.ts";

/** Periods joined by "and" as they were said; whether they are neighbours is known only with the data. */
export interface PeriodMatch {
  readonly periods: readonly Period[];
  readonly end: number;
  /** A sentence, when the words name a period that cannot be. */
  readonly impossible?: string;
}

interface Simple {
  readonly period: Period;
  readonly end: number;
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

const textAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at];
  return token && !token.quoted ? token.text : undefined;
};

const gapAt = (tokens: readonly Token[], at: number): string => tokens[at]?.gap ?? "";
const skipThe = (tokens: readonly Token[], at: number): number =>
  textAt(tokens, at) === "the" ? at + 1 : at;
const isDash = (gap: string): boolean => /^\s*[-–—]\s*$/.test(gap);

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

const readSimple = (tokens: readonly Token[], from: number): Simple | undefined => {
  const text = textAt(tokens, from);
  if (text === undefined) return undefined;
  return (
    readFixed(tokens, from) ??
    readWhich(tokens, from, text) ??
    readQuarter(tokens, from, text) ??
    readMonth(tokens, from, text) ??
    readYear(tokens, from, text)
  );
};

const readFixed = (tokens: readonly Token[], from: number): Simple | undefined => {
  let key = "";
  let found: Simple | undefined;
  for (let at = from; at < from + 5; at += 1) {
    const text = textAt(tokens, at);
    if (text === undefined || (at > from && /[,;]/.test(gapAt(tokens, at)))) break;
    key += text;
    const fixed = fixedPeriods.get(key);
    if (fixed) found = { period: fixed, end: at + 1 };
  }
  return found;
};

/** "last month", "last 3 quarters", "this fiscal year", "next two months". */
const readWhich = (tokens: readonly Token[], from: number, text: string): Simple | undefined => {
  const which = whichWords.get(text);
  if (!which) return undefined;
  const count = countAt(tokens, from + 1);
  let at = count === undefined ? from + 1 : from + 2;
  if (fiscalWords.has(textAt(tokens, at) ?? "")) at += 1;
  const unit = unitWords.get(textAt(tokens, at) ?? "");
  if (!unit) return undefined;
  const end = at + 1;
  if (count === undefined) return { period: { kind: "relative", which, unit }, end };
  if (count < 1 || count > 600) {
    return {
      period: { kind: "all" },
      end,
      impossible: `${which} ${count} ${unit}s is not a period I can take: say a number from 1 to 600.`,
    };
  }
  if (which === "last") return { period: { kind: "last", count, unit }, end };
  if (which === "this") return undefined;
  if (unit === "month") return { period: { kind: "next", count, unit }, end };
  const months = count * (unit === "quarter" ? 3 : 12);
  return {
    period: { kind: "all" },
    end,
    impossible: `Ask for next quarter, next year or next ${Math.min(months, 600)} months.`,
  };
};

const countAt = (tokens: readonly Token[], at: number): number | undefined => {
  const text = textAt(tokens, at) ?? "";
  return /^\d{1,4}$/.test(text) ? Number(text) : numberWords.get(text);
};

const readQuarter = (tokens: readonly Token[], from: number, text: string): Simple | undefined => {
  const glued = /^q(\d)(?:(?:fy)?(\d{2}|\d{4}))?$/.exec(text);
  const ordinal = ordinalWords.get(text);
  if (glued) return finishQuarter(tokens, from + 1, Number(glued[1]), glued[2]);
  if (ordinal !== undefined && textAt(tokens, from + 1) === "quarter")
    return finishQuarter(tokens, from + 2, ordinal);
  const isNumbered = (text === "quarter" || text === "q") && /^\d$/.test(textAt(tokens, from + 1) ?? "");
  return isNumbered ? finishQuarter(tokens, from + 2, Number(textAt(tokens, from + 1))) : undefined;
};

const finishQuarter = (tokens: readonly Token[], at: number, quarter: number, glued?: string): Simple => {
  if (quarter < 1 || quarter > 4) {
    return {
      period: { kind: "all" },
      end: at,
      impossible: `There is no quarter ${quarter}: a year has Q1 to Q4.`,
    };
  }
  if (glued) return { period: { kind: "quarter", quarter, year: fullYear(glued) }, end: at };
  const year = readYear(
    tokens,
    textAt(tokens, at) === "of" ? at + 1 : at,
    textAt(tokens, textAt(tokens, at) === "of" ? at + 1 : at) ?? "",
  );
  if (!year) return { period: { kind: "quarter", quarter }, end: at };
  if (year.impossible) return year;
  if (year.period.kind === "fiscal-year")
    return { period: { kind: "quarter", quarter, year: year.period.year }, end: year.end };
  if (year.period.kind !== "calendar-year") return { period: { kind: "quarter", quarter }, end: at };
  const month = (offset: number): SimplePeriod => ({
    kind: "month",
    month: quarter * 3 - offset,
    year: yearOf(year.period),
  });
  return { period: { kind: "range", from: month(2), to: month(0) }, end: year.end };
};

const yearOf = (period: Period): number =>
  period.kind === "calendar-year" || period.kind === "fiscal-year" ? period.year : 2000;

const readMonth = (tokens: readonly Token[], from: number, text: string): Simple | undefined => {
  const glued = /^([a-z]{3,9})(\d{4})$/.exec(text);
  const month = monthWords.get(glued?.[1] ?? text);
  if (month === undefined) return undefined;
  if (glued) return checkedYear(Number(glued[2]), from + 1, (year) => ({ kind: "month", month, year }));
  const at = textAt(tokens, from + 1) === "of" ? from + 2 : from + 1;
  const next = textAt(tokens, at) ?? "";
  if (/^\d{4}$/.test(next))
    return checkedYear(Number(next), at + 1, (year) => ({ kind: "month", month, year }));
  if (/^\d{2}$/.test(next) && /^(?:-|\s*['’])$/.test(gapAt(tokens, at))) {
    return { period: { kind: "month", month, year: fullYear(next) }, end: at + 1 };
  }
  return { period: { kind: "month", month }, end: from + 1 };
};

/** FY2021, FY 21, fiscal year 2021, 2020/21, 2020-09, calendar 2021, 2021. */
const readYear = (tokens: readonly Token[], from: number, text: string): Simple | undefined => {
  const glued = /^(fy|cy)(\d{2}|\d{4})$/.exec(text);
  if (glued) return finishYear(tokens, from, glued[2] ?? "", glued[1] === "cy");
  const at = yearWordsEnd(tokens, from, text);
  if (at !== undefined) {
    const number = /^(?:fy)?(\d{2}|\d{4})$/.exec(textAt(tokens, at) ?? "")?.[1];
    return number === undefined
      ? undefined
      : finishYear(tokens, at, number, text === "calendar" || text === "cy");
  }
  return /^\d{4}$/.test(text) ? readNumericYear(tokens, from, text) : readBackwards(tokens, from, text);
};

/** After "fy", "fiscal [year]", "calendar [year]". */
const yearWordsEnd = (tokens: readonly Token[], from: number, text: string): number | undefined => {
  if (text === "fy" || text === "cy") return from + 1;
  if (text !== "calendar" && !fiscalWords.has(text)) return undefined;
  return textAt(tokens, from + 1) === "year" ? from + 2 : from + 1;
};

const finishYear = (tokens: readonly Token[], at: number, number: string, isCalendar: boolean): Simple => {
  const second = isCalendar ? undefined : secondYear(tokens, at, number);
  const end = second === undefined ? at + 1 : at + 2;
  const year = second ?? fullYear(number);
  if (isCalendar) return checkedYear(year, end, (value) => ({ kind: "calendar-year", year: value }));
  return withPart(
    tokens,
    checkedYear(year, end, (value) => ({ kind: "fiscal-year", year: value })),
  );
};

/** The year that "2020/21" and "FY2020-21" end in. */
const secondYear = (tokens: readonly Token[], at: number, number: string): number | undefined => {
  const next = textAt(tokens, at + 1) ?? "";
  const isJoined = /^\s*[/\-–]\s*$/.test(gapAt(tokens, at + 1));
  const first = fullYear(number);
  const isNext = /^\d{2}$/.test(next)
    ? Number(next) === (first + 1) % 100
    : Number(next) === first + 1 && gapAt(tokens, at + 1).includes("/");
  return isJoined && isNext ? first + 1 : undefined;
};

const readNumericYear = (tokens: readonly Token[], from: number, text: string): Simple | undefined => {
  const next = textAt(tokens, from + 1) ?? "";
  const gap = gapAt(tokens, from + 1);
  const isMonth = /^\d{1,2}$/.test(next) && (gap === "-" || gap === "/" || gap === ".");
  const isYear = Number(text) >= 1000 && Number(text) < 3000;
  if (!isYear) return undefined;
  const isSpan = secondYear(tokens, from, text) !== undefined && (gap.includes("/") || Number(next) > 12);
  if (isMonth && !isSpan) return isoMonth(tokens, from, Number(text), Number(next));
  if (next === "calendar")
    return checkedYear(Number(text), from + (textAt(tokens, from + 2) === "year" ? 3 : 2), (year) => ({
      kind: "calendar-year",
      year,
    }));
  if (isSpan) return finishYear(tokens, from, text, false);
  return withPart(
    tokens,
    checkedYear(Number(text), from + 1, (year) => ({ kind: "fiscal-year", year })),
  );
};

const isoMonth = (tokens: readonly Token[], from: number, year: number, month: number): Simple => {
  const hasDay = /^\d{1,2}$/.test(textAt(tokens, from + 2) ?? "") && gapAt(tokens, from + 2) === "-";
  const end = from + (hasDay ? 3 : 2);
  const said = tokens
    .slice(from, end)
    .map((token, at) => (at === 0 ? token.text : `${token.gap}${token.text}`))
    .join("");
  if (month < 1 || month > 12)
    return {
      period: { kind: "all" },
      end,
      impossible: `There is no month ${month} in ${said}: months are 01 to 12.`,
    };
  if (hasDay && textAt(tokens, from + 2) !== "01")
    return {
      period: { kind: "all" },
      end,
      impossible: `${said} is a day, and the figures are monthly. Say the month, like 2021-03.`,
    };
  return checkedYear(year, end, (value) => ({ kind: "month", month, year: value }));
};

/** "FY2021 Q4", "2021 Q4", as answers name quarters; "FY2021 to date" as they name a running year. */
const withPart = (tokens: readonly Token[], year: Simple): Simple => {
  if (year.impossible || year.period.kind !== "fiscal-year" || /[,;/]/.test(gapAt(tokens, year.end)))
    return year;
  const quarter = /^q([1-4])$/.exec(textAt(tokens, year.end) ?? "")?.[1];
  if (quarter && !isDash(gapAt(tokens, year.end))) {
    return {
      period: { kind: "quarter", quarter: Number(quarter), year: year.period.year },
      end: year.end + 1,
    };
  }
  const isToDate = textAt(tokens, year.end) === "to" && textAt(tokens, year.end + 1) === "date";
  return isToDate ? { ...year, end: year.end + 2 } : year;
};

/** "09/2020". */
const readBackwards = (tokens: readonly Token[], from: number, text: string): Simple | undefined => {
  const next = textAt(tokens, from + 1) ?? "";
  if (!/^\d{1,2}$/.test(text) || !/^\d{4}$/.test(next) || !/^[/-]$/.test(gapAt(tokens, from + 1)))
    return undefined;
  const month = Number(text);
  if (month < 1 || month > 12)
    return {
      period: { kind: "all" },
      end: from + 2,
      impossible: `There is no month ${month}: months are 01 to 12.`,
    };
  return checkedYear(Number(next), from + 2, (year) => ({ kind: "month", month, year }));
};

const earliestYear = 1970;
const latestYear = 2200;

const checkedYear = (year: number, end: number, make: (year: number) => SimplePeriod): Simple =>
  year < earliestYear || year > latestYear
    ? {
        period: { kind: "all" },
        end,
        impossible: `${year} is not a year that can be loaded: years run from ${earliestYear} to ${latestYear}.`,
      }
    : { period: make(year), end };

const fullYear = (number: string): number => {
  const year = Number(number);
  return number.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
};
