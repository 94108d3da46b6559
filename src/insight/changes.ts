import type { Answer, Row } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";

/** What became of a member between two spans of equal months. */
export type Course =
  /** Sold now, and nothing in the compared months. */
  | "new"
  /** Sold in the compared months, and nothing now. */
  | "gone"
  | "growing"
  | "falling"
  | "unchanged"
  /** Either side is not covered well enough to be compared. */
  | "unknown";

export interface MemberChange {
  readonly name: string;
  readonly course: Course;
  readonly now: number | null;
  readonly before: number | null;
  /** Of new and gone members the whole figure; null where unknown. */
  readonly change: number | null;
  /** change ÷ before; null where there is no positive base. */
  readonly ratio: number | null;
  /** The figure that is there is under 95% covered. */
  readonly incomplete: boolean;
}

/** The largest first, whatever their direction; who cannot be compared comes last. */
const bySize = (one: MemberChange, other: MemberChange): number =>
  Math.abs(other.change ?? 0) - Math.abs(one.change ?? 0) || (one.name < other.name ? -1 : 1);

/**
 * Every member of a break-down with what became of it. `now` holds the figure and the sold quantity with their
 * comparison, `before` the same of the compared months alone: who is gone has no row in `now`; without `before`
 * nobody is. Units decide who is new or gone, since a missing price is no missing sale.
 */
export const changesOf = (now: Answer, before: Answer | undefined, key: string): readonly MemberChange[] => {
  const [group = ""] = now.question.by;
  const here = now.rows.map((row) => changeOf(row, String(row[group]), key));
  const known = new Set(here.map(({ name }) => name));
  const gone = (before?.rows ?? [])
    .filter((row) => !known.has(String(row[group])) && (numberOf(row, "sold_quantity") ?? 0) > 0)
    .map((row) => goneOf(String(row[group]), numberOf(row, key), row._coverage?.[key]));
  return [...here, ...gone].sort(bySize);
};

const changeOf = (row: Row, name: string, key: string): MemberChange => {
  const [sold, soldBefore] = [numberOf(row, "sold_quantity") ?? 0, numberOf(row, "sold_quantity_previous")];
  const coverage = row._coverage ?? {};
  if (soldBefore !== null && soldBefore > 0 && sold === 0)
    return goneOf(name, numberOf(row, `${key}_previous`), coverage[`${key}_previous`]);
  const now = numberOf(row, key);
  if (soldBefore === 0 && sold > 0)
    return {
      name,
      course: "new",
      now,
      before: 0,
      change: now,
      ratio: null,
      incomplete: (coverage[key] ?? 1) < completeFrom,
    };
  const change = numberOf(row, `${key}_change`);
  return {
    name,
    course: courseOf(change),
    now,
    before: numberOf(row, `${key}_previous`),
    change,
    ratio: numberOf(row, `${key}_change_pct`),
    incomplete: (coverage[key] ?? 1) < completeFrom,
  };
};

const goneOf = (name: string, before: number | null, covered = 1): MemberChange => ({
  name,
  course: "gone",
  now: 0,
  before,
  change: before === null ? null : -before,
  ratio: before !== null && before > 0 ? -1 : null,
  incomplete: covered < completeFrom,
});

const courseOf = (change: number | null): Course => {
  if (change === null) return "unknown";
  return change > 0 ? "growing" : change < 0 ? "falling" : "unchanged";
};

const numberOf = (row: Row, key: string): number | null => {
  const value = row[key];
  return typeof value === "number" ? value : null;
};
