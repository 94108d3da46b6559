import type { Answer } from "../answer/answer.ts";
import { type DimensionKey, dimensions } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import type { CommandStart } from "../question/assemble.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { Say } from "./next-steps.ts";

/** Whom a profile is of. */
export interface Subject {
  readonly dimension: DimensionKey;
  readonly member: string;
}

/** Of several members named the first of these is told, within the others: "profile Crona in India". */
const subjects: readonly DimensionKey[] = [
  "customer_code",
  "customer",
  "product_code",
  "product",
  "market",
  "sub_zone",
  "category",
  "segment",
  "division",
  "channel",
  "platform",
  "region",
];

export const subjectOf = ({ filters }: Question): Subject | undefined => {
  const single = filters.filter(({ excluded, members }) => !excluded && members.length === 1);
  const [dimension] = subjects.filter((key) => single.some((filter) => filter.dimension === key));
  const member = single.find((filter) => filter.dimension === dimension)?.members[0];
  return dimension && member !== undefined ? { dimension, member } : undefined;
};

/** What a size is measured in: the first that the slice has. */
export const sizes = ["net_sales", "gross_sales", "sold_quantity"] as const;

export const boardMetrics = [...sizes, "gross_margin_pct", "deductions_pct", "forecast_accuracy"] as const;

export interface ProfileQuestions {
  /** The subject's figures. */
  readonly board: Question;
  /** All members of its dimension. */
  readonly peers: Question;
  /** What it consists of: products, or the customers of a product. */
  readonly parts: Question;
  readonly splits: readonly Question[];
  /** Month by month. */
  readonly line: Question;
}

/** Asked together. */
export const profileQuestions = (asked: Question, { dimension, member }: Subject): ProfileQuestions => {
  const ask = (changes: Partial<Question>): Question =>
    questionSchema.parse({
      kind: "measure",
      metrics: sizes,
      filters: asked.filters,
      ...(asked.period ? { period: asked.period } : {}),
      comparison: asked.comparison ?? { kind: "last-year" },
      ...changes,
    });
  const others = asked.filters.filter(
    (filter) => filter.dimension !== dimension || filter.members[0] !== member,
  );
  const { comparison: _comparison, ...line } = ask({
    by: ["month"],
    period: { kind: "last", count: 24, unit: "month" },
  });
  return {
    board: ask({ metrics: [...boardMetrics] }),
    peers: ask({
      metrics: [...sizes, "gross_margin_pct", "deductions_pct"],
      by: [dimension],
      filters: others,
    }),
    parts: ask({ by: [partOf(dimension)] }),
    splits: splitsOf(dimension, asked).map((key) => ask({ by: [key] })),
    line,
  };
};

/** What the best and the worst are of. */
const partOf = (dimension: DimensionKey): DimensionKey => {
  if (dimension === "product" || dimension === "product_code") return "customer";
  return "product";
};

/** Two splits that can have several parts: all of one customer's India is one market. */
const splitsOf = (dimension: DimensionKey, { filters }: Question): readonly DimensionKey[] => {
  const named = filters.filter(({ excluded }) => !excluded).map((filter) => filter.dimension);
  const isOpen = (key: DimensionKey): boolean =>
    !named.includes(key) && !named.some((narrow) => narrow !== dimension && isInside(narrow, key));
  return candidates[dimensions[dimension].hierarchy].filter(isOpen).slice(0, 2);
};

const candidates: Readonly<Record<(typeof dimensions)["region"]["hierarchy"], readonly DimensionKey[]>> = {
  customer: ["market", "segment", "category"],
  product: ["market", "channel", "platform"],
  geography: ["channel", "segment", "platform"],
  route: ["region", "segment", "market"],
};

/** Markets are inside regions, products inside segments. */
const isInside = (narrow: DimensionKey, wide: DimensionKey): boolean =>
  ["geography", "product"].includes(dimensions[narrow].hierarchy) &&
  dimensions[narrow].hierarchy === dimensions[wide].hierarchy &&
  dimensions[narrow].rank > dimensions[wide].rank;

/** The five largest, to choose from. */
export const largestQuestion = ({ filters }: Question, metric: string): Question =>
  questionSchema.parse({ kind: "ranking", metrics: [metric], by: ["customer"], filters, limit: 5 });

/** Whose profile? One click away are the largest of those that could be meant. */
export const whoseProfile = (
  question: Question,
  largest: Answer,
  say: Say,
  start: CommandStart,
): QuestionError => {
  const several = question.filters.find(({ excluded, members }) => !excluded && members.length > 1);
  const names = several ? several.members : largest.rows.map((row) => String(row.customer));
  const dimension = several?.dimension ?? "customer";
  const rest = question.filters.filter((filter) => filter !== several);
  const choices = names.slice(0, 5).map((name) => ({
    label: name,
    words: say({ ...question, filters: [...rest, { dimension, members: [name], excluded: false }] }, start),
  }));
  return new QuestionError(
    "not-allowed",
    several
      ? `A profile is of one ${dimensions[dimension].label.toLowerCase()}. Which one?`
      : "Whose profile? Name a customer, a product or a market. The five largest customers are:",
    choices,
  );
};
