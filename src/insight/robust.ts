/** A value whose modified z-score is beyond this, in either direction, is an outlier: Iglewicz & Hoaglin (1993), p. 12. */
export const outlierFrom = 3.5;

/** Fewer values have no usual from which one could stand out. */
export const leastValues = 7;

/** The middle value; the mean of the two middle ones of an even count. Throws where there are none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("No values have no median");
  return sorted.length % 2 === 1 ? middle : ((sorted[sorted.length / 2 - 1] ?? middle) + middle) / 2;
};

/** MAD: the median distance from the median. */
export const medianAbsoluteDeviation = (values: readonly number[]): number => {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
};

/**
 * 0.6745 (x − median) ÷ MAD, after Iglewicz & Hoaglin, "How to Detect and Handle Outliers" (1993): one wild value
 * moves neither median nor MAD. Where more than half the values are equal the MAD is 0, and the mean distance from
 * the median stands in for it, as IBM SPSS does: (x − median) ÷ (1.253314 × mean distance). All equal: all 0.
 */
export const modifiedZScores = (values: readonly number[]): readonly number[] => {
  if (values.length === 0) return [];
  const centre = median(values);
  const deviation = medianAbsoluteDeviation(values);
  const mean = values.reduce((sum, value) => sum + Math.abs(value - centre), 0) / values.length;
  const spread = deviation > 0 ? deviation / 0.6745 : 1.253314 * mean;
  return values.map((value) => (spread === 0 ? 0 : (value - centre) / spread));
};

/** An outlier of a list by its place; `score` is its modified z-score. */
export interface Outlier {
  readonly at: number;
  readonly score: number;
}

/** Values that stand out from the others, the furthest first; none among fewer than seven known ones. */
export const outliersOf = (values: readonly (number | null)[]): readonly Outlier[] => {
  const known = values.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  if (known.length < leastValues) return [];
  const scores = modifiedZScores(known.map(({ value }) => value));
  return known
    .map(({ at }, index) => ({ at, score: scores[index] ?? 0 }))
    .filter(({ score }) => Math.abs(score) > outlierFrom)
    .sort((one, other) => Math.abs(other.score) - Math.abs(one.score));
};
