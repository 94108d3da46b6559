import { createHash } from "node:crypto";
import { dimensionKeys } from "../dimension.ts";
import { type Filter, type Question, question as questionSchema } from "./question.ts";

/**
 * The one form of a Question among those that ask the same: filters merged per dimension and sorted, members
 * sorted, "vs last year" said as such. What the reader gives, what is stored, what ids are made of.
 */
export const canonicalQuestion = (question: Question): Question => {
  const { each, ...checked } = questionSchema.parse(question);
  const isRanking = checked.kind === "ranking";
  const hasPart = checked.share && checked.kind === "measure" && checked.by.length === 0;
  const filters = hasPart ? checked.filters : checked.filters.map(({ part: _, ...filter }) => filter);
  return {
    ...checked,
    metrics: unique(checked.metrics),
    by: unique(checked.by),
    ...(each && isRanking ? { each } : {}),
    filters: mergeFilters(filters),
    order: isRanking ? checked.order : "top",
    limit: isRanking ? checked.limit : 10,
    ...comparisonOf(checked),
  };
};

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const comparisonOf = ({ comparison }: Question): Pick<Question, "comparison"> => {
  if (!comparison) return {};
  const isLastYear =
    comparison.kind === "period" &&
    comparison.period.kind === "relative" &&
    comparison.period.which === "last" &&
    comparison.period.unit === "year";
  return { comparison: isLastYear ? { kind: "last-year" } : comparison };
};

const placeOf = (filter: Filter): number =>
  (filter.excluded ? 100 : filter.part ? 50 : 0) + dimensionKeys.indexOf(filter.dimension);

const mergeFilters = (filters: readonly Filter[]): Filter[] => {
  const merged = new Map<number, Filter>();
  for (const filter of filters) {
    const place = placeOf(filter);
    const members = [...(merged.get(place)?.members ?? []), ...filter.members];
    merged.set(place, { ...filter, members: unique(members).sort() });
  }
  return [...merged].sort(([one], [other]) => one - other).map(([, filter]) => filter);
};

/** JSON with sorted keys and without what is undefined: equal for equal questions. */
export const canonicalJson = (question: Question): string =>
  JSON.stringify(canonicalQuestion(question), sortKeys);

const sortKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/** 16 bytes of the SHA-256 of the canonical JSON, base64url: 22 characters, safe in URLs and Slack ids. */
export const questionId = (question: Question): string =>
  createHash("sha256").update(canonicalJson(question)).digest().subarray(0, 16).toString("base64url");
