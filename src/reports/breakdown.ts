import type { Answer, Row } from "../answer/answer.ts";
import { formatShort, joinWords } from "../format.ts";
import { metricOf } from "../metrics/index.ts";
import type { Chart, Report, Section } from "../report.ts";
import { mostBars, outOf } from "./bars.ts";
import { frame } from "./frame.ts";
import { judgeChange } from "./judge-change.ts";
import { nextSteps, type Say } from "./next-steps.ts";
import {
  briefLabel,
  isIncomplete,
  metricKeys,
  nameOf,
  numberOf,
  totalText,
  valueText,
} from "./read-answer.ts";
import { tableOf } from "./table-of.ts";
import { progressSentence } from "./targets.ts";
import { totalFigures } from "./total-figures.ts";

/** Most parts of a pie. */
const mostParts = 6;

/** A metric by members: every member, largest first, with its share where one was asked. */
export const composeBreakdown = (answer: Answer, say: Say): Report => {
  const chart = barChart(answer);
  const sections: Section[] = [
    ...totalFigures(answer),
    { kind: "table", table: tableOf(answer) },
    ...(chart.categories.length > 1 ? [{ kind: "chart" as const, chart }] : []),
  ];
  return { ...frame(answer, nextSteps(answer, say)), headline: headlineOf(answer), sections };
};

/** One or several numbers for the slice: no table beside them, no chart. */
export const composeFigures = (answer: Answer, say: Say): Report => ({
  ...frame(answer, nextSteps(answer, say)),
  headline: metricKeys(answer)
    .map(
      (key) =>
        partSentence(answer, key) ??
        `${metricOf(key).label}: ${totalText(answer, key)}${changeOf(answer, key)}.${progressSentence(answer, key)}`,
    )
    .join(" "),
  sections:
    answer.columns.length > 1 ? [...totalFigures(answer), { kind: "table", table: tableOf(answer) }] : [],
});

/** "Share of net sales of Crona: 29.5%, $1.2M of $4.2M." */
const partSentence = (answer: Answer, key: string): string | undefined => {
  const [row = {}] = answer.rows;
  const share = numberOf(row, `${key}_share`);
  if (share === null) return undefined;
  return `${answer.title}: ${formatShort(share, "percent")}, ${valueText(row, key)} of ${totalText(answer, key)}.`;
};

/** ", ▲ 2.1% (better) vs FY2020", or nothing. */
const changeOf = (answer: Answer, key: string): string => {
  const change = judgeChange(
    metricOf(key),
    numberOf(answer.totals, `${key}_change`),
    numberOf(answer.totals, `${key}_change_pct`),
  );
  return change && answer.previous ? `, ${change} vs ${answer.previous.label}` : "";
};

const headlineOf = (answer: Answer): string => {
  const key = metricKeys(answer)[0] ?? "";
  const metric = metricOf(key);
  const [first, ...others] = answer.rows;
  if (!first) return "No rows in this slice.";
  const share = (row: typeof first): string => {
    const part = numberOf(row, `${key}_share`);
    return part === null ? valueText(row, key) : `${formatShort(part, "percent")}, ${valueText(row, key)}`;
  };
  const behind = others.slice(0, 2).map((row) => `${nameOf(answer, row)} (${share(row)})`);
  const lead = `${nameOf(answer, first)} is first with ${share(first)}${behind.length > 0 ? `, then ${joinWords(behind)}` : ""}.`;
  return `${lead} ${metric.label} ${metric.additive ? "in all" : "overall"}: ${totalText(answer, key)}${changeOf(answer, key)}.${progressSentence(answer, key)}`;
};

/** "73.7%" of a share, else "$3.8M". */
const barText = (row: Row, key: string, shared: boolean): string =>
  shared ? formatShort(numberOf(row, `${key}_share`), "percent") : valueText(row, key);

const barChart = (answer: Answer): Chart => {
  const key = metricKeys(answer)[0] ?? "";
  const metric = metricOf(key);
  const shared = answer.columns.some((column) => column.key === `${key}_share`);
  const all = answer.rows.filter((row) => numberOf(row, key) !== null);
  const rows = all.slice(0, mostBars);
  const asPie =
    answer.question.form === "pie" &&
    rows.length <= mostParts &&
    rows.every((row) => (numberOf(row, key) ?? 0) > 0);
  const [first] = rows;
  const compared = !shared && rows.some((row) => numberOf(row, `${key}_previous`) !== null);
  return {
    kind: asPie ? "pie" : shared ? "share" : "ranked",
    title: first ? `${nameOf(answer, first)} is first with ${barText(first, key, shared)}` : answer.title,
    unit: shared ? "percent" : metric.unit,
    measure: shared ? `Share of ${metric.label.toLowerCase()}` : metric.label,
    categories: rows.map((row) => nameOf(answer, row)),
    ...outOf(all),
    series: [
      {
        name: briefLabel(answer.span.label),
        role: "current",
        values: rows.map((row) => numberOf(row, shared ? `${key}_share` : key)),
        incomplete: rows.map((row) => isIncomplete(row, key)),
      },
      ...(compared
        ? [
            {
              name: briefLabel(answer.previous?.label ?? "before"),
              role: "previous" as const,
              values: rows.map((row) => numberOf(row, `${key}_previous`)),
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
