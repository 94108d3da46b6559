import { type DimensionKey, dimensions, type GroupKey, isTimeKey, pluralOf } from "../dimension.ts";
import { canonicalQuestion } from "./canonical.ts";
import { checkSize } from "./check-size.ts";
import type { Chosen } from "./cursor.ts";
import { nameOf } from "./cursor.ts";
import type { Draft, DraftComparison } from "./draft.ts";
import { joinPeriods } from "./join-periods.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import { periodWords } from "./period-words.ts";
import { type Offer, ReadingProblem, refuse } from "./problem.ts";
import type { Comparison, Filter, Period, Question } from "./question.ts";
import type { Fact } from "./timeline.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface Scene {
  readonly text: string;
  readonly vocabulary: Vocabulary;
  readonly loaded: LoadedMonths;
  readonly chosen: Chosen;
}

/** A command that brings its own metrics: what is typed after it are clauses, or other metrics. */
export interface CommandStart {
  readonly command: string;
  readonly metrics: readonly string[];
  /** Members alone are asked: the group named first is listed. */
  readonly lists?: true;
}

/** What a command has said already. */
export type Start = "top" | "trend" | CommandStart;

const defaultMetric = "net_sales";

/** What was said → the Question it asks, in its canonical form. Throws a ReadingProblem. */
export const assemble = (draft: Draft, scene: Scene, start?: Start): Question => {
  const kind = kindOf(draft, start);
  const metrics =
    kind === "measure" ? [...draft.metrics, ...draft.orderedBy] : [...draft.orderedBy, ...draft.metrics];
  const named = unique(metrics.length > 0 ? metrics : metricsUnsaid(draft, start));
  const { by, each } = groupsOf(draft, kind, start);
  const slice = sliceOf(draft, scene, factOf(named, scene.vocabulary));
  const asked: Question = {
    kind,
    metrics: named,
    by,
    ...(each ? { each } : {}),
    ...slice,
    order: kind === "ranking" ? (draft.order ?? "top") : "top",
    limit: kind === "ranking" ? (draft.limit ?? 10) : 10,
    share: draft.share,
    conditions: draft.conditions,
    ...(draft.level ? { level: draft.level } : {}),
    ...(draft.form ? { form: draft.form } : {}),
  };
  checkSize(asked);
  return canonicalQuestion(asked);
};

const metricsUnsaid = ({ conditions: [condition] }: Draft, start: Start | undefined): readonly string[] =>
  typeof start === "object" ? start.metrics : [condition?.metric ?? defaultMetric];

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const kindOf = (draft: Draft, start: Start | undefined): Question["kind"] => {
  if (draft.heads.length > 0) {
    if (start === "trend") return "measure";
    const isOrdered = draft.order !== undefined || start === "top" || draft.limit !== undefined;
    const isRanking = isOrdered || draft.orderedBy.length > 0 || draft.conditions.length > 0;
    if (isRanking) return "ranking";
    if (typeof start === "object") return start.lists ? "listing" : "measure";
    if (draft.filters.length > 0 && !draft.share && draft.metrics.length === 0) return "listing";
    const said = draft.heads[0] ? pluralOf(draft.heads[0]) : "members";
    throw refuse(
      "not-allowed",
      `Which ${said}? Say by which figure they are ranked, like top 10 ${said} by net sales.`,
      [
        { label: "by net sales", asks: { draft: { ...draft, order: "top", orderedBy: ["net_sales"] } } },
        {
          label: "by sold quantity",
          asks: { draft: { ...draft, order: "top", orderedBy: ["sold_quantity"] } },
        },
      ],
    );
  }
  if (draft.order !== undefined || start === "top" || draft.limit !== undefined) {
    throw refuse(
      "not-allowed",
      "Top what? Say what is ranked, like top 10 products by net sales.",
      rankingOffers(draft),
    );
  }
  if (draft.metrics.length > 0 && draft.orderedBy.length > 0) {
    throw refuse(
      "not-allowed",
      "Only a ranking is ordered by a figure, like top 10 products by net sales.",
      rankingOffers(draft),
    );
  }
  const isMeasure = draft.metrics.length > 0 || draft.orderedBy.length > 0;
  if (isMeasure || start === "trend" || typeof start === "object") return "measure";
  const asked = draft.share && draft.by.length === 0 ? splitShare(draft) : draft;
  throw refuse("ambiguous", "Which figure? Say for example net sales or sold quantity.", [
    { label: "net sales", asks: { draft: { ...asked, metrics: ["net_sales"] } } },
    { label: "sold quantity", asks: { draft: { ...asked, metrics: ["sold_quantity"] } } },
  ]);
};

/** "share of Crona in India" is that of whom it names first; a share of nobody, that of each market. */
const splitShare = (draft: Draft): Draft => {
  const first = draft.filters.find(({ excluded }) => !excluded);
  if (first === undefined) return { ...draft, by: ["market"] };
  const isPart = ({ dimension, excluded }: (typeof draft.filters)[number]): boolean =>
    !excluded && dimension === first.dimension;
  return { ...draft, filters: draft.filters.map((filter) => ({ ...filter, part: isPart(filter) })) };
};

const rankingOffers = (draft: Draft): Offer[] => {
  const metric = draft.orderedBy[0] ?? draft.metrics[0] ?? defaultMetric;
  return (["product", "customer", "market"] as const).map((group) => ({
    label: `top ${pluralOf(group)}`,
    asks: {
      draft: { ...draft, heads: [group], metrics: [], orderedBy: [metric], order: draft.order ?? "top" },
    },
  }));
};

interface Groups {
  readonly by: GroupKey[];
  readonly each: DimensionKey | undefined;
}

const groupsOf = (draft: Draft, kind: Question["kind"], start: Start | undefined): Groups => {
  const isRestart = kind === "ranking";
  const [restart] = isRestart ? draft.per : [];
  if (restart && (isTimeKey(restart) || draft.per.length > 1)) {
    throw refuse("not-allowed", "A ranking restarts in each member of one dimension, like in each division.");
  }
  const asked = unique([...draft.heads, ...draft.by, ...(isRestart ? [] : draft.per)]);
  const by: GroupKey[] = start === "trend" && !asked.some(isTimeKey) ? [...asked, "month"] : asked;
  return { by, each: restart && !isTimeKey(restart) ? restart : undefined };
};

/** Filters, period and comparison: what may be said without naming a figure. */
export type Slice = Pick<Question, "filters" | "period" | "comparison">;

export const sliceOf = (draft: Draft, scene: Scene, fact: Fact): Slice => {
  const filters = draft.filters.map(
    ({ dimension, member, excluded, part }): Filter => ({
      dimension,
      members: [member],
      excluded,
      ...(part ? { part: true } : {}),
    }),
  );
  const period = periodOf(draft, scene, fact);
  const comparison = comparisonOf(draft, scene, fact);
  return { filters, ...(period ? { period } : {}), ...(comparison ? { comparison } : {}) };
};

const periodOf = (draft: Draft, scene: Scene, fact: Fact): Period | undefined => {
  const [first, second] = draft.periods;
  if (!first) return undefined;
  if (second)
    throw refuse(
      "ambiguous",
      "You named two periods. Compare them, or ask for one.",
      comparing(draft, first, second),
    );
  const joined = joinPeriods(first, scene.loaded, fact);
  if (joined) return joined;
  const message = `${first.map(periodWords).join(" and ")} are not next to each other: they are not one period. Compare them instead.`;
  throw refuse("ambiguous", message, comparing(draft, first.slice(0, 1), first.slice(1, 2)));
};

/** `A vs B`, the other way to say that two periods belong together. */
const comparing = (draft: Draft, one: readonly Period[], other: readonly Period[]): Offer[] => {
  const words = (periods: readonly Period[]): string => periods.map(periodWords).join(" and ");
  const compared: Draft = { ...draft, periods: [one], comparisons: [{ kind: "periods", periods: other }] };
  return [{ label: `${words(one)} vs ${words(other)}`, asks: { draft: compared } }];
};

const comparisonOf = (draft: Draft, scene: Scene, fact: Fact): Comparison | undefined => {
  const [first, second] = draft.comparisons;
  if (!first) return undefined;
  if (second)
    throw refuse("not-allowed", 'One comparison fits in a question: keep one "vs".', keepingOne(draft));
  switch (first.kind) {
    case "periods": {
      const period = joinPeriods(first.periods, scene.loaded, fact);
      if (!period)
        throw refuse(
          "not-allowed",
          "The periods to compare with are not next to each other: name one of them.",
        );
      return { kind: "period", period };
    }
    case "one-of":
      return memberCompared(first, draft, scene);
    default:
      return first;
  }
};

/** The question with each of its comparisons alone. */
const keepingOne = (draft: Draft): Offer[] =>
  draft.comparisons.map((comparison) => ({
    label: `vs ${comparedWith(comparison)}`,
    asks: { draft: { ...draft, comparisons: [comparison] } },
  }));

const comparedWith = (comparison: DraftComparison): string => {
  switch (comparison.kind) {
    case "periods":
      return comparison.periods.map(periodWords).join(" and ");
    case "one-of":
      return comparison.members[0]?.name ?? "";
    default:
      return comparison.kind.replace("-", " ");
  }
};

/** The reading whose dimension is filtered; the figure of that filter is what it stands in for. */
const memberCompared = (
  said: Extract<DraftComparison, { kind: "one-of" }>,
  draft: Draft,
  scene: Scene,
): Comparison => {
  const chosen = scene.chosen.get(said.at);
  const filtered = said.members.filter((member) =>
    draft.filters.some((filter) => filter.dimension === member.dimension && !filter.excluded),
  );
  const candidates = filtered.length > 0 ? filtered : said.members;
  const member = candidates.find((one) => nameOf(one) === chosen) ?? candidates[0];
  if (!member || (candidates.length > 1 && chosen === undefined)) {
    throw new ReadingProblem({ kind: "ambiguous-member", at: said.at, end: said.end, members: candidates });
  }
  if (filtered.length === 0) {
    const { label } = dimensions[member.dimension];
    throw refuse(
      "not-allowed",
      `To compare with ${member.name} name another ${label.toLowerCase()} first, like: … in OTHER vs ${member.name}.`,
    );
  }
  return { kind: "member", dimension: member.dimension, member: member.name };
};

/** Which rows decide whether a month is loaded for these metrics. */
export const factOf = (metrics: readonly string[], vocabulary: Vocabulary): Fact => {
  const facts = metrics.map((key) => vocabulary.metrics.get(key)?.fact ?? "sales");
  if (facts.every((fact) => fact === "none")) return "none";
  const counted = unique(facts.filter((fact) => fact !== "none"));
  return counted.length === 1 && counted[0] ? counted[0] : counted.includes("sales") ? "sales" : "both";
};
