import type { Answer, Row } from "../answer/answer.ts";
import { isTimeKey } from "../dimension.ts";
import { formatMonth, formatPercentChange, formatPoints } from "../format.ts";
import { leastValues, outlierFrom, outliersOf } from "../insight/robust.ts";
import { metricOf } from "../metrics/index.ts";
import type { Chart, ChartSeries, Report, Section } from "../report.ts";
import { frame } from "./frame.ts";
import { judgeChange } from "./judge-change.ts";
import { nextSteps, type Say } from "./next-steps.ts";
import {
  briefLabel,
  groupsOf,
  isIncomplete,
  metricKeys,
  nameOf,
  numberOf,
  timeOf,
  totalText,
  valueText,
} from "./read-answer.ts";
import { tableOf } from "./table-of.ts";
import { progressSentence } from "./targets.ts";
import { totalFigures } from "./total-figures.ts";

/** Most lines that one picture can tell apart. */
const mostLines = 6;

/** A metric over time: the line, last year lighter, the highest, the lowest and what is out of line named. */
export const composeTrend = (answer: Answer, say: Say): Report => {
  const chart = lineChart(answer);
  const sections: Section[] = [
    ...totalFigures(answer),
    { kind: "table", table: tableOf(answer) },
    ...(chart.categories.length > 1 ? [{ kind: "chart" as const, chart }] : []),
  ];
  const framed = frame(answer, nextSteps(answer, say));
  return {
    ...framed,
    headline: `${headlineOf(answer)}${notableSentence(answer)}`,
    sections,
    notes: notableSentence(answer) === "" ? framed.notes : [...framed.notes, notableRule],
  };
};

const headlineOf = (answer: Answer): string => {
  const key = metricKeys(answer)[0] ?? "";
  const metric = metricOf(key);
  const known = answer.rows.filter((row) => numberOf(row, key) !== null);
  const last = known.at(-1);
  if (!last) return `${metric.label} is not available here.`;
  const total = metric.additive
    ? `${metric.label} in all: ${totalText(answer, key)}`
    : `${metric.label} overall: ${totalText(answer, key)}`;
  const change = judgeChange(
    metric,
    numberOf(answer.totals, `${key}_change`),
    numberOf(answer.totals, `${key}_change_pct`),
  );
  const compared = change && answer.previous ? `, ${change} vs ${answer.previous.label}` : "";
  const so = `${total}${compared}.${progressSentence(answer, key)}`;
  if (known.length < 2) return so;
  if (groupsOf(answer).some((group) => !isTimeKey(group)))
    return `${so}${latestSentence(answer, known, key)}`;
  const sorted = wholeOnes(answer, known).sort((a, b) => (numberOf(b, key) ?? 0) - (numberOf(a, key) ?? 0));
  const ends =
    sorted.length < 2
      ? ""
      : ` Highest: ${point(answer, sorted[0], key)}; lowest: ${point(answer, sorted.at(-1), key)};`;
  const latest = `${ends === "" ? " Latest" : " latest"}: ${point(answer, last, key)}`;
  return `${so}${ends}${latest}.`;
};

/** "Latest, Oct 2026: highest India with $1.9M; lowest Norway with $0.2M." */
const latestSentence = (answer: Answer, known: readonly Row[], key: string): string => {
  const time = timeOf(answer) ?? "month";
  const bucket =
    known
      .map((row) => String(row[time]))
      .sort()
      .at(-1) ?? "";
  const rows = known
    .filter((row) => String(row[time]) === bucket)
    .sort((a, b) => (numberOf(b, key) ?? 0) - (numberOf(a, key) ?? 0));
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return "";
  const part = answer.partial?.[bucket];
  const when = `${time === "month" ? formatMonth(bucket) : bucket}${part ? ` (${part})` : ""}`;
  const said = (row: Row): string => `${memberOf(answer, row)} with ${valueText(row, key)}`;
  return first === last
    ? ` Latest, ${when}: ${said(first)}.`
    : ` Latest, ${when}: highest ${said(first)}; lowest ${said(last)}.`;
};

const memberOf = (answer: Answer, row: Row): string =>
  groupsOf(answer)
    .filter((group) => !isTimeKey(group))
    .map((group) => String(row[group]))
    .join(" · ");

/** What stands out: by its change where one is shown, since a season is no news, else by itself. */
const notableSentence = (answer: Answer): string => {
  const key = metricKeys(answer)[0] ?? "";
  if (groupsOf(answer).some((group) => !isTimeKey(group))) return "";
  const rows = wholeOnes(answer, answer.rows).filter((row) => !isIncomplete(row, key));
  const change = [`${key}_change_pct`, `${key}_change`].find((column) =>
    answer.columns.some((one) => one.key === column),
  );
  const named = outliersOf(rows.map((row) => numberOf(row, change ?? key))).map(({ at, score }) => {
    const row = rows[at];
    const size = row && change ? numberOf(row, change) : null;
    const moved =
      size === null ? "" : ` (${change?.endsWith("_pct") ? formatPercentChange(size) : formatPoints(size)})`;
    return `${point(answer, row, key)}${moved}, far ${score > 0 ? "above" : "below"} the usual${size === null ? "" : " change"}`;
  });
  return named.length === 0 ? "" : ` Notable: ${named.slice(0, mostNotable).join("; ")}.`;
};

const mostNotable = 2;

const notableRule = `Notable is what has a modified z-score, 0.6745 × (value − median) ÷ MAD, beyond ${outlierFrom} among at least ${leastValues} (Iglewicz and Hoaglin).`;

const point = (answer: Answer, row: Row | undefined, key: string): string => {
  if (!row) return "none";
  const part = partOf(answer, row);
  return `${nameOf(answer, row)}${part ? ` (${part})` : ""} with ${valueText(row, key)}`;
};

/** "4 of 12 months", of a year or quarter that is not whole. */
const partOf = (answer: Answer, row: Row): string | undefined =>
  answer.partial?.[String(row[timeOf(answer) ?? ""])];

/** A year to date is no lowest year. */
const wholeOnes = (answer: Answer, rows: readonly Row[]): Row[] =>
  rows.filter((row) => partOf(answer, row) === undefined);

/** Lines over time: one per member of the other break-down (the largest ones), or the metric and its comparison. */
export const lineChart = (answer: Answer): Chart => {
  const key = metricKeys(answer)[0] ?? "";
  const metric = metricOf(key);
  const time = timeOf(answer) ?? "month";
  const buckets = [...new Set(answer.rows.map((row) => String(row[time])))];
  const members = groupsOf(answer).some((group) => !isTimeKey(group));
  return {
    kind: "line",
    title: chartTitle(answer, key),
    unit: metric.unit,
    measure: metric.label,
    categories: buckets.map((bucket) => (time === "month" ? formatMonth(bucket) : bucket)),
    series: members ? memberLines(answer, key, time, buckets) : plainLines(answer, key),
    alt: `Line chart: ${answer.reading}. ${headlineOf(answer)}`.slice(0, 2000),
  };
};

const chartTitle = (answer: Answer, key: string): string => {
  const known = wholeOnes(
    answer,
    answer.rows.filter((row) => numberOf(row, key) !== null),
  );
  const highest = known.reduce<Row | undefined>(
    (best, row) => (best && (numberOf(best, key) ?? 0) >= (numberOf(row, key) ?? 0) ? best : row),
    undefined,
  );
  const label = metricOf(key).label;
  return highest ? `${label} was highest in ${nameOf(answer, highest)}: ${valueText(highest, key)}` : label;
};

const plainLines = (answer: Answer, key: string): readonly ChartSeries[] => {
  const compared = answer.columns.some((column) => column.key === `${key}_previous`);
  const others = compared
    ? []
    : metricKeys(answer)
        .slice(1)
        .filter((other) => metricOf(other).unit === metricOf(key).unit);
  const line = (name: string, column: string, role: ChartSeries["role"]): ChartSeries => ({
    name,
    role,
    values: answer.rows.map((row) => numberOf(row, column)),
    incomplete: answer.rows.map((row) => isIncomplete(row, column) || partOf(answer, row) !== undefined),
  });
  return [
    line(metricOf(key).label, key, "current"),
    ...(compared
      ? [line(briefLabel(answer.previous?.label ?? "before"), `${key}_previous`, "previous")]
      : []),
    ...others.map((other) => line(metricOf(other).label, other, "other")),
  ];
};

const memberLines = (
  answer: Answer,
  key: string,
  time: string,
  buckets: readonly string[],
): readonly ChartSeries[] => {
  const lines = new Map<string, Map<string, Row>>();
  for (const row of answer.rows) {
    const name = groupsOf(answer)
      .filter((group) => !isTimeKey(group))
      .map((group) => String(row[group]))
      .join(" · ");
    const points = lines.get(name) ?? new Map<string, Row>();
    lines.set(name, points.set(String(row[time]), row));
  }
  const size = (points: Map<string, Row>): number =>
    [...points.values()].reduce((sum, row) => sum + Math.abs(numberOf(row, key) ?? 0), 0);
  return [...lines]
    .sort(([, a], [, b]) => size(b) - size(a))
    .slice(0, mostLines)
    .map(([name, points], index) => ({
      name,
      role: index === 0 ? ("current" as const) : ("other" as const),
      values: buckets.map((bucket) => numberOf(points.get(bucket) ?? {}, key)),
      incomplete: buckets.map(
        (bucket) => isIncomplete(points.get(bucket) ?? {}, key) || answer.partial?.[bucket] !== undefined,
      ),
    }));
};
