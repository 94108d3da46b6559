import type { Answer, Row } from "../answer/answer.ts";
import { labelOf } from "../dimension.ts";
import { formatMonth } from "../format.ts";
import { metricOf } from "../metrics/index.ts";
import type { Cell, Chart, Table, TableColumn } from "../report.ts";
import { mostBars, outOf } from "./bars.ts";
import { metricCell, nameCell, pointsCell, ratioCell } from "./cells.ts";
import { briefLabel, groupsOf, isIncomplete, nameOf, numberOf, totalText, valueText } from "./read-answer.ts";

/** A metric as a column, with a column of its change where wanted. */
export interface MetricColumn {
  readonly key: string;
  /** Shorter than the metric's own where the title says the rest. */
  readonly label?: string;
  readonly changed?: true;
  readonly bar?: true;
}

/** Chosen metrics of an answer side by side; totals stand in the caption. */
export const metricTable = (
  answer: Answer,
  columns: readonly MetricColumn[],
  shown = answer.rows,
): Table => ({
  caption: captionOf(answer, columns, shown.length),
  columns: [
    ...groupsOf(answer).map((group) => ({ label: labelOf(group), align: "left" as const })),
    ...columns.flatMap(headsOf),
  ],
  rows: shown.map((row) => [
    ...groupsOf(answer).map((group) =>
      nameCell(group === "month" ? formatMonth(String(row[group])) : row[group]),
    ),
    ...columns.flatMap((column) => cellsOf(row, column)),
  ]),
});

const headsOf = ({ key, label, changed, bar }: MetricColumn): readonly TableColumn[] => [
  { label: label ?? metricOf(key).label, align: "right", ...(bar ? { bar } : {}) },
  ...(changed ? [{ label: "Change", align: "right" as const }] : []),
];

const cellsOf = (row: Row, { key, changed }: MetricColumn): readonly Cell[] => {
  if (!changed) return [metricCell(row, key)];
  const change =
    metricOf(key).unit === "percent"
      ? pointsCell(numberOf(row, `${key}_change`))
      : ratioCell(numberOf(row, `${key}_change_pct`));
  return [metricCell(row, key), change];
};

const captionOf = (answer: Answer, columns: readonly MetricColumn[], shown: number): string => {
  const totals = columns.map(({ key }) => `${metricOf(key).label} ${totalText(answer, key)}`);
  const rows = shown < answer.rows.length ? `${shown} of ${answer.rows.length} rows · ` : "";
  return `${rows}Total: ${totals.join(" · ")}`;
};

/** Members as bars in the order of the rows, the other side of the comparison lighter. Undefined for fewer than two. */
export const metricBars = (
  answer: Answer,
  key: string,
  title: string,
  rows = answer.rows,
): Chart | undefined => {
  const all = rows.filter((row) => numberOf(row, key) !== null);
  const known = all.slice(0, mostBars);
  if (known.length < 2) return undefined;
  const compared = known.some((row) => numberOf(row, `${key}_previous`) !== null);
  return {
    kind: "ranked",
    title,
    unit: metricOf(key).unit,
    measure: metricOf(key).label,
    categories: known.map((row) => nameOf(answer, row)),
    ...outOf(all),
    series: [
      {
        name: briefLabel(answer.span.label),
        role: "current",
        values: known.map((row) => numberOf(row, key)),
        incomplete: known.map((row) => isIncomplete(row, key)),
      },
      ...(compared
        ? [
            {
              name: briefLabel(answer.previous?.label ?? "before"),
              role: "previous" as const,
              values: known.map((row) => numberOf(row, `${key}_previous`)),
            },
          ]
        : []),
    ],
    alt: `Bar chart: ${answer.reading}. ${known.map((row) => `${nameOf(answer, row)} ${valueText(row, key)}`).join(", ")}.`.slice(
      0,
      2000,
    ),
  };
};

/** Rows with a value, largest first. */
export const sortedBy = (answer: Answer, key: string): readonly Row[] =>
  answer.rows
    .filter((row) => numberOf(row, key) !== null)
    .sort((one, other) => (numberOf(other, key) ?? 0) - (numberOf(one, key) ?? 0));

/** Of a ranking the rows that were asked for, by its first figure. */
export const rankedRows = (
  answer: Answer,
  key: string,
  { kind, order, limit }: Answer["question"],
): readonly Row[] => {
  if (kind !== "ranking") return answer.rows;
  const sorted = sortedBy(answer, key);
  return (order === "top" ? sorted : sorted.toReversed()).slice(0, limit);
};
