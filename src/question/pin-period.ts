import { fiscalYearOf, fiscalYearStart, indexOfIso } from "./calendar.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import type { Period, Question } from "./question.ts";
import { canBeSaid, rangeOfMonths } from "./resolve-comparison.ts";
import { resolvePeriod } from "./resolve-period.ts";
import type { Fact } from "./timeline.ts";

/**
 * The question with its period as it resolves today, so that a button asks the same tomorrow: "ytd" becomes
 * the months it means. Digests keep their period relative. Throws like resolvePeriod.
 */
export const pinPeriod = (question: Question, loaded: LoadedMonths, fact: Fact): Question => {
  const { comparison, ...alone } = question;
  const resolved = resolvePeriod(comparison?.kind === "period" ? question : alone, loaded, fact);
  const sides = [resolved, ...(resolved.comparison ? [resolved.comparison] : [])];
  if (!sides.every(({ from, to }) => canBeSaid(indexOfIso(from), indexOfIso(to)))) return question;
  const pinned: Question = { ...question, period: periodOf(resolved.months, loaded) };
  if (comparison?.kind !== "period" || !resolved.comparison) return pinned;
  const { from, to } = resolved.comparison;
  return { ...pinned, comparison: { kind: "period", period: periodOf([from, to], loaded) } };
};

/** A fiscal year by its name, anything else by its months. */
const periodOf = (months: readonly string[], { fiscalYearStartMonth: start }: LoadedMonths): Period => {
  const first = indexOfIso(months[0] ?? "");
  const last = indexOfIso(months.at(-1) ?? "");
  const year = fiscalYearOf(first, start);
  const isYear = first === fiscalYearStart(year, start) && last === first + 11;
  return isYear ? { kind: "fiscal-year", year } : rangeOfMonths(first, last);
};
