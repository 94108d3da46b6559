import type { Answer, Row } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";

/** One member's part of the whole slice, now and on the other side of the comparison. */
export interface Part {
  readonly name: string;
  readonly value: number | null;
  readonly share: number | null;
  readonly previousShare: number | null;
  /** share − previousShare; null where either side of the member or of the whole is not covered. */
  readonly points: number | null;
  /** The member's value is under 95% covered. */
  readonly incomplete: boolean;
}

/** The parts of an answer broken down by one dimension, largest first, as shares of its metric's total. */
export const partsOf = (answer: Answer, key = answer.question.metrics[0] ?? ""): readonly Part[] => {
  const [group = ""] = answer.question.by;
  const whole = numberOf(answer.totals, key);
  const before = numberOf(answer.totals, `${key}_previous`);
  const isComparable = numberOf(answer.totals, `${key}_change`) !== null;
  return answer.rows.map((row) => {
    const share = part(numberOf(row, key), whole);
    const previousShare = part(numberOf(row, `${key}_previous`), before);
    const isFair = isComparable && numberOf(row, `${key}_change`) !== null;
    return {
      name: String(row[group]),
      value: numberOf(row, key),
      share,
      previousShare,
      points: isFair && share !== null && previousShare !== null ? share - previousShare : null,
      incomplete: (row._coverage?.[key] ?? 1) < completeFrom,
    };
  });
};

/** The share that members held before which have no row now; 0 where every member is still there. */
export const goneShare = (answer: Answer): number => {
  const [key = ""] = answer.question.metrics;
  const before = numberOf(answer.totals, `${key}_previous`);
  if (before === null || numberOf(answer.totals, `${key}_change`) === null) return 0;
  const shown = answer.rows.reduce((sum, row) => sum + (numberOf(row, `${key}_previous`) ?? 0), 0);
  return Math.abs(before - shown) > 1e-6 * Math.abs(before) ? (part(before - shown, before) ?? 0) : 0;
};

const part = (value: number | null, whole: number | null): number | null =>
  value === null || whole === null || whole <= 0 ? null : value / whole;

const numberOf = (row: Row | Answer["totals"], key: string): number | null => {
  const value = row[key];
  return typeof value === "number" ? value : null;
};
