import type { Answer } from "../answer/answer.ts";
import type { Desk } from "../desk.ts";
import { type DimensionKey, isTimeKey } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import { changesOf, type MemberChange } from "../insight/changes.ts";
import { metricOf } from "../metrics/index.ts";
import type { CommandStart } from "../question/assemble.ts";
import { indexOfIso } from "../question/calendar.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import { rangeOfMonths } from "../question/resolve-comparison.ts";
import { inOwnWords } from "./in-own-words.ts";
import { whereLoaded } from "./where-loaded.ts";

export const changesStart: CommandStart = { command: "changes", metrics: ["net_sales"] };

/** The members of one dimension and what became of them. */
export interface DimensionChanges {
  readonly dimension: DimensionKey;
  readonly answer: Answer;
  readonly members: readonly MemberChange[];
}

export interface Changes {
  /** The figure that is compared: the asked one, or the nearest that the data can answer. */
  readonly metric: string;
  /** Members shown of each kind. */
  readonly most: number;
  readonly dimensions: readonly [DimensionChanges, ...DimensionChanges[]];
}

/** Two rounds: now against before by each dimension, then who was there before. Throws a QuestionError where it makes no sense. */
export const askChanges = async (question: Question, desk: Desk): Promise<Changes> => {
  refuse(question, desk);
  const dimensions = dimensionsOf(question);
  const { each: _each, comparison = { kind: "last-year" as const }, form: _form, ...rest } = question;
  const plain = {
    ...rest,
    kind: "measure" as const,
    order: "top" as const,
    limit: 10,
    share: false,
    conditions: [],
  };
  const metrics = [...new Set([...question.metrics.slice(0, 1), ...fallbacks(question)])];
  const now = await Promise.all(
    dimensions.map((dimension) =>
      inOwnWords(
        desk.answer(questionSchema.parse({ ...plain, metrics, by: [dimension], comparison })),
        question,
        changesStart,
        desk,
      ),
    ),
  );
  const before = await Promise.all(
    now.map((answer) => (isComparable(answer) ? whereLoaded(desk.answer(beforeOf(answer))) : undefined)),
  );
  const metric = metrics.find((key) => now.some((answer) => answer.totals[key] !== null)) ?? "sold_quantity";
  const found = dimensions.flatMap((dimension, at) => {
    const [answer, earlier] = [now[at], before[at]];
    return answer ? [{ dimension, answer, members: changesOf(answer, earlier, metric) }] : [];
  });
  return {
    metric,
    most: question.kind === "ranking" ? question.limit : usualMost,
    dimensions: found as unknown as Changes["dimensions"],
  };
};

const usualMost = 5;

/** Units are always asked: they tell who is new and who is gone. */
const fallbacks = ({ metrics }: Question): readonly string[] =>
  metrics[0] === "net_sales" ? ["gross_sales", "sold_quantity"] : ["sold_quantity"];

/** Every compared month is loaded: of fewer months nobody can be told to be gone. */
const isComparable = ({ totals }: Answer): boolean => typeof totals.sold_quantity_previous === "number";

/** The compared months alone. */
const beforeOf = ({ question, previous }: Answer): Question => {
  const { comparison: _, ...alone } = question;
  if (!previous) return alone;
  return { ...alone, period: rangeOfMonths(indexOfIso(previous.from), indexOfIso(previous.to)) };
};

/** Products and customers; of one customer its products and markets. */
const dimensionsOf = ({ by, filters }: Question): readonly DimensionKey[] => {
  const named = by.filter((key): key is DimensionKey => !isTimeKey(key));
  if (named.length > 0) return named;
  const single = filters.filter(({ excluded, members }) => !excluded && members.length === 1);
  return (["product", "customer", "market", "category"] as const)
    .filter((key) => !single.some(({ dimension }) => dimension === key))
    .slice(0, 2);
};

const refuse = (question: Question, desk: Pick<Desk, "say">): void => {
  const [key = ""] = question.metrics;
  const metric = metricOf(key);
  const { comparison, ...alone } = question;
  if (!metric.additive) {
    throw new QuestionError(
      "not-allowed",
      `${metric.label} does not add up over members: who moved it most cannot be told by it.`,
      [
        {
          label: "Changes in net sales",
          words: desk.say({ ...question, metrics: ["net_sales"] }, changesStart),
        },
        {
          label: `${metric.label} vs last year`,
          words: desk.say({ ...question, comparison: { kind: "last-year" } }),
        },
      ],
    );
  }
  const isOverTime = comparison?.kind !== "member" && comparison?.kind !== "forecast";
  if (isOverTime && !question.by.some(isTimeKey)) return;
  throw new QuestionError("not-allowed", "Changes are from one period to another: name a period, or two.", [
    {
      label: "vs last year",
      words: desk.say(
        { ...alone, by: alone.by.filter((one) => !isTimeKey(one)), comparison: { kind: "last-year" } },
        changesStart,
      ),
    },
  ]);
};
