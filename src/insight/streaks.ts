import type { Answer } from "../answer/answer.ts";
import { type GroupKey, isTimeKey } from "../dimension.ts";

/** Equal signs in a row, up to the last value. */
export interface Streak {
  readonly sign: 1 | -1;
  readonly length: number;
}

/** So many periods running make a pattern of what one period may do by chance: of fair coins one in four shows it. */
export const streakFrom = 3;

/** The run of equal signs that ends the values; undefined where the last one is zero or not known. */
export const lastStreak = (values: readonly (number | null)[]): Streak | undefined => {
  const sign = signOf(values.at(-1));
  if (sign === 0) return undefined;
  const before = values.findLastIndex((value) => signOf(value) !== sign);
  return { sign, length: values.length - 1 - before };
};

const signOf = (value: number | null | undefined): 1 | -1 | 0 =>
  value === null || value === undefined || value === 0 ? 0 : value > 0 ? 1 : -1;

/** One member's values over time, one per bucket. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface SeriesTable {
  /** Every bucket from the first to the last one, also where no row is. */
  readonly buckets: readonly number[];
  readonly series: readonly Series[];
}

/**
 * A column of an answer by one dimension and one time (month, quarter or year) as values over time per member;
 * null where the member has no row. Buckets are counted from year 0, so that a gap is seen as one.
 */
export const seriesOf = (answer: Answer, key: string): SeriesTable => {
  const time = answer.question.by.find(isTimeKey) ?? "month";
  const group = answer.question.by.find((one) => !isTimeKey(one));
  const points = answer.rows.map((row) => ({
    name: group ? String(row[group]) : "",
    bucket: bucketNumber(String(row[time]), time),
    value: row[key],
  }));
  const numbers = points.map(({ bucket }) => bucket);
  const first = Math.min(...numbers);
  const buckets =
    points.length === 0
      ? []
      : Array.from({ length: Math.max(...numbers) - first + 1 }, (_, at) => first + at);
  const members = new Map<string, (number | null)[]>();
  for (const { name, bucket, value } of points) {
    const values = members.get(name) ?? buckets.map(() => null);
    values[bucket - first] = typeof value === "number" ? value : null;
    members.set(name, values);
  }
  return { buckets, series: [...members].map(([name, values]) => ({ name, values })) };
};

/** "2026-10-01" → months, "FY2026 Q4" → quarters, "FY2026" and "2026" → years since year 0. */
export const bucketNumber = (bucket: string, time: GroupKey): number => {
  const [year = 0, part = 1] = bucket.replace(/^FY/, "").split(/-| Q/).map(Number);
  if (time === "month") return year * 12 + part - 1;
  return time === "fiscal_quarter" ? year * 4 + part - 1 : year;
};

/** A member whose values had one sign for so many buckets up to the last known one; `total` is their sum. */
export interface MemberStreak extends Streak {
  readonly name: string;
  readonly total: number;
}

/** Members with a streak of three or more, the largest total first. Trailing buckets that nobody has a value in do not count. */
export const streaksOf = ({ series }: SeriesTable): readonly MemberStreak[] => {
  const known = series.map(({ values }) => values.findLastIndex((value) => value !== null));
  const end = Math.max(-1, ...known) + 1;
  return series
    .flatMap(({ name, values }) => {
      const streak = lastStreak(values.slice(0, end));
      if (!streak || streak.length < streakFrom) return [];
      const total = values
        .slice(end - streak.length, end)
        .reduce<number>((sum, value) => sum + (value ?? 0), 0);
      return [{ name, ...streak, total }];
    })
    .sort((one, other) => Math.abs(other.total) - Math.abs(one.total) || (one.name < other.name ? -1 : 1));
};
