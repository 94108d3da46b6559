import type { Answer, Row } from "../answer/answer.ts";
import { formatShort, joinWords } from "../format.ts";
import { metricOf } from "../metrics/index.ts";
import type { Chart, Report, Section } from "../report.ts";
import { frame } from "./frame.ts";
import { judgeChange } from "./judge-change.ts";
import { nextSteps, type Say } from "./next-steps.ts";
import {
  isIncomplete,
  isTotalIncomplete,
  metricKeys,
  nameOf,
  numberOf,
  totalText,
  valueText,
} from "./read-answer.ts";
import { tableOf } from "./table-of.ts";
import { totalFigures } from "./total-figures.ts";

/** A ranking: who leads with how much, the table, horizontal bars. */
export const composeTop = (answer: Answer, say: Say): Report => {
  const sections: Section[] = [
    { kind: "figures", figures: totalFigures(answer) },
    { kind: "table", table: tableOf(answer) },
    ...(answer.rows.length > 1 ? [{ kind: "chart" as const, chart: rankedChart(answer) }] : []),
  ];
  return { ...frame(answer, nextSteps(answer, say)), headline: headlineOf(answer), sections };
};

/** Names the first three and the total: on a phone this is the answer. */
const headlineOf = (answer: Answer): string => {
  const key = metricKeys(answer)[0] ?? "";
  const metric = metricOf(key);
  const [first, ...others] = answer.rows;
  if (!first) return "Nothing was sold in this slice.";
  const verb = answer.question.order === "bottom" ? "comes last" : "leads";
  const behind = others
    .filter((row) => numberOf(row, key) !== null)
    .slice(0, 2)
    .map((row) => `${nameOf(answer, row)} (${valueText(row, key)})`);
  const change = judgeChange(metric, numberOf(first, `${key}_change`), numberOf(first, `${key}_change_pct`));
  const lead = `${nameOf(answer, first)} ${verb} with ${valueText(first, key)}${change ? `, ${change}` : ""}`;
  const followed = behind.length > 0 ? `, followed by ${joinWords(behind)}` : "";
  return `${lead}${followed}. ${totalSentence(answer, key)}`;
};

const totalSentence = (answer: Answer, key: string): string => {
  const metric = metricOf(key);
  const total = answer.totals[key] ?? null;
  const label = answer.slice === "" ? metric.label : `${metric.label} of ${answer.slice}`;
  const whole = `${label} ${metric.additive ? "in all" : "overall"}: ${totalText(answer, key)}.`;
  const shown = answer.rows.reduce((sum, row) => sum + (numberOf(row, key) ?? 0), 0);
  if (!metric.shareable || total === null || total <= 0 || answer.rows.length < 2) return whole;
  if (answer.rows.length >= answer.memberCount) return whole;
  return `The ${answer.rows.length} together hold ${formatShort(shown / total, "percent")}. ${whole}`;
};

const rankedChart = (answer: Answer): Chart => {
  const key = metricKeys(answer)[0] ?? "";
  const metric = metricOf(key);
  const compared = answer.rows.some((row) => numberOf(row, `${key}_previous`) !== null);
  const values = (name: string) => answer.rows.map((row) => numberOf(row, name));
  return {
    kind: "ranked",
    title: chartTitle(answer, answer.rows[0], key),
    unit: metric.unit,
    measure: metric.label,
    categories: answer.rows.map((row) => nameOf(answer, row)),
    series: [
      {
        name: answer.span.label,
        role: "current",
        values: values(key),
        incomplete: answer.rows.map((row) => isIncomplete(row, key)),
      },
      ...(compared
        ? [
            {
              name: answer.previous?.label ?? "before",
              role: "previous" as const,
              values: values(`${key}_previous`),
            },
          ]
        : []),
    ],
    alt: `Bar chart: ${answer.reading}. ${answer.rows.map((row) => `${nameOf(answer, row)} ${valueText(row, key)}`).join(", ")}.`.slice(
      0,
      2000,
    ),
  };
};

const chartTitle = (answer: Answer, first: Row | undefined, key: string): string => {
  if (!first) return answer.title;
  const verb = answer.question.order === "bottom" ? "comes last" : "leads";
  return `${nameOf(answer, first)} ${verb} with ${valueText(first, key)}${isTotalIncomplete(answer, key) ? " (incomplete)" : ""}`;
};
