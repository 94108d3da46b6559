import type { Answer } from "../answer/answer.ts";
import type { Desk } from "../desk.ts";
import { type DimensionKey, dimensions, isTimeKey, labelOf, pluralOf, type TimeKey } from "../dimension.ts";
import { allowsGroup } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import type { NextStep } from "../report.ts";
import { downFrom, overTimeClause } from "./narrower.ts";
import { isExplained, whyStep } from "./why-step.ts";

/** Says a question in words that people can type. */
export type Say = Desk["say"];

/** The sensible next questions of an answer, as whole words: over time, against last year, one level down. */
export const nextSteps = (answer: Answer, say: Say): readonly NextStep[] => {
  const { question } = answer;
  const metric = metricOf(question.metrics[0] ?? "");
  const group = question.by.find((key) => !isTimeKey(key));
  const steps: (NextStep | Step)[] = [];
  const isBare = !question.share && question.conditions.length === 0 && question.each === undefined;
  if (!question.by.some(isTimeKey) && allowsGroup(metric, "month"))
    steps.push({
      label: "Over time",
      question: overTime(question),
      ...clauseIf(isBare, overTimeClause(answer, "month")),
    });
  if (!question.comparison && metric.fact !== "none")
    steps.push({
      label: "vs last year",
      question: { ...question, comparison: { kind: "last-year" } },
      clause: "vs last year",
    });
  steps.splice(question.comparison ? 0 : 2, 0, ...whyOf(answer, say));
  const zoomed = zoom(answer);
  if (zoomed && allowsGroup(metric, zoomed.key))
    steps.push({
      label: `By ${labelOf(zoomed.key).toLowerCase()}`,
      question: zoomed.question,
      ...clauseIf(isBare && question.by.length === 1, overTimeClause(answer, zoomed.key)),
    });
  const down = downFrom(group);
  if (down && allowsGroup(metric, down))
    steps.push({
      label: `By ${dimensions[down].label.toLowerCase()}`,
      question: drill(question, down),
      ...clauseIf(isBare, `top 10 ${pluralOf(down)}`),
    });
  if (question.kind === "ranking") {
    const opposite = question.order === "top" ? "bottom" : "top";
    steps.push({
      label: `${opposite === "top" ? "Top" : "Bottom"} ${question.limit}`,
      question: { ...question, order: opposite },
      clause: `${opposite} ${question.limit}`,
    });
  }
  return steps.map((step) => ("words" in step ? step : inWords(step, say)));
};

interface Step {
  readonly label: string;
  readonly question: Question;
  readonly clause?: string;
}

const inWords = ({ label, question, clause }: Step, say: Say): NextStep => ({
  label,
  words: say(question),
  ...(clause === undefined ? {} : { clause }),
});

/** Why the figure changed, of the slice and of the member that leads; a default period by time is not that of `why`. */
const whyOf = ({ question, rows, totals }: Answer, say: Say): readonly NextStep[] => {
  const { metrics, by, comparison, conditions, period, share } = question;
  const metric = metrics[0] === "gross_margin_pct" ? "gross_margin" : (metrics[0] ?? "");
  const isOther = comparison?.kind === "member" || comparison?.kind === "forecast" || share;
  const hasNothingBefore = totals[`${metrics[0]}_previous`] === null;
  if (!isExplained(metric) || isOther || hasNothingBefore || conditions.length > 0) return [];
  if (by.some(isTimeKey)) {
    const usual = by.includes("month") ? { ...question, period: lastYear } : undefined;
    const spanned = period ? question : usual;
    return spanned ? [whyStep(spanned, metric, say)] : [];
  }
  const group = by.find((key): key is DimensionKey => !isTimeKey(key));
  const leader = group && rows[0]?.[group];
  return [
    whyStep(question, metric, say),
    ...(group && typeof leader === "string" && question.kind === "ranking"
      ? [whyStep(within(question, group, leader), metric, say, `Why ${leader}`)]
      : []),
  ];
};

/** The period of a question by month that names none. */
const lastYear = { kind: "last", count: 12, unit: "month" } as const;

/** Of a question over time the same in quarters; of one in quarters or years, the next finer. */
const zoom = ({ question, span }: Answer): { key: TimeKey; question: Question } | undefined => {
  const time = question.by.find(isTimeKey);
  if (!time || (time === "month" && span.from.slice(0, 7) === span.to.slice(0, 7))) return undefined;
  const key = time === "fiscal_quarter" ? "month" : "fiscal_quarter";
  return { key, question: { ...question, by: question.by.map((one) => (one === time ? key : one)) } };
};

const within = (question: Question, dimension: DimensionKey, member: string): Question => ({
  ...question,
  filters: [
    ...question.filters.filter((filter) => filter.excluded || filter.dimension !== dimension),
    { dimension, members: [member], excluded: false },
  ],
});

/** Where a clause says the whole step; what a step leaves out of the question no clause can say. */
const clauseIf = (isEnough: boolean, clause: string): { readonly clause?: string } =>
  isEnough ? { clause } : {};

/** The same metric by month; a ranking's own period is often one that suits a trend. Bounds are about members. */
const overTime = (question: Question): Question => {
  const { each: _each, ...rest } = question;
  return { ...rest, kind: "measure", by: ["month"], order: "top", limit: 10, share: false, conditions: [] };
};

const drill = (question: Question, down: DimensionKey): Question => {
  const { each: _each, ...rest } = question;
  return { ...rest, kind: "ranking", by: [down], share: false, limit: 10, conditions: [] };
};
