import { type GroupKey, labelOf, pluralOf } from "../dimension.ts";
import { formatPercentChange, joinWords } from "../format.ts";

/** A member with its change as a ratio; null where either side is not known. */
export interface Moved {
  readonly name: string;
  readonly change: number | null;
}

/** Rounding of sums is no change. */
const leastChange = 1e-9;

/** "Of 44 products with both prices 34 rose (most Squirrel Stick, +7.6%) and 10 fell (most Ridge Cam, −5.2%)." */
export const moveSentence = (
  members: readonly Moved[],
  group: GroupKey,
  known: string,
  [up, down] = ["rose", "fell"],
): string => {
  const compared = members.filter(
    (member): member is Moved & { readonly change: number } => member.change !== null,
  );
  const sorted = [...compared].sort((one, other) => other.change - one.change);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least) return "";
  const rose = compared.filter(({ change }) => change > leastChange).length;
  const fell = compared.filter(({ change }) => change < -leastChange).length;
  const parts = [
    ...(rose > 0 ? [`${rose} ${up} (most ${most.name}, ${formatPercentChange(most.change)})`] : []),
    ...(fell > 0 ? [`${fell} ${down} (most ${least.name}, ${formatPercentChange(least.change)})`] : []),
  ];
  if (parts.length === 0) return `None of ${compared.length} ${pluralOf(group)} changed.`;
  const one = compared.length === 1 ? labelOf(group).toLowerCase() : pluralOf(group);
  return `Of ${compared.length} ${one} with ${known} ${joinWords(parts)}.`;
};
