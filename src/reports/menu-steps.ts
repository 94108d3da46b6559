import type { Answer } from "../answer/answer.ts";
import { type DimensionKey, dimensionKeys, type GroupKey, isTimeKey, labelOf } from "../dimension.ts";
import { allowsGroup } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { MenuStep } from "../report.ts";
import { downFrom, overTimeClause } from "./narrower.ts";
import { metricKeys } from "./read-answer.ts";

/** Slack's limit for the value of an option; a name that makes a clause longer is left to typing. */
const longest = 150;
const mostMembers = 5;

/** Everything that can sensibly be changed about an answer's question, grouped for a menu. */
export const menuSteps = (answer: Answer): readonly MenuStep[] =>
  [
    ...intoMembers(answer),
    ...breakDowns(answer),
    ...periods(answer),
    ...figures(answer),
    ...forms(answer),
  ].filter(({ clause }) => clause.length <= longest);

/** A member of the answer, broken down one level further: from ten products to one. */
const intoMembers = (answer: Answer): readonly MenuStep[] => {
  const group = answer.question.by.find((key): key is DimensionKey => !isTimeKey(key));
  const down = group && downFrom(group);
  if (!group || answer.question.kind === "listing") return [];
  const names = [...new Set(answer.rows.map((row) => row[group]))].filter((name) => typeof name === "string");
  return names.slice(0, mostMembers).map((name) => ({
    group: "Look into",
    label: name,
    clause: `${down && isAllowed(answer, down) ? `by ${word(down)} ` : ""}for ${word(group)} ${quoted(name)}`,
  }));
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const word = (key: GroupKey): string => labelOf(key).toLowerCase();

const isAllowed = (answer: Answer, key: GroupKey): boolean =>
  metricKeys(answer).every((metric) => allowsGroup(metricOf(metric), key));

const times = ["month", "fiscal_quarter", "fiscal_year"] as const;

/** Not by what is shown already, nor by what only one member is left of. */
const breakDowns = (answer: Answer): readonly MenuStep[] => {
  const { by, filters, kind } = answer.question;
  if (kind === "listing") return [];
  const single = filters.filter(({ excluded, members }) => !excluded && members.length === 1);
  return [...dimensionKeys, ...times]
    .filter((key) => !by.includes(key) && !single.some(({ dimension }) => dimension === key))
    .filter((key) => isAllowed(answer, key))
    .map((key) => ({
      group: "Break down by",
      label: labelOf(key),
      clause: isTimeKey(key) ? overTimeClause(answer, key) : `by ${word(key)}`,
    }));
};

const periodClauses = [
  ["Last month", "last month"],
  ["Last quarter", "last quarter"],
  ["This year to date", "ytd"],
  ["Last year", "last year"],
  ["Last 12 months", "last 12 months"],
  ["All time", "all time"],
  ["Against last year", "vs last year"],
  ["Against the period before", "vs last period"],
] as const;

const periods = (answer: Answer): readonly MenuStep[] =>
  metricKeys(answer).every((key) => metricOf(key).fact === "none")
    ? []
    : periodClauses.map(([label, clause]) => ({ group: "Period", label, clause }));

const figureKeys = ["net_sales", "gross_margin", "gross_margin_pct", "sold_quantity", "forecast_accuracy"];

/** Another figure in place of the one that is shown. */
const figures = (answer: Answer): readonly MenuStep[] => {
  const { metrics, by, filters, kind, share } = answer.question;
  if (metrics.length > 1 || share || kind === "listing") return [];
  const used = [...by, ...filters.map(({ dimension }) => dimension)];
  return figureKeys
    .map(metricOf)
    .filter((metric) => !metrics.includes(metric.key) && used.every((key) => allowsGroup(metric, key)))
    .map(({ label }) => ({ group: "Figure", label, clause: label.toLowerCase() }));
};

const forms = (answer: Answer): readonly MenuStep[] => {
  const isOverTime = answer.question.by.some(isTimeKey);
  if (answer.rows.length < 2) return [];
  return [
    ...(isOverTime ? [{ group: "Show as", label: "Line", clause: "as line" }] : []),
    { group: "Show as", label: "Bars", clause: "as bar" },
    { group: "Show as", label: "Table only", clause: "as table" },
  ];
};
