import type { Answer } from "../answer/answer.ts";
import type { Report } from "../report.ts";
import { composeBreakdown, composeFigures } from "./breakdown.ts";
import { composeListing } from "./listing.ts";
import type { Say } from "./next-steps.ts";
import { groupsOf, metricKeys, timeOf } from "./read-answer.ts";
import { composeTop } from "./top.ts";
import { composeTrend } from "./trend.ts";
import { composeUnavailable } from "./unavailable.ts";

/**
 * The report that suits an answer: a ranking, a line over time, bars, or plain figures. `as table` has no chart;
 * `before` is the ranking of the other side of a comparison.
 */
export const composeAnswer = (answer: Answer, say: Say, before?: Answer): Report => {
  const report = compose(answer, say, before);
  if (answer.question.form !== "table") return report;
  return { ...report, sections: report.sections.filter(({ kind }) => kind !== "chart") };
};

const compose = (answer: Answer, say: Say, before?: Answer): Report => {
  if (answer.question.kind === "listing") return composeListing(answer, say);
  const lead = metricKeys(answer)[0] ?? "";
  if (
    answer.rows.length > 0 &&
    answer.rows.every((row) => metricKeys(answer).every((key) => row[key] === null))
  )
    return composeUnavailable(answer, lead, say);
  if (answer.question.kind === "ranking") return composeTop(answer, say, before);
  if (timeOf(answer) && answer.question.form !== "bar") return composeTrend(answer, say);
  return groupsOf(answer).length > 0 ? composeBreakdown(answer, say) : composeFigures(answer, say);
};
