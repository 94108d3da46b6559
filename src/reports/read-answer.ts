import type { Answer, Row } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";
import { type GroupKey, isTimeKey } from "../dimension.ts";
import { formatMonth, formatShort, notAvailable } from "../format.ts";
import { metricOf } from "../metrics/index.ts";

/** Small readings of an Answer that several reports share. */

/** Metric columns, in the order asked. */
export const metricKeys = (answer: Answer): readonly string[] =>
  answer.columns.filter((column) => column.kind === "metric").map((column) => column.key);

export const isIncomplete = (row: Row, key: string): boolean => (row._coverage?.[key] ?? 1) < completeFrom;

/** Number of a cell, or null. */
export const numberOf = (row: Row | Answer["totals"], key: string): number | null => {
  const value = row[key];
  return typeof value === "number" ? value : null;
};

/** What a row is called: "India", "Crona · India", "Aug 2021". */
export const nameOf = (answer: Answer, row: Row): string =>
  groupsOf(answer)
    .map((key) => (key === "month" ? formatMonth(String(row[key])) : String(row[key])))
    .join(" · ");

/** A name for columns and legends: "FY2022", where the reading says "FY2022, 4 of 12 months". */
export const briefLabel = (label: string): string => label.replace(/, \d+ of \d+ months$/, "");

export const groupsOf = (answer: Answer): readonly GroupKey[] =>
  answer.columns
    .filter((column) => column.kind === "dimension" || column.kind === "time")
    .map((column) => column.key as GroupKey);

/** The time break-down, when there is one. */
export const timeOf = (answer: Answer): GroupKey | undefined => groupsOf(answer).find(isTimeKey);

/** "$3.8M", with its mark where the slice is not covered. */
export const totalText = (answer: Answer, key: string): string => {
  const total = answer.totals[key] ?? null;
  if (total === null) return notAvailable;
  return `${formatShort(total, metricOf(key).unit)}${isTotalIncomplete(answer, key) ? "*" : ""}`;
};

export const isTotalIncomplete = (answer: Answer, key: string): boolean =>
  (answer.coverage.find((coverage) => coverage.metric === key)?.covered ?? 1) < completeFrom;

/** "$3.8M" of a row, with its mark. */
export const valueText = (row: Row, key: string): string => {
  const value = numberOf(row, key);
  return `${formatShort(value, metricOf(key).unit)}${value !== null && isIncomplete(row, key) ? "*" : ""}`;
};
