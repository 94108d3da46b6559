import type { Answer, Row } from "../answer/answer.ts";
import { type DimensionKey, dimensions, isTimeKey, labelOf } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import { formatPercentChange, formatShort } from "../format.ts";
import { type PriceLine, priceLines, yearsUpTo } from "../insight/prices.ts";
import { allowsGroup } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import type { Chart, NextStep, Report, Section, Table } from "../report.ts";
import { mostBars, outOf } from "./bars.ts";
import { figureCell, metricCell, nameCell, pointsCell, ratioCell } from "./cells.ts";
import { type Asked, again, frameAll, onward } from "./frame-all.ts";
import { judgeChange } from "./judge-change.ts";
import { type MetricColumn, metricBars, metricTable, rankedRows, sortedBy } from "./metric-table.ts";
import { moveSentence } from "./move-sentence.ts";
import { briefLabel, nameOf, numberOf, totalText, valueText } from "./read-answer.ts";
import { lineChart } from "./trend.ts";

/** What was sold, first the figure that the command brings: it knows every break-down. */
export const soldPrices = ["average_selling_price", "average_gross_price", "price_realisation_pct"] as const;
export const pricingFigures: readonly string[] = [...soldPrices, "list_price"];

export interface PricingQuestions {
  /** Selling prices of the slice against the same months of last year. */
  readonly sold: Question;
  /** List prices of every year: by member and over all. Of products alone: a price list knows no market. */
  readonly listed?: { readonly members: Question; readonly whole: Question; readonly asked: Question };
}

export const pricingQuestions = (asked: Question): PricingQuestions => {
  const group = groupOf(asked);
  const slice = {
    kind: "measure" as const,
    filters: asked.filters,
    ...(asked.period ? { period: asked.period } : {}),
  };
  const filters = asked.filters.filter(({ dimension }) => allowsGroup(metricOf("list_price"), dimension));
  const prices = (by: readonly string[], period?: unknown): Question =>
    questionSchema.parse({
      kind: "measure",
      metrics: ["list_price"],
      by,
      filters,
      ...(period ? { period } : {}),
    });
  const isPriced = !group || allowsGroup(metricOf("list_price"), group);
  return {
    sold: questionSchema.parse({
      ...slice,
      metrics: soldPrices,
      by: group ? [group] : [],
      comparison: asked.comparison ?? { kind: "last-year" },
    }),
    ...(isPriced
      ? {
          listed: {
            members: prices([...(group ? [group] : []), "fiscal_year"], { kind: "all" }),
            whole: prices(["fiscal_year"], { kind: "all" }),
            asked: prices(["fiscal_year"], asked.period),
          },
        }
      : {}),
  };
};

/** By product; of one product by variant. */
const groupOf = ({ by, filters }: Question): DimensionKey | undefined => {
  const groups = by.filter((key): key is DimensionKey => !isTimeKey(key));
  if (groups.length > 1) throw onlyOne;
  const isOne = (dimension: DimensionKey): boolean =>
    filters.some(
      (filter) => filter.dimension === dimension && !filter.excluded && filter.members.length === 1,
    );
  return groups[0] ?? (isOne("product_code") ? undefined : isOne("product") ? "product_code" : "product");
};

const onlyOne = new QuestionError(
  "not-allowed",
  "Prices are shown by one dimension, year beside year: a price list holds for a fiscal year.",
  [
    { label: "pricing by product", words: "pricing by product" },
    { label: "pricing by category", words: "pricing by category" },
  ],
);

export interface PricingAnswers {
  readonly sold: Answer;
  readonly listed?: { readonly members: Answer; readonly whole: Answer; readonly asked: Answer };
}

/** List prices year beside year, what they became in the sale, the dearest and the cheapest. */
export const composePricing = (asked: Asked, { sold, listed }: PricingAnswers): Report => {
  const group = sold.question.by[0] as DimensionKey | undefined;
  const title = group ? `Prices by ${labelOf(group).toLowerCase()}` : "Prices";
  const answers = [sold, ...(listed ? [listed.members] : [])] as const;
  const framed = { ...frameAll(asked, answers, title, stepsOf(asked, group)) };
  if (!listed) {
    return { ...framed, headline: soldSentence(sold), sections: soldSections(asked.reading.question, sold) };
  }
  const latest = String(listed.asked.rows.at(-1)?.fiscal_year ?? "");
  const years = yearsUpTo(listed.whole, latest);
  const all = priceLines(listed.members, years);
  const lines = shownLines(asked.reading.question, all);
  return {
    ...framed,
    headline: `${listSentences(all, listed.whole, years, group)} ${soldSentence(sold)}`.trim(),
    sections: [
      { kind: "table", table: priceTable(lines, years, sold, group) },
      ...chartOf(lines, years, listed.members),
    ],
    notes: [...framed.notes, ...(group === "product_code" ? [] : [meanNote])],
  };
};

/** Where a price list knows no such member: what was sold, at list and at selling price. */
const soldSections = (question: Question, sold: Answer): readonly Section[] => {
  const key = "price_realisation_pct";
  const rows = rankedRows(sold, key, question);
  const [first] = sortedBy(sold, key);
  const chart =
    first &&
    metricBars(
      sold,
      key,
      `${nameOf(sold, first)} keeps most of the list price: ${valueText(first, key)}`,
      sortedBy(sold, key),
    );
  return [
    { kind: "table", table: metricTable(sold, soldColumns, rows) },
    ...(chart ? [{ kind: "chart" as const, chart }] : []),
  ];
};

const soldColumns: readonly MetricColumn[] = [
  { key: "average_gross_price", label: "List price of what was sold" },
  { key: "average_selling_price", label: "Avg selling", changed: true },
  { key: "price_realisation_pct", label: "Of list", changed: true, bar: true },
];

const meanNote = "List prices are plain means over the variants on the list, whether they sell or not.";

/** "pricing bottom 5 products" */
const shownLines = ({ kind, order, limit }: Question, lines: readonly PriceLine[]): readonly PriceLine[] => {
  if (kind !== "ranking") return lines;
  const priced = lines.filter(({ price }) => price !== null);
  return (order === "top" ? priced : priced.toReversed()).slice(0, limit);
};

const money = (value: number | null): string => formatShort(value, "money-per-unit");

const listSentences = (
  lines: readonly PriceLine[],
  whole: Answer,
  years: readonly string[],
  group: DimensionKey | undefined,
): string => {
  const priced = lines.filter(({ price }) => price !== null);
  const [dearest, cheapest] = [priced[0], priced.at(-1)];
  const [total] = priceLines(whole, years);
  const year = years.at(-1) ?? "";
  const before = years.at(-2);
  if (!dearest || !cheapest || !total || total.price === null)
    return `No list prices are loaded for ${year || "this slice"}.`;
  const moved = total.change === null ? "" : `, ${formatPercentChange(total.change)} on ${before}`;
  const mean = `The list price ${priced.length > 1 ? "is on average" : "is"} ${money(total.price)} in ${year}${moved}.`;
  if (priced.length < 2 || !group) return mean;
  return `${mean} Highest: ${dearest.name} ${money(dearest.price)}; lowest: ${cheapest.name} ${money(cheapest.price)}.${spaced(moveSentence(priced, group, "both prices"))}`;
};

const spaced = (sentence: string): string => (sentence === "" ? "" : ` ${sentence}`);

/** What is left of the list price when it is sold. */
const soldSentence = (sold: Answer): string => {
  const [price, realised] = ["average_selling_price", "price_realisation_pct"];
  if (numberOf(sold.totals, realised) === null) return "Selling prices are not available here.";
  const change = judgeChange(metricOf(realised), numberOf(sold.totals, `${realised}_change`), undefined);
  return `The average selling price is ${totalText(sold, price)}, ${totalText(sold, realised)} of the list price of what was sold${change ? ` (${change})` : ""}.`;
};

const priceTable = (
  lines: readonly PriceLine[],
  years: readonly string[],
  sold: Answer,
  group: DimensionKey | undefined,
): Table => {
  const soldRows = new Map(sold.rows.map((row) => [group ? String(row[group]) : "", row]));
  return {
    caption: `List price by fiscal year; selling price of ${briefLabel(sold.span.label)}`,
    columns: [
      ...(group ? [{ label: labelOf(group), align: "left" as const }] : []),
      ...years.map((year, index) => ({
        label: `List ${year}`,
        align: "right" as const,
        ...(index === years.length - 1 ? { bar: true } : {}),
      })),
      { label: "Change", align: "right" },
      { label: "Avg selling", align: "right" },
      { label: "Of list", align: "right" },
      { label: "Change of it", align: "right" },
    ],
    rows: lines.map((line) => {
      const row: Row = soldRows.get(line.name) ?? {};
      return [
        ...(group ? [nameCell(line.name)] : []),
        ...line.prices.map((price) => figureCell(price, "money-per-unit")),
        ratioCell(line.change),
        metricCell(row, "average_selling_price"),
        metricCell(row, "price_realisation_pct"),
        pointsCell(numberOf(row, "price_realisation_pct_change")),
      ];
    }),
  };
};

/** Several members as bars, last year lighter; one over the years. */
const chartOf = (
  lines: readonly PriceLine[],
  years: readonly string[],
  members: Answer,
): readonly Section[] => {
  const priced = lines.filter(({ price }) => price !== null);
  if (priced.length > 1) return [{ kind: "chart", chart: barChart(priced, years) }];
  return years.length > 1 && lines.length === 1 ? [{ kind: "chart", chart: lineChart(members) }] : [];
};

const barChart = (priced: readonly PriceLine[], years: readonly string[]): Chart => {
  const lines = priced.slice(0, mostBars);
  const year = years.at(-1) ?? "";
  const before = years.at(-2);
  const dearest = lines.reduce((most, line) => ((line.price ?? 0) > (most.price ?? 0) ? line : most));
  return {
    kind: "ranked",
    title: `${dearest.name} has the highest list price: ${money(dearest.price)}`,
    unit: "money-per-unit",
    measure: "List price",
    categories: lines.map(({ name }) => name),
    ...outOf(priced),
    series: [
      { name: year, role: "current", values: lines.map(({ price }) => price) },
      ...(before
        ? [
            {
              name: before,
              role: "previous" as const,
              values: lines.map(({ prices }) => prices.at(-2) ?? null),
            },
          ]
        : []),
    ],
    alt: `Bar chart: list prices of ${year}. ${lines.map(({ name, price }) => `${name} ${money(price)}`).join(", ")}.`.slice(
      0,
      2000,
    ),
  };
};

const stepsOf = (asked: Asked, group: DimensionKey | undefined): readonly NextStep[] => {
  const { question } = asked.reading;
  const others = (["product", "product_code", "category", "segment", "market", "customer"] as const).filter(
    (key) => key !== group && !question.filters.some(({ dimension }) => dimension === key),
  );
  const { comparison: _comparison, ...slice } = question;
  const overTime = questionSchema.parse({
    ...slice,
    kind: "measure",
    metrics: ["average_selling_price"],
    by: ["month"],
    order: "top",
    limit: 10,
    conditions: [],
  });
  return [
    ...others.slice(0, 4).map((key) => ({
      ...again(asked, `By ${dimensions[key].label.toLowerCase()}`, {
        ...question,
        kind: "measure",
        by: [key],
      }),
      clause: `by ${dimensions[key].label.toLowerCase()}`,
    })),
    onward(asked, "Selling price over time", overTime),
  ];
};
