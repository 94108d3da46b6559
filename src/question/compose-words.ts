import { type DimensionKey, dimensions, type GroupKey, labelOf, pluralOf } from "../dimension.ts";
import type { Choice } from "../errors.ts";
import type { CommandStart } from "./assemble.ts";
import { canonicalQuestion } from "./canonical.ts";
import { comparisonWords, periodWords } from "./period-words.ts";
import type { Comparison, Filter, Question } from "./question.ts";

/** How names are said; the safe way needs no vocabulary, the pretty one (words.ts) knows what stands alone. */
export interface Naming {
  readonly metric: (key: string) => string;
  readonly members: (dimension: DimensionKey, members: readonly string[]) => string;
  readonly condition: (metric: string, value: number) => string;
}

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Reads back under every vocabulary: dimension said, names in quotes, metrics by key, percents as percents. */
export const safeNaming: Naming = {
  metric: (key) => key.replaceAll("_", " "),
  members: (dimension, members) => `${labelOf(dimension).toLowerCase()} ${members.map(quote).join(", ")}`,
  condition: (metric, value) =>
    metric.endsWith("_pct") || metric.includes("accuracy") || metric.includes("bias")
      ? percentWords(value)
      : plainNumber(value),
};

/**
 * A question as its phrases in canonical order; joined by spaces they are words that read back. After a command
 * the metrics that it brings are left out.
 */
export const composePhrases = (asked: Question, naming: Naming, after?: CommandStart): string[] => {
  const question = canonicalQuestion(asked);
  const isSaid = !question.share && question.metrics.join() === after?.metrics.join();
  return [
    ...(after ? [after.command] : []),
    ...(isSaid ? headAfterCommand(question) : head(question, naming)),
    ...(question.each ? [`in each ${groupWord(question.each)}`] : []),
    ...breakDown(question),
    ...question.filters.map((filter) => filterWords(filter, naming)),
    ...question.conditions.map(
      ({ metric, side, value }) => `with ${naming.metric(metric)} ${side} ${naming.condition(metric, value)}`,
    ),
    ...(question.period ? [periodWords(question.period)] : []),
    ...(question.comparison ? [`vs ${otherSide(question.comparison, naming)}`] : []),
    ...(question.level ? [`at ${question.level} level`] : []),
    ...(question.form ? [`as ${question.form}`] : []),
  ];
};

const groupWord = (key: GroupKey): string => labelOf(key).toLowerCase();

const head = (question: Question, naming: Naming): string[] => {
  const metrics = question.metrics.map(naming.metric);
  const share = question.share ? "share of " : "";
  const named =
    metrics.length < 2 ? (metrics[0] ?? "") : `${metrics.slice(0, -1).join(", ")} and ${metrics.at(-1)}`;
  const group = question.by[0];
  switch (question.kind) {
    case "ranking":
      return [`${question.order} ${question.limit}`, group ? pluralOf(group) : "", `by ${share}${named}`];
    case "measure":
      return [`${share}${named}`];
    case "listing":
      return [group ? pluralOf(group) : ""];
  }
};

const headAfterCommand = ({ kind, order, limit, by: [group] }: Question): string[] => {
  if (kind === "measure" || !group) return [];
  return kind === "listing" ? [pluralOf(group)] : [`${order} ${limit} ${pluralOf(group)}`];
};

/** A ranking and a listing name their first group at the head. */
const breakDown = ({ kind, by }: Question): string[] => {
  const rest = kind === "measure" ? by : by.slice(1);
  return rest.length > 0 ? [`by ${rest.map(groupWord).join(", ")}`] : [];
};

const filterWords = (filter: Filter, naming: Naming): string => {
  const members = naming.members(filter.dimension, filter.members);
  if (filter.excluded) return `excluding ${members}`;
  if (filter.part) return `of ${members}`;
  return `${["customer", "product"].includes(dimensions[filter.dimension].hierarchy) ? "for" : "in"} ${members}`;
};

const otherSide = (comparison: Comparison, naming: Naming): string =>
  comparison.kind === "member"
    ? naming.members(comparison.dimension, [comparison.member])
    : comparisonWords(comparison);

/** Words of a question that need no vocabulary to be written, and none in particular to be read. */
export const safeWords = (question: Question, after?: CommandStart): string =>
  composePhrases(question, safeNaming, after).join(" ");

/** A button with its words. */
export const choiceOf = (label: string, question: Question): Choice => ({
  label,
  words: safeWords(question),
});

/** 0.2 → "20%", without the noise of binary fractions. */
export const percentWords = (value: number): string => {
  const [whole = "0", fraction = ""] = plainNumber(value).split(".");
  const digits = fraction.padEnd(2, "0");
  const shifted = `${whole}${digits.slice(0, 2)}`.replace(/^(-?)0+(?=\d)/, "$1");
  return `${shifted}${digits.length > 2 ? `.${digits.slice(2)}` : ""}%`;
};

/** A number without exponent. */
export const plainNumber = (value: number): string =>
  String(value).includes("e")
    ? value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 })
    : String(value);

/** The clauses of a slice: "in India FY2021 vs last year". */
export const sliceWords = (slice: Pick<Question, "filters" | "period" | "comparison">): string =>
  composePhrases(
    {
      kind: "measure",
      metrics: ["net_sales"],
      by: [],
      order: "top",
      limit: 10,
      share: false,
      conditions: [],
      ...slice,
    },
    safeNaming,
  )
    .slice(1)
    .join(" ");
