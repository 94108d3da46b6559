import type { Answer } from "../answer/answer.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import type { NextStep } from "../report.ts";
import { type Asked, again, onward } from "./frame-all.ts";

/** On from a period that nothing was before: to the year after it, to its own months, to what is loaded. */
export const stepsFromFirst = (asked: Asked, answer: Answer): readonly NextStep[] => {
  const { comparison, ...alone } = asked.reading.question;
  const after = yearAfter(answer);
  const [metric = ""] = alone.metrics;
  return [
    ...(after && (comparison ?? { kind: "last-year" }).kind === "last-year"
      ? [again(asked, "The year after", { ...asked.reading.question, period: after })]
      : []),
    onward(asked, `${metricOf(metric).label} over time`, {
      ...{ ...alone, kind: "measure", by: ["month"], order: "top", limit: 10 },
    }),
    { label: "What is loaded", words: "status" },
  ];
};

/** The year that follows the one asked for, where it has data. */
const yearAfter = ({ question: { period }, span, provenance }: Answer): Question["period"] =>
  (period?.kind === "fiscal-year" || period?.kind === "calendar-year") && span.to < provenance.through
    ? { ...period, year: period.year + 1 }
    : undefined;
