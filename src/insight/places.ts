import type { Answer, Row } from "../answer/answer.ts";
import { groupNames } from "../answer/groups.ts";
import { isTimeKey } from "../dimension.ts";
import { indexOfIso } from "../question/calendar.ts";
import type { Question } from "../question/question.ts";
import { rangeOfMonths } from "../question/resolve-comparison.ts";

/** Where a member of a ranking stood on the other side of the comparison. */
export type Place =
  /** `rose` counts places towards more of the metric; negative: it fell. */
  | { readonly kind: "kept" | "moved"; readonly rank: number; readonly rose: number }
  /** Not ranked before. */
  | { readonly kind: "new" }
  /** Either side is not covered, or the ranking before was too long to be read to its end. */
  | { readonly kind: "unknown" };

/** As far down as a ranking can be asked. */
const deepest = 1000;

/**
 * The ranking of the other side, down to its last member. Undefined where places cannot be compared: without a
 * comparison, of months that are only partly there, with bounds on the members, of time itself.
 */
export const questionBefore = (answer: Answer): Question | undefined => {
  const { question, previous, span } = answer;
  const { comparison, ...alone } = question;
  const isWhole = span.notLoaded === "" || comparison?.kind === "member";
  const isFair = isWhole && question.conditions.length === 0 && !question.by.some(isTimeKey);
  if (question.kind !== "ranking" || !comparison || !previous || !isFair) return undefined;
  if (!isComparable(answer)) return undefined;
  const all = { ...alone, limit: deepest };
  switch (comparison.kind) {
    case "forecast":
      return undefined;
    case "member": {
      const others = question.filters.filter(
        ({ dimension, excluded }) => excluded || dimension !== comparison.dimension,
      );
      const other = { dimension: comparison.dimension, members: [comparison.member], excluded: false };
      return { ...all, filters: [...others, other] };
    }
    case "last-year":
    case "last-period":
    case "period":
      return { ...all, period: rangeOfMonths(indexOfIso(previous.from), indexOfIso(previous.to)) };
  }
};

/** Places among figures of which many are missing would be no places. */
const isComparable = ({ question, totals, rows }: Answer): boolean => {
  const key = question.metrics[0] ?? "";
  const change = totals[`${key}_change`];
  return typeof change === "number" && rows.some((row) => typeof row[`${key}_previous`] === "number");
};

/** The place before of each row of a ranking, in its order. */
export const placesOf = (answer: Answer, before: Answer): readonly Place[] => {
  const names = groupNames(answer.question);
  const idOf = (row: Row): string => JSON.stringify(names.map((name) => row[name]));
  const ranks = new Map(before.rows.map((row) => [idOf(row), row]));
  const isWhole = before.rows.length >= before.memberCount;
  return answer.rows.map((row) => placeOf(row, ranks.get(idOf(row)), answer.question, isWhole));
};

const placeOf = (row: Row, before: Row | undefined, question: Question, isWhole: boolean): Place => {
  const key = question.metrics[0] ?? "";
  if (!before) return isWhole ? { kind: "new" } : { kind: "unknown" };
  if (
    typeof row[`${key}_change`] !== "number" ||
    typeof before.rank !== "number" ||
    typeof row.rank !== "number"
  )
    return { kind: "unknown" };
  const rose = (before.rank - row.rank) * (question.order === "top" ? 1 : -1);
  return { kind: rose === 0 ? "kept" : "moved", rank: before.rank, rose: rose === 0 ? 0 : rose };
};

/** Running share of the total down the rows; starts anew in each group of a ranking that restarts. Null from a gap on. */
export const cumulativeShares = (answer: Answer): readonly (number | null)[] => {
  const key = answer.question.metrics[0] ?? "";
  const { each } = answer.question;
  let sum: number | null = 0;
  return answer.rows.map((row, index) => {
    const isFirst = index === 0 || (each !== undefined && row[each] !== answer.rows[index - 1]?.[each]);
    const share = row[`${key}_share`];
    const before = isFirst ? 0 : sum;
    sum = before === null || typeof share !== "number" ? null : before + share;
    return sum;
  });
};
