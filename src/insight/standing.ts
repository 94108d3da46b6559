import type { Answer, Row } from "../answer/answer.ts";

/** Where one member stands among all members of its dimension. */
export interface Standing {
  /** Equal values share a rank: 1, 1, 3. */
  readonly rank: number;
  readonly of: number;
  /** Its part of the whole; null where that is not positive. */
  readonly share: number | null;
}

/** The standing of `member` in an answer by its dimension; undefined where it has no value or sold nothing. */
export const standingOf = (answer: Answer, metric: string, member: string): Standing | undefined => {
  const [group = ""] = answer.question.by;
  const value = (row: Row): number | null => (typeof row[metric] === "number" ? row[metric] : null);
  const ranked = answer.rows.filter((row) => value(row) !== null && row.sold_quantity !== 0);
  const own = ranked.find((row) => row[group] === member);
  const size = own && value(own);
  if (size === undefined || size === null) return undefined;
  const whole = answer.totals[metric] ?? null;
  return {
    rank: 1 + ranked.filter((row) => (value(row) ?? 0) > size).length,
    of: ranked.length,
    share: whole === null || whole <= 0 ? null : size / whole,
  };
};

/** Members whose metric grew and fell most in money or units; only where both sides are covered. */
export const moversOf = (answer: Answer, metric: string): { readonly up?: Row; readonly down?: Row } => {
  const change = (row: Row): number =>
    typeof row[`${metric}_change`] === "number" ? Number(row[`${metric}_change`]) : 0;
  const sorted = [...answer.rows].sort((one, other) => change(other) - change(one));
  const [up, down] = [sorted[0], sorted.at(-1)];
  return {
    ...(up && change(up) > 0 ? { up } : {}),
    ...(down && change(down) < 0 ? { down } : {}),
  };
};
