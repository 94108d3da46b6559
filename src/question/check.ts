import { dimensions, labelOf, pluralOf } from "../dimension.ts";
import { allowsGroup, type Metric } from "../metric.ts";
import { refuse } from "./problem.ts";
import type { Period, Question } from "./question.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * What the Question alone shows cannot be answered, refused with the reason and with what can. Whether its
 * period is loaded is for resolvePeriod.
 */
export const checkQuestion = (question: Question, vocabulary: Vocabulary): void => {
  const metrics = question.metrics.flatMap((key) => vocabulary.metrics.get(key) ?? []);
  checkList(question);
  checkGroups(question, metrics);
  if (question.share) checkShare(question, metrics);
  checkComparison(question, metrics);
  checkFuture(question, metrics);
  checkMembers(question);
};

/** A list has no figures that could be compared. */
const checkList = (question: Question): void => {
  const first = question.by[0];
  if (question.kind !== "listing" || !question.comparison || !first) return;
  throw refuse("not-allowed", "A list of members has no figures to compare. A ranking has.", [
    { label: `top ${pluralOf(first)}`, asks: { question: { ...question, kind: "ranking" } } },
    { label: `${pluralOf(first)} alone`, asks: { question: withoutComparison(question) } },
  ]);
};

const checkGroups = (question: Question, metrics: readonly Metric[]): void => {
  const filtered = question.filters.map((filter) => filter.dimension);
  for (const metric of metrics) {
    const refused = [...question.by, ...filtered].find((key) => !allowsGroup(metric, key));
    if (!refused) continue;
    const allowed = (metric.allows ?? []).map((key) => labelOf(key).toLowerCase()).join(", ");
    const kept = question.by.filter((key) => allowsGroup(metric, key));
    const by = kept.length === 0 && question.kind === "ranking" ? (metric.allows ?? []).slice(0, 1) : kept;
    const filters = question.filters.filter((filter) => allowsGroup(metric, filter.dimension));
    throw refuse(
      "not-allowed",
      `${metric.label} is not known by ${labelOf(refused).toLowerCase()}, only by ${allowed}.`,
      [
        {
          label: `without ${labelOf(refused).toLowerCase()}`,
          asks: { question: { ...question, by, filters } },
        },
      ],
    );
  }
};

const checkShare = (question: Question, metrics: readonly Metric[]): void => {
  const unshared = metrics.find((metric) => !metric.shareable);
  if (unshared) {
    const why =
      unshared.unit === "count"
        ? "counts each thing once, so its parts overlap"
        : "is a ratio, so its parts do not add up to a whole";
    const net: Question = { ...question, metrics: ["net_sales"] };
    throw refuse("not-allowed", `${unshared.label} has no share: it ${why}.`, [
      {
        label: unshared.label,
        asks: {
          question: {
            ...question,
            share: false,
            filters: question.filters.map(({ part: _, ...filter }) => filter),
          },
        },
      },
      { label: "share of net sales", asks: { question: net } },
    ]);
  }
  if (question.by.length > 0 || question.filters.some((filter) => filter.part)) return;
  throw refuse(
    "not-allowed",
    `Share of what? Say by what the total is split, or "share of … of" one member.`,
    [
      { label: "by channel", asks: { question: { ...question, by: ["channel"] } } },
      { label: "by market", asks: { question: { ...question, by: ["market"] } } },
      { label: "by category", asks: { question: { ...question, by: ["category"] } } },
    ],
  );
};

const checkComparison = (question: Question, metrics: readonly Metric[]): void => {
  const { comparison } = question;
  if (comparison?.kind === "forecast") {
    const other = metrics.find((metric) => metric.key !== "sold_quantity");
    if (!other) return;
    const isMoney = other.unit === "money" || other.unit === "money-per-unit";
    const why = isMoney
      ? "forecasts are in units, not in money"
      : "only sold quantity has a forecast to be compared with";
    throw refuse("not-allowed", `${other.label} cannot be compared with the forecast: ${why}.`, [
      { label: "sold quantity vs forecast", asks: { question: { ...question, metrics: ["sold_quantity"] } } },
      {
        label: "forecast accuracy",
        asks: { question: withoutComparison({ ...question, metrics: ["forecast_accuracy"], share: false }) },
      },
    ]);
  }
  if (comparison?.kind === "member") checkMemberCompared(question, comparison.dimension, comparison.member);
};

const checkMemberCompared = (
  question: Question,
  dimension: keyof typeof dimensions,
  member: string,
): void => {
  const filter = question.filters.find((one) => one.dimension === dimension && !one.excluded);
  const label = dimensions[dimension].label.toLowerCase();
  if (filter?.members.length !== 1) {
    throw refuse("not-allowed", `"vs ${member}" needs one other ${label} to compare it with.`);
  }
  if (!question.by.includes(dimension)) return;
  const both: Question = {
    ...withoutComparison(question),
    filters: question.filters.map((one) =>
      one === filter ? { ...one, members: [...one.members, member] } : one,
    ),
  };
  throw refuse(
    "not-allowed",
    `Broken down by ${label}, ${filter.members[0]} and ${member} are rows already: ask for both.`,
    [{ label: `${filter.members[0]} and ${member}`, asks: { question: both } }],
  );
};

const withoutComparison = ({ comparison: _, ...question }: Question): Question => question;

const checkFuture = (question: Question, metrics: readonly Metric[]): void => {
  const isFuture = question.period !== undefined && reachesAhead(question.period);
  if (!isFuture || metrics.some((metric) => metric.fact === "forecast" || metric.fact === "both")) return;
  const [metric] = metrics;
  throw refuse(
    "not-allowed",
    `${metric?.label ?? "This figure"} is known for the past only: "next" is for forecasts.`,
    [{ label: "forecast quantity", asks: { question: { ...question, metrics: ["forecast_quantity"] } } }],
  );
};

const reachesAhead = (period: Period): boolean =>
  period.kind === "next" ||
  (period.kind === "relative" && period.which === "next") ||
  (period.kind === "range" && (reachesAhead(period.from) || reachesAhead(period.to)));

/** A member cannot be in and out. */
const checkMembers = (question: Question): void => {
  for (const filter of question.filters) {
    if (!filter.excluded) continue;
    const included = question.filters.find((one) => one.dimension === filter.dimension && !one.excluded);
    if (!included || included.members.some((member) => !filter.members.includes(member))) continue;
    throw refuse(
      "not-allowed",
      `${included.members.join(", ")} is both asked and excluded: nothing is left.`,
    );
  }
};
