import { type GroupKey, labelOf, pluralOf } from "../dimension.ts";
import { formatFull, joinWords } from "../format.ts";
import type { Metric } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { Filter, Question } from "../question/question.ts";
import type { Span } from "./answer.ts";

/** "Top 10 products by net sales", "Net sales by month", "Share of net sales by channel". */
export const titleOf = (question: Question, metrics: readonly Metric[]): string => {
  const asked = joinWords(metrics.map((metric, index) => (index === 0 ? metric.label : lower(metric.label))));
  if (question.kind === "ranking") return rankingTitle(question, asked);
  if (question.kind === "listing") return listingTitle(question);
  const by = question.by.length > 0 ? ` by ${joinWords(question.by.map((key) => lower(labelOf(key))))}` : "";
  const part = partOf(question.filters);
  if (question.share) return `Share of ${lower(asked)}${part ? ` of ${part}` : ""}${by}`;
  return `${asked}${by}`;
};

/** "Markets with sales" */
const listingTitle = ({ by: [first, ...others] }: Question): string => {
  const names = [first ? pluralOf(first) : "members", ...others.map((key) => lower(labelOf(key)))].join(
    " and ",
  );
  return `${names.charAt(0).toUpperCase()}${names.slice(1)} with sales`;
};

const rankingTitle = (question: Question, asked: string): string => {
  const [first, ...others] = question.by as readonly GroupKey[];
  const names = [first ? pluralOf(first) : "", ...others.map((key) => lower(labelOf(key)))].join(" and ");
  const each = question.each ? ` in each ${lower(labelOf(question.each))}` : "";
  return `${question.order === "top" ? "Top" : "Bottom"} ${question.limit} ${names}${each} by ${lower(asked)}`;
};

const lower = (label: string): string =>
  /^[A-Z]{2}/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);

/** "India and USA, Retailer, excluding Crona"; bounds and the level of demand metrics belong to it. */
export const sliceText = (question: Question, metrics: readonly Metric[]): string => {
  const kept = question.filters
    .filter((filter) => !filter.excluded && !filter.part)
    .map((filter) => joinWords(filter.members));
  const excluded = question.filters.filter((filter) => filter.excluded).flatMap((filter) => filter.members);
  const level = levelText(question, metrics);
  const out = excluded.length > 0 ? [`excluding ${joinWords(excluded)}`] : [];
  return [...kept, ...out, ...question.conditions.map(boundText), ...level].join(", ");
};

/** "gross margin % under 20.0%" */
const boundText = ({ metric: key, side, value }: Question["conditions"][number]): string => {
  const metric = metricOf(key);
  return `${lower(metric.label)} ${side} ${formatFull(value, metric.unit)}`;
};

/** "at variant level"; beside other metrics it says whose level it is. */
const levelText = (question: Question, metrics: readonly Metric[]): readonly string[] => {
  const leveled = metrics.filter(hasLevel).map((metric) => lower(metric.label));
  if (leveled.length === 0) return [];
  const level = `at ${question.level ?? "variant"} level`;
  return [leveled.length === metrics.length ? level : `${joinWords(leveled)} ${level}`];
};

const hasLevel = ({ formula }: Metric): boolean =>
  formula.kind === "demand" && formula.value !== "net_error" && formula.value !== "net_error_pct";

const partOf = (filters: readonly Filter[]): string =>
  joinWords(filters.filter((filter) => filter.part).flatMap((filter) => filter.members));

/** "Top 5 markets by net sales · India · FY2024 (2023-09-01 to 2024-08-31) · vs FY2023 (…)" */
export const readingOf = (title: string, slice: string, span: Span, previous: Span | undefined): string =>
  [title, slice, dated(span), previous ? `vs ${dated(previous)}` : ""]
    .filter((part) => part !== "")
    .join(" · ");

const dated = ({ label, from, to, notLoaded }: Span): string =>
  [
    from === "" ? label : `${label} (${from} to ${to})`,
    ...(notLoaded === "" ? [] : [`${notLoaded} not loaded`]),
  ].join(", ");
