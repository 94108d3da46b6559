import type { Answer, Row } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";
import { median, outliersOf } from "./robust.ts";

/** A member whose value of a metric stands out from its peers. */
export interface Standout {
  readonly row: Row;
  readonly metric: string;
  readonly value: number;
  /** The peers' median. */
  readonly usual: number;
  /** Modified z-score; positive is above the usual. */
  readonly score: number;
}

/** Members of an answer that stand out in a metric, the furthest first; those under 95% covered are not judged. */
export const standoutsIn = (answer: Answer, metric: string): readonly Standout[] => {
  const values = answer.rows.map((row) => {
    const value = row[metric];
    return typeof value === "number" && (row._coverage?.[metric] ?? 1) >= completeFrom ? value : null;
  });
  const found = outliersOf(values);
  if (found.length === 0) return [];
  const usual = median(values.filter((value) => value !== null));
  return found.flatMap(({ at, score }) => {
    const [row, value] = [answer.rows[at], values[at]];
    return row && typeof value === "number" ? [{ row, metric, value, usual, score }] : [];
  });
};
