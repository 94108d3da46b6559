import { type GroupKey, pluralOf } from "../dimension.ts";
import type { Metric, Unit } from "../metric.ts";

const units: Readonly<Record<Unit, string>> = Object.freeze({
  money: "money",
  units: "units",
  percent: "percent",
  "money-per-unit": "money per unit",
  count: "count",
});

const directions = Object.freeze({
  up: "more is better",
  down: "less is better",
  neutral: "neither good nor bad",
});

/** `src/metrics/README.md`: the dictionary as a page, in the dictionary's order. */
export const describeMetrics = (metrics: readonly Metric[]): string =>
  [
    "# The data dictionary",
    "Made from the entries beside this page by `npm run docs`. Change an entry, not this page.",
    tableOf(metrics),
    ...metrics.map(describeMetric),
  ]
    .join("\n\n")
    .concat("\n");

const tableOf = (metrics: readonly Metric[]): string =>
  [
    "| metric | unit | what it means |",
    "|---|---|---|",
    ...metrics.map(
      ({ label, unit, description }) =>
        `| [${cell(label)}](#${anchor(label)}) | ${units[unit]} | ${cell(description)} |`,
    ),
  ].join("\n");

/** The name that GitHub gives the heading of this label. */
const anchor = (label: string): string =>
  label
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const cell = (text: string): string => text.replaceAll("|", "\\|");

const describeMetric = (metric: Metric): string =>
  [
    `## ${metric.label}`,
    "",
    metric.description,
    "",
    `- **Formula:** ${metric.definition}`,
    `- **Trap:** ${metric.trap}`,
    `- **Unit:** ${units[metric.unit]}; ${directions[metric.good]}; ${additivity(metric)}`,
    ...optional("Also called", metric.synonyms),
    ...optional("Broken down and filtered only by", (metric.allows ?? []).map(groupName)),
    `- **Column:** \`${metric.key}\``,
    `- **Owner:** ${metric.owner}`,
  ].join("\n");

const groupName = (key: GroupKey): string => pluralOf(key);

const additivity = ({ additive, shareable }: Metric): string =>
  [
    additive ? "rows add up to the total" : "rows do not add up to the total",
    shareable ? "has shares" : "has no shares",
  ].join("; ");

const optional = (name: string, values: readonly string[]): readonly string[] =>
  values.length === 0 ? [] : [`- **${name}:** ${values.join(", ")}`];
