import type { DimensionKey, GroupKey } from "../dimension.ts";
import type { Comparison, Period, Question } from "./question.ts";
import type { Member } from "./vocabulary.ts";

/** What the words said, clause by clause, before it is known what they ask. */
export interface Draft {
  order: Question["order"] | undefined;
  limit: number | undefined;
  /** Groups named at the head: "top 5 PRODUCTS". */
  readonly heads: GroupKey[];
  /** Metrics at the head of a measure. */
  readonly metrics: string[];
  /** Metrics that order a ranking: "by METRIC", "with the highest METRIC". */
  readonly orderedBy: string[];
  share: boolean;
  readonly by: GroupKey[];
  /** "per", "in each": a restart in a ranking, else a break-down. */
  readonly per: GroupKey[];
  readonly filters: DraftFilter[];
  /** Each as it was said: periods joined by "and" are one entry. */
  readonly periods: (readonly Period[])[];
  readonly comparisons: DraftComparison[];
  readonly conditions: Question["conditions"];
  level: Question["level"];
  form: Question["form"];
}

export interface DraftFilter {
  readonly dimension: DimensionKey;
  readonly member: string;
  readonly excluded: boolean;
  /** Said with "of". */
  readonly part: boolean;
}

export type DraftComparison =
  | Exclude<Comparison, { kind: "member" | "period" }>
  | { readonly kind: "periods"; readonly periods: readonly Period[] }
  /** Its dimension is known when all filters are. */
  | {
      readonly kind: "one-of";
      readonly members: readonly Member[];
      readonly at: number;
      readonly end: number;
    };

export const emptyDraft = (): Draft => ({
  order: undefined,
  limit: undefined,
  heads: [],
  metrics: [],
  orderedBy: [],
  share: false,
  by: [],
  per: [],
  filters: [],
  periods: [],
  comparisons: [],
  conditions: [],
  level: undefined,
  form: undefined,
});
