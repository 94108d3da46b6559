import { isTimeKey } from "../dimension.ts";
import { factOf, type Scene, sliceOf } from "./assemble.ts";
import type { Draft } from "./draft.ts";
import { interpret } from "./interpret.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import { refuse } from "./problem.ts";
import type { Filter, Question } from "./question.ts";
import { checked, type Reading } from "./read.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { toWords } from "./words.ts";

/**
 * A follow-up: a clause ("by customer", "vs last year", "as line", "top 20", "gross margin") applied to the
 * question before. Throws QuestionError like `read`; the choices are whole questions.
 */
export const applyClause = (
  question: Question,
  clause: string,
  vocabulary: Vocabulary,
  loaded: LoadedMonths,
): Reading => {
  const check = (changed: Question): Question => checked(changed, vocabulary, loaded);
  const { value, corrections } = interpret(clause, vocabulary, loaded, {
    build: (draft, scene) => check(changeQuestion(question, draft, scene)),
    check,
    words: (changed) => toWords(changed, vocabulary),
    rereads: false,
  });
  return { question: value, corrections };
};

/** What the clause says replaces what was said before; filters of other dimensions stay. */
const changeQuestion = (question: Question, draft: Draft, scene: Scene): Question => {
  const metrics = [...draft.metrics, ...draft.orderedBy];
  const named = metrics.length > 0 ? [...new Set(metrics)] : question.metrics;
  const said = withBefore(draft, question);
  const slice = sliceOf(said, scene, factOf(named, scene.vocabulary));
  const own =
    draft.filters.length > 0
      ? slice.filters.filter((_, at) => at >= said.filters.length - draft.filters.length)
      : [];
  return {
    ...question,
    ...shapeOf(question, draft),
    metrics: named,
    filters: mergeFilters(question.filters, own),
    ...(slice.period ? { period: slice.period } : {}),
    ...(slice.comparison ? { comparison: slice.comparison } : {}),
    order: draft.order ?? question.order,
    limit: draft.limit ?? question.limit,
    share: draft.share || (question.share && draft.metrics.length + draft.orderedBy.length === 0),
    conditions:
      draft.conditions.length > 0 ? [...question.conditions, ...draft.conditions] : question.conditions,
    ...(draft.level ? { level: draft.level } : {}),
    ...(draft.form ? { form: draft.form } : {}),
  };
};

/** "vs MEMBER" looks for its dimension among the filters that the question has already. */
const withBefore = (draft: Draft, question: Question): Draft => ({
  ...draft,
  filters: [
    ...question.filters.flatMap(({ dimension, members, excluded }) =>
      members.map((member) => ({ dimension, member, excluded, part: false })),
    ),
    ...draft.filters,
  ],
});

/** Time as the break-down of a ranking makes it a measure: nobody ranks months when asking for a trend. */
const shapeOf = (question: Question, draft: Draft): Pick<Question, "kind" | "by"> & { each?: never } => {
  const groups = [...draft.heads, ...draft.by, ...draft.per];
  const by = groups.length > 0 ? [...new Set(groups)] : question.by;
  if (draft.order !== undefined || draft.limit !== undefined || draft.heads.length > 0) {
    if (by.length === 0) throw refuse("not-allowed", "Top what? Say what is ranked, like top 10 products.");
    return { kind: "ranking", by };
  }
  const isRanked =
    question.kind === "listing" &&
    [draft.metrics, draft.orderedBy, draft.conditions, draft.comparisons].some((said) => said.length > 0);
  if (isRanked) return { kind: "ranking", by };
  const isTrend = question.kind === "ranking" && groups.some(isTimeKey);
  return { kind: isTrend ? "measure" : question.kind, by };
};

/** Members replace the filter of their own dimension; what is excluded adds to it. */
const mergeFilters = (before: readonly Filter[], said: readonly Filter[]): Filter[] => {
  const replaced = new Set(said.filter((filter) => !filter.excluded).map((filter) => filter.dimension));
  return [...before.filter((filter) => !replaced.has(filter.dimension)), ...said];
};
