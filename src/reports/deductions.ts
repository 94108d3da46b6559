import type { Answer } from "../answer/answer.ts";
import { type DimensionKey, type GroupKey, isTimeKey, labelOf, pluralOf } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import { formatFull, formatShort, joinWords } from "../format.ts";
import { type Standout, standoutsIn } from "../insight/outliers.ts";
import { metricOf } from "../metrics/index.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { Report, Section, Table } from "../report.ts";
import { bySteps } from "./by-steps.ts";
import { type Asked, frameAll } from "./frame-all.ts";
import { judgeChange } from "./judge-change.ts";
import { type MetricColumn, metricBars, metricTable, rankedRows, sortedBy } from "./metric-table.ts";
import { nameOf, numberOf, totalText, valueText } from "./read-answer.ts";

export const deductionFigures = [
  "deductions",
  "deductions_pct",
  "pre_invoice_deductions",
  "pre_invoice_discount_pct",
  "post_invoice_deductions",
  "post_invoice_discount_pct",
] as const;

/** Offered to break down by. */
const sliced = ["customer", "market", "product", "channel", "segment"] as const;

/** Told together unless one is named; the table is of the first. */
const usual: readonly DimensionKey[] = ["customer", "market", "product"];

export const deductionQuestions = (asked: Question): readonly [Question, ...Question[]] => {
  const groups = asked.by.filter((key): key is DimensionKey => !isTimeKey(key));
  const [first, ...others] = groups.length > 0 ? groups : usualOf(asked);
  const ask = (group: DimensionKey): Question =>
    questionSchema.parse({
      kind: "measure",
      metrics: deductionFigures,
      by: [group],
      filters: asked.filters,
      ...(asked.period ? { period: asked.period } : {}),
      comparison: asked.comparison ?? { kind: "last-year" },
    });
  if (!first || groups.length > 1) throw onlyOne;
  return [ask(first), ...others.map(ask)];
};

/** One member alone has no peers. */
const usualOf = ({ filters }: Question): readonly DimensionKey[] =>
  usual.filter((key) =>
    filters.every(({ dimension, excluded, members }) => excluded || dimension !== key || members.length > 1),
  );

const onlyOne = new QuestionError("not-allowed", "Deductions are shown by one dimension at a time.", [
  { label: "deductions by customer", words: "deductions by customer" },
  { label: "deductions by market", words: "deductions by market" },
]);

export const composeDeductions = (asked: Asked, answers: readonly [Answer, ...Answer[]]): Report => {
  const [answer] = answers;
  const { question } = asked.reading;
  const group = answer.question.by[0] as GroupKey;
  const [rate, money] = leadsOf(answer, question);
  const standouts = answers.map((one) => ({ answer: one, found: standoutsOf(one) }));
  const title = `Deductions by ${labelOf(group).toLowerCase()}`;
  const framed = frameAll(
    asked,
    answers,
    title,
    bySteps(asked, sliced, group, [["Over time", "deductions_pct"]]),
  );
  const isAnyFound = standouts.some(({ found }) => found.length > 0);
  return {
    ...framed,
    notes: [...framed.notes, ...(isAnyFound ? [rule] : [])],
    headline: headlineOf(answer, rate, standouts[0]?.found ?? []),
    sections: [
      {
        kind: "table",
        table: metricTable(answer, columns, rankedRows(answer, rankedBy(question) ?? money, question)),
      },
      ...barsOf(answer, rate),
      ...standoutSection(standouts),
    ],
    whole: () => [...answers.map((one) => metricTable(one, wholeColumns)), standoutTable(standouts)],
  };
};

/** The rate and the sum that lead: of both kinds; without post-invoice rows of the contract discounts alone. */
const leadsOf = (answer: Answer, question: Question): readonly [string, string] => {
  const named = rankedBy(question);
  const isKnown = numberOf(answer.totals, "deductions") !== null;
  const [rate, money] = isKnown
    ? ["deductions_pct", "deductions"]
    : ["pre_invoice_discount_pct", "pre_invoice_deductions"];
  return named && metricOf(named).unit === "percent" ? [named, money] : [rate, money];
};

/** A figure of its own by which the members are ranked: "top 5 customers by pre-invoice discount %". */
const rankedBy = ({ kind, metrics: [key = ""] }: Question): string | undefined =>
  kind === "ranking" && key !== "deductions" ? key : undefined;

const columns: readonly MetricColumn[] = [
  { key: "deductions", label: "Deductions", bar: true },
  { key: "deductions_pct", label: "Of gross", changed: true },
  { key: "pre_invoice_deductions", label: "Pre-invoice" },
  { key: "pre_invoice_discount_pct", label: "Pre %" },
  { key: "post_invoice_deductions", label: "Post-invoice" },
  { key: "post_invoice_discount_pct", label: "Post %" },
];
/** In a file there is room for the change of every rate. */
const wholeColumns = columns.map(
  (column): MetricColumn => (metricOf(column.key).unit === "percent" ? { ...column, changed: true } : column),
);

const rates = ["pre_invoice_discount_pct", "post_invoice_discount_pct"] as const;
const standoutsOf = (answer: Answer): readonly Standout[] => rates.flatMap((key) => standoutsIn(answer, key));

const headlineOf = (answer: Answer, rate: string, found: readonly Standout[]): string => {
  const sorted = sortedBy(answer, rate);
  const [highest, lowest] = [sorted[0], sorted.at(-1)];
  if (!highest || !lowest) return "Deductions are not available here.";
  const ends =
    sorted.length > 1
      ? `Highest ${labelOf(answer.question.by[0] as GroupKey).toLowerCase()}: ${nameOf(answer, highest)} ${valueText(highest, rate)}; lowest: ${nameOf(answer, lowest)} ${valueText(lowest, rate)}.`
      : "";
  return [wholeSentence(answer), ends, standoutSentence(answer, found)]
    .filter((text) => text !== "")
    .join(" ");
};

const wholeSentence = (answer: Answer): string => {
  const isWhole = numberOf(answer.totals, "deductions_pct") !== null;
  const pre = `${totalText(answer, "pre_invoice_discount_pct")} of gross sales before the invoice (${totalText(answer, "pre_invoice_deductions")}${changeOf(answer, "pre_invoice_discount_pct")})`;
  if (!isWhole) return `Deductions are ${pre}; those after the invoice are not available.`;
  const post = `${totalText(answer, "post_invoice_discount_pct")} of net invoice sales after it (${totalText(answer, "post_invoice_deductions")}${changeOf(answer, "post_invoice_discount_pct")})`;
  return `Deductions take ${totalText(answer, "deductions_pct")} of gross sales, ${totalText(answer, "deductions")}${changeOf(answer, "deductions_pct")}: ${pre} and ${post}.`;
};

const changeOf = (answer: Answer, key: string): string => {
  const change = judgeChange(metricOf(key), numberOf(answer.totals, `${key}_change`), undefined);
  return change ? `, ${change}` : "";
};

const standoutSentence = (answer: Answer, found: readonly Standout[]): string => {
  const names = [...new Set(found.map(({ row }) => nameOf(answer, row)))];
  if (names.length === 0) return "";
  const shown = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return `Unusual among ${pluralOf(answer.question.by[0] as GroupKey)}: ${joinWords(shown)}.`;
};

const barsOf = (answer: Answer, rate: string): readonly Section[] => {
  const sorted = sortedBy(answer, rate);
  const [first] = sorted;
  const { label } = metricOf(rate);
  const chart =
    first &&
    metricBars(
      answer,
      rate,
      `${label} is highest for ${nameOf(answer, first)}: ${valueText(first, rate)}`,
      sorted,
    );
  return chart ? [{ kind: "chart", chart }] : [];
};

type Standouts = readonly { readonly answer: Answer; readonly found: readonly Standout[] }[];

/** Everyone who stands out, for a file. */
const standoutTable = (all: Standouts): Table => ({
  caption: "",
  columns: [
    ...["Of", "Member", "Rate"].map((label) => ({ label, align: "left" as const })),
    ...["Value", "Usual", "Modified z-score"].map((label) => ({ label, align: "right" as const })),
  ],
  rows: all.flatMap(({ answer, found }) =>
    found.map(({ row, metric, value, usual: middle, score }) => [
      { text: labelOf(answer.question.by[0] as GroupKey) },
      { text: nameOf(answer, row) },
      { text: metricOf(metric).label },
      { text: formatFull(value, "percent"), value },
      { text: formatFull(middle, "percent"), value: middle },
      { text: score.toFixed(1), value: score },
    ]),
  ),
});

const mostStandouts = 10;

/** By how much who stands out, against whom, by which rule. */
const standoutSection = (all: Standouts): readonly Section[] => {
  const items = all.flatMap(({ answer, found }) =>
    found.slice(0, mostStandouts).map(({ row, metric, value, usual: middle, score }) => ({
      term: nameOf(answer, row),
      text: `${labelOf(answer.question.by[0] as GroupKey)}: ${lower(metricOf(metric).label)} ${formatFull(value, "percent")} against a usual ${formatShort(middle, "percent")} (modified z-score ${score > 0 ? "+" : "−"}${Math.abs(score).toFixed(1)}).`,
    })),
  );
  if (items.length > 0) return [{ kind: "list", items }];
  const peers = joinWords(all.map(({ answer }) => labelOf(answer.question.by[0] as GroupKey).toLowerCase()));
  return [{ kind: "text", text: `No ${peers} stands out from its peers.` }];
};

const rule =
  "Unusual is a rate whose modified z-score, 0.6745 × (rate − median) ÷ MAD, is beyond 3.5 among at least seven peers (Iglewicz and Hoaglin).";

const lower = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);
