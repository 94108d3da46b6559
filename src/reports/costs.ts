import type { Answer, Row } from "../answer/answer.ts";
import { type DimensionKey, dimensions, type GroupKey, isTimeKey, labelOf } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import { metricOf } from "../metrics/index.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { Report, Section } from "../report.ts";
import { bySteps } from "./by-steps.ts";
import { type Asked, frameAll } from "./frame-all.ts";
import { judgeChange } from "./judge-change.ts";
import { type MetricColumn, metricBars, metricTable, rankedRows, sortedBy } from "./metric-table.ts";
import { moveSentence } from "./move-sentence.ts";
import { nameOf, numberOf, totalText, valueText } from "./read-answer.ts";

const making = ["manufacturing_cost_per_unit", "manufacturing_cost"];
const moving = ["freight_cost", "freight_pct", "other_cost", "other_cost_pct"];
export const costFigures: readonly string[] = [...making, ...moving];

/** Offered to break down by, and to follow over time. */
const sliced = ["product", "market", "segment", "region", "customer"] as const;
const overTime = [
  ["Cost per unit over time", "manufacturing_cost_per_unit"],
  ["Freight % over time", "freight_pct"],
] as const;

/** What making costs, by product, and what bringing costs, by market: both, or the one that a break-down belongs to. */
export interface CostQuestions {
  readonly made?: Question;
  readonly moved?: Question;
}

export const costQuestions = (asked: Question): CostQuestions => {
  const groups = asked.by.filter((key): key is DimensionKey => !isTimeKey(key));
  if (groups.length > 1) throw onlyOne;
  const [group] = groups;
  const ask = (metrics: readonly string[], by: DimensionKey | undefined): Question =>
    questionSchema.parse({
      kind: "measure",
      metrics,
      by: by ? [by] : [],
      filters: asked.filters,
      ...(asked.period ? { period: asked.period } : {}),
      comparison: asked.comparison ?? { kind: "last-year" },
    });
  if (group && dimensions[group].hierarchy === "product") return { made: ask(making, group) };
  if (group) return { moved: ask(moving, group) };
  return {
    made: ask(making, memberOf(asked, "product") ? "product_code" : "product"),
    moved: ask(moving, "market"),
  };
};

const memberOf = ({ filters }: Question, dimension: DimensionKey): boolean =>
  filters.some((filter) => filter.dimension === dimension && !filter.excluded && filter.members.length === 1);

const onlyOne = new QuestionError("not-allowed", "Costs are shown by one dimension at a time.", [
  { label: "costs by product", words: "costs by product" },
  { label: "costs by market", words: "costs by market" },
]);

export interface CostAnswers {
  readonly made?: Answer | undefined;
  readonly moved?: Answer | undefined;
}

export const composeCosts = (asked: Asked, { made, moved }: CostAnswers): Report => {
  const [first, ...others] = [made, moved].filter((answer) => answer !== undefined);
  if (!first) throw new Error("Costs of nothing");
  const sentences = [made ? makingSentence(made) : "", moved ? movingSentence(moved) : ""];
  return {
    ...frameAll(
      asked,
      [first, ...others],
      titleOf(made, moved),
      bySteps(asked, sliced, asked.reading.question.by[0], overTime),
    ),
    headline: sentences.filter((sentence) => sentence !== "").join(" "),
    sections: [
      ...(made
        ? tableAndBars(made, asked.reading.question, "manufacturing_cost_per_unit", makingColumns)
        : []),
      ...(moved ? tableAndBars(moved, asked.reading.question, "freight_cost", movingColumns) : []),
    ],
  };
};

const titleOf = (made: Answer | undefined, moved: Answer | undefined): string => {
  const by = (answer: Answer): string => labelOf(answer.question.by[0] as GroupKey).toLowerCase();
  if (made && moved) return `Manufacturing cost by ${by(made)}, freight and other cost by ${by(moved)}`;
  if (made) return `Manufacturing cost by ${by(made)}`;
  return moved ? `Freight and other cost by ${by(moved)}` : "Costs";
};

const makingColumns: readonly MetricColumn[] = [
  { key: "manufacturing_cost_per_unit", label: "Per unit", changed: true, bar: true },
  { key: "manufacturing_cost" },
];
const movingColumns: readonly MetricColumn[] = [
  { key: "freight_cost", bar: true },
  { key: "freight_pct", changed: true },
  { key: "other_cost" },
  { key: "other_cost_pct", changed: true },
];

const tableAndBars = (
  answer: Answer,
  question: Question,
  key: string,
  columns: readonly MetricColumn[],
): readonly Section[] => {
  const sorted = sortedBy(answer, key);
  const [first] = sorted;
  const title = first
    ? `${metricOf(key).label} is highest for ${nameOf(answer, first)}: ${valueText(first, key)}`
    : "";
  const chart = metricBars(answer, key, title, sorted);
  return [
    { kind: "table", table: metricTable(answer, columns, rankedRows(answer, key, question)) },
    ...(chart ? [{ kind: "chart" as const, chart }] : []),
  ];
};

const makingSentence = (answer: Answer): string => {
  const key = "manufacturing_cost_per_unit";
  const sorted = sortedBy(answer, key);
  const [highest, lowest] = [sorted[0], sorted.at(-1)];
  if (!highest || !lowest) return "Manufacturing cost is not available here.";
  const mean = `Making one unit costs ${totalText(answer, key)}${changeOf(answer, key)}.`;
  if (sorted.length < 2) return mean;
  const moves = moveSentence(
    sorted.map((row) => ({ name: nameOf(answer, row), change: numberOf(row, `${key}_change_pct`) })),
    answer.question.by[0] as GroupKey,
    "both costs",
    answer.question.comparison?.kind === "member" ? ["are higher", "are lower"] : undefined,
  );
  return [mean, endsSentence(answer, highest, lowest, key), moves].filter((text) => text !== "").join(" ");
};

const endsSentence = (answer: Answer, highest: Row, lowest: Row, key: string): string =>
  `Highest: ${nameOf(answer, highest)} ${valueText(highest, key)}; lowest: ${nameOf(answer, lowest)} ${valueText(lowest, key)}.`;

/** " (▲ 2.1% (worse))", or nothing. */
const changeOf = (answer: Answer, key: string): string => {
  const change = judgeChange(
    metricOf(key),
    numberOf(answer.totals, `${key}_change`),
    numberOf(answer.totals, `${key}_change_pct`),
  );
  return change ? `, ${change}` : "";
};

const movingSentence = (answer: Answer): string => {
  if (numberOf(answer.totals, "freight_cost") === null)
    return "Freight and other cost are not available here.";
  const freight = `Freight is ${totalText(answer, "freight_cost")}, ${totalText(answer, "freight_pct")} of net sales${changeOf(answer, "freight_pct")}`;
  const other = `other cost ${totalText(answer, "other_cost")}, ${totalText(answer, "other_cost_pct")}${changeOf(answer, "other_cost_pct")}`;
  const sorted = sortedBy(answer, "freight_pct");
  const [highest, lowest] = [sorted[0], sorted.at(-1)];
  const rates =
    highest && lowest && sorted.length > 1
      ? ` Freight rate, ${endsSentence(answer, highest, lowest, "freight_pct").replace("Highest", "highest")}`
      : "";
  return `${freight}; ${other}.${rates}`;
};
