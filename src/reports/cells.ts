import type { Row } from "../answer/answer.ts";
import { formatFull, formatPercentChange, formatPoints, notAvailable } from "../format.ts";
import type { Unit } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { Cell } from "../report.ts";
import { isIncomplete, numberOf } from "./read-answer.ts";

/** Cells of tables that a report puts together itself: formatted, marked where incomplete, "n/a" and never empty. */

export const nameCell = (name: unknown): Cell => ({ text: name ? String(name) : "–" });

export const figureCell = (value: number | null, unit: Unit, incomplete = false): Cell =>
  numberCell(value, formatFull(value, unit), incomplete);

/** A metric of a row. */
export const metricCell = (row: Row, key: string): Cell =>
  figureCell(numberOf(row, key), metricOf(key).unit, isIncomplete(row, key));

/** "+2.1%" */
export const ratioCell = (ratio: number | null): Cell =>
  numberCell(ratio, ratio === null ? notAvailable : formatPercentChange(still(ratio)));

/** "+2.1 pts" */
export const pointsCell = (points: number | null): Cell =>
  numberCell(points, points === null ? notAvailable : pointsText(points));

export const pointsText = (points: number): string =>
  still(points) === 0 ? "0.0 pts" : formatPoints(points);

/** What would be shown as ±0.0 is 0. */
const still = (value: number): number => (Math.abs(value) < 0.0005 ? 0 : value);

const numberCell = (value: number | null, text: string, incomplete = false): Cell => {
  if (value === null) return { text: notAvailable };
  return { text: `${text}${incomplete ? "*" : ""}`, value, ...(incomplete ? { incomplete } : {}) };
};
