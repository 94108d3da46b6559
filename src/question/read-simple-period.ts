import { numberWords } from "./fillers.ts";
import {
  fiscalWords,
  fixedPeriods,
  monthWords,
  ordinalWords,
  unitWords,
  whichWords,
} from "./period-phrases.ts";
import { gapAt, impossible, type Simple, textAt } from "./period-tokens.ts";
import type { Period, SimplePeriod } from "./question.ts";
import { checkedYear, fullYear, readYear } from "./read-year.ts";
import type { Token } from "./tokens.ts";

/** One stretch as a person names it, without "to", "and", "since". */
export const readSimple = (tokens: readonly Token[], from: number): Simple | undefined => {
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
    return impossible(
      end,
      `${which} ${count} ${unit}s is not a period I can take: say a number from 1 to 600.`,
    );
  }
  if (which === "last") return { period: { kind: "last", count, unit }, end };
  if (which === "this") return undefined;
  if (unit === "month") return { period: { kind: "next", count, unit }, end };
  const months = count * (unit === "quarter" ? 3 : 12);
  return impossible(end, `Ask for next quarter, next year or next ${Math.min(months, 600)} months.`);
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
    return impossible(at, `There is no quarter ${quarter}: a year has Q1 to Q4.`);
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
