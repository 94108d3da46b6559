import { fiscalWords } from "./period-phrases.ts";
import { gapAt, impossible, isDash, type Simple, textAt } from "./period-tokens.ts";
import type { SimplePeriod } from "./question.ts";
import type { Token } from "./tokens.ts";

/** FY2021, FY 21, fiscal year 2021, 2020/21, 2020-09, calendar 2021, 2021. */
export const readYear = (tokens: readonly Token[], from: number, text: string): Simple | undefined => {
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
    return impossible(end, `There is no month ${month} in ${said}: months are 01 to 12.`);
  if (hasDay && textAt(tokens, from + 2) !== "01")
    return impossible(end, `${said} is a day, and the figures are monthly. Say the month, like 2021-03.`);
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
    return impossible(from + 2, `There is no month ${month}: months are 01 to 12.`);
  return checkedYear(Number(next), from + 2, (year) => ({ kind: "month", month, year }));
};

const earliestYear = 1970;
const latestYear = 2200;

/** Years that a load could hold. */
export const checkedYear = (year: number, end: number, make: (year: number) => SimplePeriod): Simple =>
  year < earliestYear || year > latestYear
    ? impossible(
        end,
        `${year} is not a year that can be loaded: years run from ${earliestYear} to ${latestYear}.`,
      )
    : { period: make(year), end };

/** Two digits are a year near today. */
export const fullYear = (number: string): number => {
  const year = Number(number);
  return number.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
};
