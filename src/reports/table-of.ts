import type { Answer, Column, Row } from "../answer/answer.ts";
import { formatFull, formatMonth, formatPercentChange, formatPoints, notAvailable } from "../format.ts";
import type { Unit } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { Cell, Table, TableColumn } from "../report.ts";
import { briefLabel, isIncomplete, isTotalIncomplete, metricKeys } from "./read-answer.ts";
import { withTargetColumns } from "./targets.ts";

/**
 * The rows of an answer as formatted cells, beside their targets where any is set; the total stands in the caption,
 * never as a row.
 */
export const tableOf = (answer: Answer): Table => withTargetColumns(plainTable(answer), answer);

const plainTable = (answer: Answer): Table => {
  const bar = metricKeys(answer)[0];
  return {
    caption: captionOf(answer),
    columns: answer.columns.map(
      (column): TableColumn => ({
        label: briefLabel(column.label),
        align: isText(column) ? "left" : "right",
        ...(column.key === bar ? { bar: true } : {}),
      }),
    ),
    rows: answer.rows.map((row) => answer.columns.map((column) => cellOf(column, row, answer.partial))),
  };
};

const isText = (column: Column): boolean => column.kind === "dimension" || column.kind === "time";

const captionOf = (answer: Answer): string => {
  const totals = metricKeys(answer).map((key) => {
    const metric = metricOf(key);
    const mark = answer.totals[key] !== null && isTotalIncomplete(answer, key) ? "*" : "";
    return `${metric.label} ${formatFull(answer.totals[key], metric.unit)}${mark}`;
  });
  const shown =
    answer.rows.length < answer.memberCount ? `${answer.rows.length} of ${answer.memberCount} rows · ` : "";
  return `${shown}Total: ${totals.join(" · ")}`;
};

const cellOf = (column: Column, row: Row, partial: Answer["partial"]): Cell => {
  const value = row[column.key];
  if (value === null || value === undefined) return { text: notAvailable };
  if (typeof value === "string") return { text: nameText(column, value, partial) };
  const incomplete = isIncomplete(row, column.key);
  return {
    text: `${numberText(column, value)}${incomplete ? "*" : ""}`,
    value,
    ...(incomplete ? { incomplete } : {}),
  };
};

/** "Aug 2021", "FY2022 (4 of 12 months)", "Norway". */
const nameText = (column: Column, value: string, partial: Answer["partial"]): string => {
  if (column.key === "month") return formatMonth(value);
  const part = column.kind === "time" ? partial?.[value] : undefined;
  return part ? `${value} (${part})` : value || "–";
};

const numberText = (column: Column, value: number): string => {
  switch (column.kind) {
    case "rank":
      return String(value);
    case "share":
      return formatFull(value, "percent");
    case "comparison":
      return comparisonText(column, value);
    case "metric":
    case "dimension":
    case "time":
      return formatFull(value, column.unit ?? "count");
  }
};

const comparisonText = (column: Column, value: number): string => {
  if (column.key.endsWith("_change_pct")) return formatPercentChange(value);
  const unit: Unit = column.unit ?? "count";
  if (column.key.endsWith("_change")) {
    if (unit === "percent") return formatPoints(value);
    return value > 0 ? `+${formatFull(value, unit)}` : formatFull(value, unit);
  }
  return formatFull(value, unit);
};
