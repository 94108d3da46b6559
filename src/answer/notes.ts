import type { Metric } from "../metric.ts";
import type { Question } from "../question/question.ts";
import type { Coverage, Row } from "./answer.ts";
import { completeFrom, coverageOf, missingPieces } from "./compute.ts";
import type { Group } from "./groups.ts";
import type { Slice } from "./slice.ts";

/** Coverage of the whole slice, of the asked metrics that can lack a piece. */
export const coverageOfSlice = (
  metrics: readonly Metric[],
  total: Group,
  slice: Slice,
): readonly Coverage[] =>
  metrics
    .filter((metric) => metric.covered !== undefined || metric.formula.kind === "demand")
    .map((metric) => {
      const covered = coverageOf(metric, total.now, slice.monthsOf(total).now);
      return { metric: metric.key, covered, missing: covered < 1 ? missingPieces(metric, total.now) : "" };
    });

/** What a reader has to know beside the figures. */
export const notesOf = (
  question: Question,
  metrics: readonly Metric[],
  rows: readonly Row[],
  slice: Slice,
  demo: boolean,
): readonly string[] => [
  ...slice.period.notes,
  ...(rows.length > 1 && question.by.length > 0 ? sumNotes(metrics) : []),
  ...changeNotes(metrics, rows),
  ...(demo ? ["These are figures of the invented demo company."] : []),
];

const sumNotes = (metrics: readonly Metric[]): readonly string[] => {
  const labels = metrics
    .filter((metric) => !metric.additive && metric.unit !== "percent" && metric.unit !== "money-per-unit")
    .map((metric) => metric.label);
  const ratios = metrics
    .filter((metric) => metric.unit === "percent" || metric.unit === "money-per-unit")
    .map((metric) => metric.label);
  return [...labels, ...ratios].map(
    (label) => `${label}: the rows do not sum to the total, which is computed over the whole slice.`,
  );
};

const changeNotes = (metrics: readonly Metric[], rows: readonly Row[]): readonly string[] => {
  const withheld = metrics.some((metric) =>
    rows.some(
      (row) =>
        row[`${metric.key}_change`] === null &&
        typeof row[`${metric.key}_previous`] === "number" &&
        typeof row[metric.key] === "number",
    ),
  );
  return withheld ? [`No change is shown where either side is under ${completeFrom * 100}% covered.`] : [];
};
