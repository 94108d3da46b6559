import type { Answer } from "../answer/answer.ts";
import type { Question } from "../question/question.ts";
import type { NextStep } from "../report.ts";
import { type Asked, again } from "./frame-all.ts";

/** Against the period before instead of last year, and back; none where both are the same months. */
export const otherComparison = (asked: Asked, { span }: Answer): readonly NextStep[] => {
  const { question } = asked.reading;
  const compared = (clause: string, comparison: NonNullable<Question["comparison"]>): NextStep => ({
    ...again(asked, clause, { ...question, comparison }),
    clause,
  });
  if (question.comparison !== undefined && question.comparison.kind !== "last-year")
    return [compared("vs last year", { kind: "last-year" })];
  return isWholeYear(span) ? [] : [compared("vs last period", { kind: "last-period" })];
};

/** The twelve months before are the same months a year earlier. */
const isWholeYear = ({ from, to }: Answer["span"]): boolean => {
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12;
  return months + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) === 11;
};
