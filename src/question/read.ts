import { assemble, factOf, type Slice, type Start, sliceOf } from "./assemble.ts";
import { canonicalQuestion } from "./canonical.ts";
import { checkQuestion } from "./check.ts";
import { checkPeriod } from "./check-period.ts";
import { checkSize } from "./check-size.ts";
import { sliceWords } from "./compose-words.ts";
import { type Builder, interpret } from "./interpret.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import { refuse } from "./problem.ts";
import type { Question } from "./question.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { toWords } from "./words.ts";

/** A question as it was read, with what was corrected on the way: "read 'Flopcart' as Flopkart". */
export interface Reading {
  readonly question: Question;
  readonly corrections: readonly string[];
}

export interface ReadOptions {
  /**
   * What a command supplies. "top": the words are a ranking that may begin with its group. "trend": a measure,
   * by month unless another time is said, of net sales unless another figure is. An object: a command with its own
   * metrics, whose choices are words of that command again.
   */
  readonly start?: Start;
}

/**
 * Words → Question. Throws QuestionError: `unknown-word`, `ambiguous` or `not-allowed`, each with choices whose
 * words read right. Whether the period is loaded is not looked at: that is resolvePeriod's.
 */
export const read = (
  words: string,
  vocabulary: Vocabulary,
  loaded: LoadedMonths,
  options: ReadOptions = {},
): Reading => {
  const { value, corrections } = interpret(
    words,
    vocabulary,
    loaded,
    questionBuilder(vocabulary, loaded, options.start),
  );
  return { question: value, corrections };
};

/** The question in canonical form, if it can be answered at all. Throws a ReadingProblem. */
export const checked = (question: Question, vocabulary: Vocabulary, loaded: LoadedMonths): Question => {
  checkSize(question);
  const canonical = canonicalQuestion(question);
  checkQuestion(canonical, vocabulary);
  checkPeriod(canonical, vocabulary, loaded);
  return canonical;
};

const questionBuilder = (vocabulary: Vocabulary, loaded: LoadedMonths, start?: Start): Builder<Question> => {
  const check = (question: Question): Question => checked(question, vocabulary, loaded);
  return {
    build: (draft, scene) => check(assemble(draft, scene, start)),
    check,
    words: (question) =>
      toWords(
        question,
        vocabulary,
        typeof start === "object" && !isDemand(question, start) ? start : undefined,
      ),
    rereads: start === undefined,
  };
};

/** A choice about the forecast is a question of its own, unless the command is about forecasts too. */
const isDemand = ({ comparison, metrics }: Question, start: Extract<Start, object>): boolean =>
  comparison?.kind === "forecast" ||
  (metrics.includes("forecast_accuracy") && !start.metrics.includes("forecast_accuracy"));

/** Filters, period and comparison for commands that bring their own figures: `/kpi India FY2021 vs last year`. */
export interface SliceReading extends Slice {
  readonly corrections: readonly string[];
}

/** Words that name no figure. Throws QuestionError like `read`; its choices are slices again. */
export const readSlice = (words: string, vocabulary: Vocabulary, loaded: LoadedMonths): SliceReading => {
  const builder: Builder<Slice> = {
    build: (draft, scene) => {
      const isMore =
        draft.heads.length +
          draft.metrics.length +
          draft.orderedBy.length +
          draft.by.length +
          draft.per.length >
        0;
      if (isMore || draft.order || draft.share) {
        throw refuse(
          "not-allowed",
          "Here only members, a period and a comparison fit, like: India FY2021 vs last year.",
        );
      }
      return sliceFor(sliceOf(draft, scene, "sales"));
    },
    check: sliceFor,
    words: sliceWords,
    rereads: true,
  };
  const { value, corrections } = interpret(words, vocabulary, loaded, builder);
  return { ...value, corrections };
};

/** In canonical form, by way of the question that it would be a part of. */
const sliceFor = (slice: Slice): Slice => {
  const { filters, period, comparison } = canonicalQuestion({
    kind: "measure",
    metrics: ["net_sales"],
    by: [],
    order: "top",
    limit: 10,
    share: false,
    conditions: [],
    ...slice,
    filters: slice.filters.map(({ part: _, ...filter }) => filter),
  });
  return { filters, ...(period ? { period } : {}), ...(comparison ? { comparison } : {}) };
};

/** Which rows the question's metrics count: what resolvePeriod wants to know. */
export const factOfQuestion = (question: Question, vocabulary: Vocabulary): ReturnType<typeof factOf> =>
  factOf(question.metrics, vocabulary);
