import type { Answer, Target } from "../answer/answer.ts";
import { formatFull, formatMonth, formatPoints, formatShort, joinWords, notAvailable } from "../format.ts";
import type { Unit } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { Cell, Table, TableColumn } from "../report.ts";
import { isIncomplete, isTotalIncomplete, metricKeys, nameOf, numberOf, timeOf } from "./read-answer.ts";

/**
 * How far a figure is on the way to its target: two numbers that a person can judge, what is reached and how much of
 * the time is over. Nothing is extrapolated.
 */

/** Of the slice: "45% of the FY2027 target of $41.0M; 17% of the year is over"; nothing where no target is set. */
export const totalProgress = (answer: Answer, key: string): string | undefined => {
  const target = answer.targets?.total[key];
  const value = numberOf(answer.totals, key);
  if (!target || value === null) return undefined;
  const { unit } = metricOf(key);
  const mark = isTotalIncomplete(answer, key) ? "*" : "";
  const aim = `the ${periodText(target)} target of ${formatShort(target.value, unit)}`;
  return `${reachedText(value, target, unit, mark)} ${aim}${overText(target)}`;
};

/** The same as a sentence of a headline, with a space before it: " That is 45% of …"; "" without a target. */
export const progressSentence = (answer: Answer, key: string): string => {
  const progress = totalProgress(answer, key);
  return progress === undefined ? "" : ` That is ${progress}.`;
};

const reachedText = (value: number, { value: aim }: Target, unit: Unit, mark: string): string => {
  if (unit === "percent") {
    const points = Math.abs(value - aim);
    if (points < 0.0005) return `on${mark}`;
    return `${formatPoints(points).slice(1)}${mark} ${value > aim ? "over" : "under"}`;
  }
  return aim === 0 ? `${formatShort(value, unit)}${mark} against` : `${percentText(value / aim)}${mark} of`;
};

/** Whole percents; what is not quite reached does not read as 100%. */
const percentText = (share: number): string => {
  const rounded = Math.round(share * 100);
  return `${rounded === 100 && share < 1 ? 99 : rounded}%`.replace("-", "−");
};

const overText = ({ elapsed, unit }: Target): string =>
  elapsed < 1 ? `; ${percentText(elapsed)} of the ${unit} is over` : "";

const periodText = ({ period, unit }: Target): string => (unit === "month" ? formatMonth(period) : period);

/** A table with a row per row of the answer gets columns for the targets of its rows, where any is set. */
export const withTargetColumns = (table: Table, answer: Answer): Table =>
  metricKeys(answer).reduce((grown, key) => {
    const targets = answer.rows.map((_, at) => answer.targets?.rows[at]?.[key]);
    return targets.every((target) => target === undefined)
      ? grown
      : appendColumns(grown, targetColumns(answer, key, targets), (at) =>
          targetCells(numberOf(answer.rows[at] ?? {}, key), targets[at], {
            unit: metricOf(key).unit,
            incomplete: isIncomplete(answer.rows[at] ?? {}, key),
          }),
        );
  }, table);

const appendColumns = (
  { caption, columns, rows }: Table,
  added: readonly TableColumn[],
  cells: (row: number) => readonly Cell[],
): Table => ({
  caption,
  columns: [...columns, ...added],
  rows: rows.map((row, at) => [...row, ...cells(at)]),
});

const targetColumns = (
  answer: Answer,
  key: string,
  targets: readonly (Target | undefined)[],
): readonly TableColumn[] => {
  const periods = new Set(targets.flatMap((target) => (target ? [periodText(target)] : [])));
  const [period, ...others] = periods;
  const { label, unit } = metricOf(key);
  const named = metricKeys(answer).length > 1 ? `${label}: ` : "";
  const title = others.length === 0 && period && !timeOf(answer) ? `${period} target` : "target";
  return [
    { label: `${named}${title}`.replace(/^t/, "T"), align: "right" },
    {
      label: `${named}${unit === "percent" ? "against target" : "% reached"}`.replace(/^a/, "A"),
      align: "right",
    },
  ];
};

/** The target and what of it is reached; for percentages the difference in points. */
export const targetCells = (
  value: number | null,
  target: Target | undefined,
  { unit, incomplete }: { readonly unit: Unit; readonly incomplete: boolean },
): readonly [Cell, Cell] => {
  if (!target) return [{ text: "–" }, { text: "–" }];
  const aim = { text: formatFull(target.value, unit), value: target.value };
  const mark = incomplete ? { mark: "*", more: { incomplete } } : { mark: "", more: {} };
  if (value === null) return [aim, { text: notAvailable }];
  if (unit === "percent") {
    const points = value - target.value;
    return [aim, { text: `${formatPoints(points)}${mark.mark}`, value: points, ...mark.more }];
  }
  if (target.value === 0) return [aim, { text: notAvailable }];
  const reached = value / target.value;
  return [
    aim,
    { text: `${formatFull(notQuite(reached), "percent")}${mark.mark}`, value: reached, ...mark.more },
  ];
};

/** What is not quite reached does not read as 100.0%. */
const notQuite = (share: number): number => (share < 1 ? Math.min(share, 0.999) : share);

/** Most points in time that a note names. */
const mostNamed = 6;

/** What the targets of the rows leave to say: how much of their time is over, and how the months did. */
export const targetNotes = (answer: Answer): readonly string[] => {
  const [key = ""] = metricKeys(answer);
  const targets = answer.targets?.rows.map((row) => row[key]) ?? [];
  const running = targets.find((target) => target && target.elapsed < 1);
  const isTold = answer.targets?.total[key] !== undefined && !timeOf(answer);
  return [
    ...(running && !isTold && answer.rows.length > 0
      ? [
          `Targets are for the whole of ${periodText(running)}; ${percentText(running.elapsed)} of the ${running.unit} is over.`,
        ]
      : []),
    ...(timeOf(answer) ? timeNotes(answer, key) : []),
  ];
};

/** "Net sales against target: Sep 2026 102%, Oct 2026 95%." */
const timeNotes = (answer: Answer, key: string): readonly string[] => {
  const { label, unit } = metricOf(key);
  const parts = answer.rows.flatMap((row, at) => {
    const target = answer.targets?.rows[at]?.[key];
    const value = numberOf(row, key);
    if (!target || value === null || (unit !== "percent" && target.value === 0)) return [];
    const mark = isIncomplete(row, key) ? "*" : "";
    const text = unit === "percent" ? formatPoints(value - target.value) : percentText(value / target.value);
    return [`${nameOf(answer, row)} ${text}${mark}`];
  });
  if (parts.length === 0) return [];
  const shown = parts.slice(-mostNamed);
  return [`${label} against target${shown.length < parts.length ? ", lately" : ""}: ${joinWords(shown)}.`];
};
