import type { Answer, Row } from "../answer/answer.ts";
import { lastStreak, seriesOf, streakFrom } from "./streaks.ts";

/** A rate that moves less in a year is noise: half a percentage point. */
export const leastPoints = 0.005;

/** A member whose rate moved to its harm. */
export interface Drift {
  readonly name: string;
  readonly now: number;
  readonly before: number;
  /** now − before, as a fraction: −0.021 is 2.1 points down. */
  readonly points: number;
  /** What the difference takes from today's base (net or gross sales), positive. */
  readonly cost: number;
}

/**
 * Members whose rate moved by half a point or more in the harmful direction, the dearest first. `base` is the metric
 * that the rate is a part of. Members whose change is withheld (not covered) are left out;
 * undefined where nobody can be compared.
 */
export const driftsOf = (
  answer: Answer,
  key: string,
  base: string,
  harm: "up" | "down",
): readonly Drift[] | undefined => {
  const [group = ""] = answer.question.by;
  if (!answer.rows.some((row) => typeof row[`${key}_change`] === "number")) return undefined;
  return answer.rows
    .flatMap((row) => {
      const drift = driftOf(row, String(row[group]), key, base);
      const isHarmful = drift && (harm === "up" ? drift.points : -drift.points) >= leastPoints;
      return isHarmful ? [drift] : [];
    })
    .sort((one, other) => other.cost - one.cost || (one.name < other.name ? -1 : 1));
};

const driftOf = (row: Row, name: string, key: string, base: string): Drift | undefined => {
  const [now, before, points] = [row[key], row[`${key}_previous`], row[`${key}_change`]];
  if (typeof now !== "number" || typeof before !== "number" || typeof points !== "number") return undefined;
  const size = row[base];
  return { name, now, before, points, cost: Math.abs(points) * (typeof size === "number" ? size : 0) };
};

/** A member that sold less than in the same quarter of the year before, so many quarters running. */
export interface Decline {
  readonly name: string;
  readonly periods: number;
  /** Lost over the last three of them, against the same quarters a year before; negative. */
  readonly change: number;
  readonly ratio: number | null;
}

/**
 * Who is in decline: below the year before in each of the last three complete quarters or more, the largest loss
 * first. Against the year before, since most goods have a season. `answer`: a metric by one dimension and fiscal
 * quarter against last year. Undefined where fewer than three complete quarters can be compared.
 */
export const declinesOf = (answer: Answer, key: string): readonly Decline[] | undefined => {
  const whole: Answer = {
    ...answer,
    rows: answer.rows.filter((row) => answer.partial?.[String(row.fiscal_quarter)] === undefined),
  };
  const changes = seriesOf(whole, `${key}_change`);
  const isKnown = (at: number): boolean => changes.series.some(({ values }) => values[at] !== null);
  if (changes.buckets.filter((_, at) => isKnown(at)).length < streakFrom) return undefined;
  const before = new Map(seriesOf(whole, `${key}_previous`).series.map(({ name, values }) => [name, values]));
  return changes.series
    .flatMap(({ name, values }) => {
      const streak = lastStreak(values);
      if (streak?.sign !== -1 || streak.length < streakFrom) return [];
      const change = sum(values.slice(-streakFrom));
      const base = sum((before.get(name) ?? []).slice(-streakFrom));
      return [{ name, periods: streak.length, change, ratio: base > 0 ? change / base : null }];
    })
    .sort((one, other) => one.change - other.change || (one.name < other.name ? -1 : 1));
};

const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);
