import type { Answer, Row } from "../answer/answer.ts";
import { type DimensionKey, pluralOf } from "../dimension.ts";
import { formatShort, joinWords } from "../format.ts";
import { metricOf } from "../metrics/index.ts";
import type { Chart, Report, Section } from "../report.ts";
import { mostBars, outOf } from "./bars.ts";
import { frame } from "./frame.ts";
import { judgeChange } from "./judge-change.ts";
import { nextSteps, type Say } from "./next-steps.ts";
import { rankingTable } from "./ranking-table.ts";
import {
  briefLabel,
  groupsOf,
  isIncomplete,
  isTotalIncomplete,
  metricKeys,
  nameOf,
  numberOf,
  totalText,
  valueText,
} from "./read-answer.ts";
import { progressSentence } from "./targets.ts";
import { totalFigures } from "./total-figures.ts";

/** A ranking: who leads with how much, the table, horizontal bars. */
export const composeTop = (answer: Answer, say: Say, before?: Answer): Report => {
  const sections: Section[] = [
    ...totalFigures(answer),
    { kind: "table", table: rankingTable(answer, before) },
    ...(answer.rows.length > 1 ? [{ kind: "chart" as const, chart: rankedChart(answer) }] : []),
  ];
  return { ...frame(answer, nextSteps(answer, say)), headline: headlineOf(answer), sections };
};

/** Names the first three and the total: on a phone this is the answer. */
const headlineOf = (answer: Answer): string => {
  const key = metricKeys(answer)[0] ?? "";
  const first = answer.rows[0];
  if (!first) return emptySentence(answer);
  const leaders = answer.question.each
    ? eachSentence(answer, answer.question.each, key)
    : leadSentence(answer, first, key);
  return `${leaders} ${totalSentence(answer, key)}${progressSentence(answer, key)}`;
};

const emptySentence = ({ question, slice }: Answer): string => {
  const [group] = question.by;
  if (question.conditions.length === 0 || !group) return "Nothing was sold in this slice.";
  return `No ${pluralOf(group)} are left: ${slice}.`;
};

const verbOf = ({ question }: Answer): string => (question.order === "bottom" ? "comes last" : "leads");

const leadSentence = (answer: Answer, first: Row, key: string): string => {
  const behind = answer.rows
    .slice(1)
    .filter((row) => numberOf(row, key) !== null)
    .slice(0, 2)
    .map((row) => `${nameOf(answer, row)} (${valueText(row, key)})`);
  const change = judgeChange(
    metricOf(key),
    numberOf(first, `${key}_change`),
    numberOf(first, `${key}_change_pct`),
  );
  const lead = `${nameOf(answer, first)} ${verbOf(answer)} with ${valueText(first, key)}${change ? `, ${change}` : ""}`;
  return `${lead}${behind.length > 0 ? `, followed by ${joinWords(behind)}` : ""}.`;
};

/** Of a ranking that restarts, the first of each group: "In Audio Drift Earbuds leads with $4.8M; in Kitchen …" */
const eachSentence = (answer: Answer, each: DimensionKey, key: string): string => {
  const firsts = answer.rows.filter((row) => row.rank === 1 && numberOf(row, key) !== null);
  const others = groupsOf(answer).filter((group) => group !== each);
  const parts = firsts.slice(0, 3).map((row) => {
    const name = others.map((group) => String(row[group])).join(" · ");
    return `in ${row[each]} ${name} ${verbOf(answer)} with ${valueText(row, key)}`;
  });
  const sentence = parts.join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
};

const totalSentence = (answer: Answer, key: string): string => {
  const metric = metricOf(key);
  const total = answer.totals[key] ?? null;
  const { filters } = answer.question;
  const members = filters.some((filter) => filter.excluded)
    ? ["this slice"]
    : filters.map((filter) => joinWords(filter.members));
  const label = members.length === 0 ? metric.label : `${metric.label} of ${members.join(", ")}`;
  const whole = `${label} ${metric.additive ? "in all" : "overall"}: ${totalText(answer, key)}.`;
  const shown = answer.rows.reduce((sum, row) => sum + (numberOf(row, key) ?? 0), 0);
  if (!metric.shareable || total === null || total <= 0 || answer.rows.length < 2) return whole;
  if (answer.rows.length >= answer.memberCount && answer.question.conditions.length === 0) return whole;
  return `The ${answer.rows.length} together hold ${formatShort(shown / total, "percent")}. ${whole}`;
};

const rankedChart = (answer: Answer): Chart => {
  const key = metricKeys(answer)[0] ?? "";
  const metric = metricOf(key);
  const rows = answer.rows.slice(0, mostBars);
  const compared = rows.some((row) => numberOf(row, `${key}_previous`) !== null);
  const values = (name: string) => rows.map((row) => numberOf(row, name));
  return {
    kind: "ranked",
    title: chartTitle(answer, key),
    unit: metric.unit,
    measure: metric.label,
    categories: rows.map((row) => barName(answer, row)),
    ...outOf(answer.rows),
    series: [
      {
        name: briefLabel(answer.span.label),
        role: "current",
        values: values(key),
        incomplete: rows.map((row) => isIncomplete(row, key)),
      },
      ...(compared
        ? [
            {
              name: briefLabel(answer.previous?.label ?? "before"),
              role: "previous" as const,
              values: values(`${key}_previous`),
            },
          ]
        : []),
    ],
    alt: `Bar chart: ${answer.reading}. ${rows.map((row) => `${nameOf(answer, row)} ${valueText(row, key)}`).join(", ")}.`.slice(
      0,
      2000,
    ),
  };
};

/** Of a ranking that restarts the member stands before its group: a long name is cut at its end. */
const barName = (answer: Answer, row: Row): string => {
  const { each } = answer.question;
  if (!each) return nameOf(answer, row);
  const others = groupsOf(answer).filter((group) => group !== each);
  return [...others, each].map((group) => String(row[group])).join(" · ");
};

const chartTitle = (answer: Answer, key: string): string => {
  const known = answer.rows.filter((row) => numberOf(row, key) !== null);
  const isBottom = answer.question.order === "bottom";
  const values = known.map((row) => numberOf(row, key) ?? 0);
  const extreme = isBottom ? Math.min(...values) : Math.max(...values);
  const first = known.find((row) => numberOf(row, key) === extreme);
  if (!first) return answer.title;
  const mark = isTotalIncomplete(answer, key) ? " (incomplete)" : "";
  return `${barName(answer, first)} ${verbOf(answer)} with ${valueText(first, key)}${mark}`;
};
