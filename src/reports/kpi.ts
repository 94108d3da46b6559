import type { Answer } from "../answer/answer.ts";
import { formatFull, formatPercentChange, formatPoints, notAvailable } from "../format.ts";
import { salesMetrics } from "../insight/statement.ts";
import type { Unit } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { Cell, Figure, NextStep, Report, Table, TableColumn } from "../report.ts";
import { frame } from "./frame.ts";
import { judgeChange } from "./judge-change.ts";
import { nextSteps, type Say } from "./next-steps.ts";
import { briefLabel, isTotalIncomplete, numberOf, totalText } from "./read-answer.ts";
import { sparkline } from "./sparkline.ts";
import { targetCells, totalProgress } from "./targets.ts";
import { lineChart } from "./trend.ts";
import { whyStep } from "./why-step.ts";

/** The board, in reading order. */
export const kpiMetrics = [
  "sold_quantity",
  "gross_sales",
  "net_sales",
  "gross_margin",
  "gross_margin_pct",
  "forecast_accuracy",
] as const;

/** Named in the headline, as far as they are available: what a person asks first. */
const headlined = [
  "net_sales",
  "gross_margin_pct",
  "forecast_accuracy",
  "gross_sales",
  "sold_quantity",
] as const;
const mostHeadlined = 3;

/** The metric of the board's line: the first of these that the loaded data can answer. */
export const lineMetricOf = (board: Answer): string =>
  ["net_sales", "gross_sales"].find((key) => numberOf(board.totals, key) !== null) ?? "sold_quantity";

interface KpiAnswers {
  /** The key figures of one slice, without break-down, compared. */
  readonly board: Answer;
  /** `lineMetricOf` it by month, compared. */
  readonly line: Answer;
  /** All of them by month. */
  readonly months: Answer;
}

/** The board: every key figure with its change and its course over the months, and one of them drawn. */
export const composeKpi = ({ board, line, months }: KpiAnswers, say: Say): Report => {
  const chart = lineChart(line);
  return {
    ...frame(board, stepsOf(board, line, say)),
    title: "Key figures",
    headline: headlineOf(board),
    sections: [
      { kind: "figures", figures: kpiMetrics.map((key) => figureOf(board, key)) },
      { kind: "table", table: boardTable(board, months) },
      ...(chart.categories.length > 1 ? [{ kind: "chart" as const, chart }] : []),
    ],
  };
};

/** Why the two that can be taken apart moved, and the statement between them. */
const stepsOf = ({ question }: Answer, line: Answer, say: Say): readonly NextStep[] => {
  const pnl = say({ ...question, metrics: [...salesMetrics] }, { command: "pnl", metrics: salesMetrics });
  const own = [
    whyStep(question, "net_sales", say, "Why net sales changed"),
    whyStep(question, "gross_margin", say, "Why gross margin changed"),
    { label: "Profit and loss", words: pnl },
  ];
  return [...own, ...nextSteps(line, say).filter(({ words }) => !own.some((step) => step.words === words))];
};

const headlineOf = (board: Answer): string => {
  const available = headlined.filter((key) => numberOf(board.totals, key) !== null);
  if (available.length === 0) return "None of the key figures is available here.";
  return available
    .slice(0, mostHeadlined)
    .map((key) => {
      const change = changeOf(board, key);
      return `${metricOf(key).label} ${totalText(board, key)}${change ? ` ${change}` : ""}`;
    })
    .join(" · ")
    .concat(board.previous ? `, against ${board.previous.label}.` : ".")
    .concat(targetSentence(board, available));
};

/** Of the first figure that has a target: " Net sales: 45% of the FY2027 target of $41.0M; 17% of the year is over." */
const targetSentence = (board: Answer, keys: readonly string[]): string => {
  const key = keys.find((candidate) => totalProgress(board, candidate) !== undefined);
  return key ? ` ${metricOf(key).label}: ${totalProgress(board, key)}.` : "";
};

const changeOf = (board: Answer, key: string): string | undefined =>
  judgeChange(
    metricOf(key),
    numberOf(board.totals, `${key}_change`),
    numberOf(board.totals, `${key}_change_pct`),
  );

const figureOf = (board: Answer, key: string): Figure => {
  const change = changeOf(board, key);
  const target = totalProgress(board, key);
  return {
    label: metricOf(key).label,
    value: totalText(board, key),
    ...(change ? { change } : {}),
    ...(target ? { target } : {}),
  };
};

const boardTable = (board: Answer, months: Answer): Table => ({
  caption: "Key figures, with the same months before",
  columns: [
    { label: "Metric", align: "left" },
    { label: briefLabel(board.span.label), align: "right" },
    { label: briefLabel(board.previous?.label ?? "Before"), align: "right" },
    { label: "Change", align: "right" },
    ...targetHeads(board),
    { label: "By month", align: "left" },
  ],
  rows: kpiMetrics.map((key) => {
    const { label, unit } = metricOf(key);
    const mark = isTotalIncomplete(board, key) && numberOf(board.totals, key) !== null ? "*" : "";
    return [
      { text: label },
      figureCell(numberOf(board.totals, key), unit, mark),
      figureCell(numberOf(board.totals, `${key}_previous`), unit),
      changeCell(board, key),
      ...(targetHeads(board).length === 0 ? [] : cellsOfTarget(board, key)),
      { text: sparkline(months.rows.map((row) => numberOf(row, key))) || "–" },
    ];
  }),
});

/** Columns that are there where any target is set; all are of one period. */
const targetHeads = (board: Answer): readonly TableColumn[] => {
  const [target] = kpiMetrics.flatMap((key) => board.targets?.total[key] ?? []);
  if (!target) return [];
  return [
    { label: `${target.period} target`, align: "right" },
    { label: "Reached", align: "right" },
  ];
};

const cellsOfTarget = (board: Answer, key: string): readonly Cell[] =>
  targetCells(numberOf(board.totals, key), board.targets?.total[key], {
    unit: metricOf(key).unit,
    incomplete: isTotalIncomplete(board, key),
  });

const figureCell = (value: number | null, unit: Unit, mark = ""): Cell => ({
  text: `${formatFull(value, unit)}${mark}`,
  ...(value === null ? {} : { value }),
});

const changeCell = (board: Answer, key: string): Cell => {
  const change = numberOf(board.totals, `${key}_change`);
  if (metricOf(key).unit === "percent")
    return { text: change === null ? notAvailable : formatPoints(change) };
  const ratio = numberOf(board.totals, `${key}_change_pct`);
  return { text: ratio === null ? notAvailable : formatPercentChange(ratio) };
};
