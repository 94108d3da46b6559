import type { Viewer } from "../access/viewer.ts";
import type { DataState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import { isTimeKey, labelOf } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import { allowsGroup, type Metric } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import { indexOfIso } from "../question/calendar.ts";
import { describeMonths } from "../question/describe-months.ts";
import type { Question } from "../question/question.ts";
import type { Answer, Row, Span } from "./answer.ts";
import { columnsOf } from "./columns-of.ts";
import { directoryOf } from "./directory.ts";
import { type Group, type Groups, mergeScans } from "./groups.ts";
import { coverageOfSlice, notesOf } from "./notes.ts";
import { partialBuckets } from "./partial-buckets.ts";
import { planScans } from "./plan.ts";
import { readingOf, sliceText, titleOf } from "./reading.ts";
import { addShares, type RowContext, rankRows, rowOf, sortMeasure } from "./rows.ts";
import { runScan } from "./run-scan.ts";
import type { Scan } from "./scan.ts";
import { type Slice, sliceOf } from "./slice.ts";
import { targetsOf } from "./targets.ts";

/**
 * Answers a question from the rollups. The viewer's policy decides what the scans may read.
 * Throws QuestionError for what the data or the dictionary cannot answer.
 */
export const answerQuestion = async (
  question: Question,
  _viewer: Viewer,
  state: DataState,
  database: Database,
): Promise<Answer> => {
  const started = performance.now();
  const isListing = question.kind === "listing";
  const metrics = isListing ? [] : question.metrics.map(metricOf);
  const computed = [
    ...(isListing ? [metricOf(listedBy)] : metrics),
    ...question.conditions.map((condition) => metricOf(condition.metric)),
  ];
  refuseImpossible(question, computed);
  const slice = sliceOf(question, metrics, state.months);
  refuseManyYears(question, computed, slice);
  const scans = planScans(question, computed, slice.months, slice.sides, state.dimensions);
  const scan = async (planned = scans): Promise<Groups> =>
    mergeScans(question, await Promise.all(planned.map((one) => runScan(one, state, database))));
  const groups = await scan();
  const whole = question.filters.some((filter) => filter.part)
    ? (await scan(scans.map((one) => ({ ...one, filters: one.filters.filter((filter) => !filter.part) }))))
        .total
    : groups.total;
  return compose(question, metrics, computed, slice, { groups, whole }, state, {
    rollup: rollupOf(scans),
    milliseconds: performance.now() - started,
  });
};

/** What the first metric was read from: a rollup, or its quarters and the months besides. */
const rollupOf = ([first, second]: readonly Scan[]): string => {
  if (!first) return "";
  const [name, other] = [first.relation.name, second?.relation.name];
  return name === `${other}_quarter` && !second?.absoluteGrain ? `${name} and ${other}` : name;
};

/** A listing has no figures: its members are those that sold. */
const listedBy = "sold_quantity";

const compose = (
  question: Question,
  metrics: readonly Metric[],
  computed: readonly Metric[],
  slice: Slice,
  { groups, whole }: { readonly groups: Groups; readonly whole: Group },
  state: DataState,
  run: { readonly rollup: string; readonly milliseconds: number },
): Answer => {
  const compared = question.comparison !== undefined;
  const context: RowContext = { question, metrics: computed, compared, months: slice.monthsOf };
  const members = withEmptyBuckets(groups.rows, question, slice).filter((group) =>
    isShown(group, computed, question),
  );
  const all = members.map((group) => rowOf(group, context)).filter((row) => meetsConditions(row, question));
  const total = rowOf(whole, context);
  const ordered =
    question.kind === "ranking" ? rankRows(all, question) : sortMeasure(all, question, slice.timeKey);
  const columns = columnsOf(question, metrics, slice.period.comparison?.label);
  const keys = [...columns.map((column) => column.key), "_coverage"];
  const rows = addShares(ordered, all, total, { ...context, metrics }).map((row) => onlyKeys(row, keys));
  const { label, from, to, notLoaded } = slice.period;
  const gap = describeMonths(notLoaded.map(indexOfIso), state.months.fiscalYearStartMonth);
  const span: Span = { label, from, to, notLoaded: gap };
  const previous = slice.period.comparison && previousSpan(slice.period.comparison);
  const title = titleOf(question, metrics);
  const text = sliceText(question, metrics);
  const [lead] = metrics;
  const targets = targetsOf({ question, metrics, rows, months: slice.period.months }, state);
  return {
    title,
    slice: text,
    span,
    ...(previous ? { previous } : {}),
    reading: readingOf(title, text, span, previous),
    question,
    columns,
    rows,
    totals: totalsOf(total, question, metrics),
    memberCount: all.length,
    ...(question.kind === "listing" ? { directory: directoryOf(question, rows, state.dimensions) } : {}),
    ...(lead ? { partial: partialBuckets(slice, lead, state.months.months) } : {}),
    ...(targets ? { targets } : {}),
    coverage: coverageOfSlice(metrics, groups.total, slice),
    notes: notesOf(question, metrics, rows, slice, state.demo),
    provenance: {
      load: state.load,
      loadedAt: state.loadedAt,
      through: state.through,
      cached: false,
      demo: state.demo,
      ...run,
    },
  };
};

/** Of a member or the forecast the span is the same: its name alone is enough. */
const previousSpan = (comparison: NonNullable<Slice["period"]["comparison"]>): Span =>
  comparison.kind === "member" || comparison.kind === "forecast"
    ? { label: comparison.label, from: "", to: "", notLoaded: "" }
    : { label: comparison.label, from: comparison.from, to: comparison.to, notLoaded: "" };

/** Months of the period without rows are present, with no value: lines break there. */
const withEmptyBuckets = (groups: readonly Group[], question: Question, slice: Slice): readonly Group[] => {
  const { timeKey } = slice;
  if (!timeKey || question.by.length > 1 || question.kind !== "measure") return groups;
  const known = new Map(groups.map((group) => [group.keys[timeKey], group]));
  return slice.buckets.map(
    (bucket) => known.get(bucket) ?? { keys: { [timeKey]: bucket }, now: {}, before: {} },
  );
};

/** A member is shown when its metrics' fact has rows; rankings and listings leave out those whose lines are all zero units. */
const isShown = (group: Group, metrics: readonly Metric[], question: Question): boolean => {
  if (
    question.by.length === 0 ||
    (question.kind === "measure" && question.by.length === 1 && question.by.some(isTimeKey))
  )
    return true;
  const units = metrics.flatMap((metric): (number | null | undefined)[] => {
    if (metric.fact === "sales" && metric.formula.kind !== "new") return [group.now.sold_quantity];
    if (metric.fact === "forecast") return [group.now.forecast_quantity];
    if (metric.fact === "both") return [group.now.paired_forecast_quantity, group.now.paired_sold_quantity];
    return [
      group.now.listed ??
        group.now.new_products ??
        group.now.rate_gross_price ??
        group.now.rate_manufacturing_cost,
    ];
  });
  const least = question.kind === "measure" ? -1 : 0;
  return units.some((value) => value !== null && value !== undefined && value > least);
};

const meetsConditions = (row: Row, question: Question): boolean =>
  question.conditions.every(({ metric, side, value }) => {
    const actual = row[metric];
    return typeof actual === "number" && (side === "over" ? actual > value : actual < value);
  });

const onlyKeys = (row: Row, keys: readonly string[]): Row => {
  const only: Record<string, Row[string]> = {};
  for (const key of keys) if (row[key] !== undefined) only[key] = row[key];
  return only as Row;
};

const totalsOf = (
  total: Row,
  question: Question,
  metrics: readonly Metric[],
): Record<string, number | null> => {
  const acrossYears = question.by.includes("fiscal_year");
  const rates = metrics.filter((metric) => metric.formula.kind === "rate").map((metric) => metric.key);
  const keys = metrics.flatMap((metric) => [
    metric.key,
    `${metric.key}_previous`,
    `${metric.key}_change`,
    `${metric.key}_change_pct`,
  ]);
  return Object.fromEntries(
    keys
      .filter((key) => key in total)
      .map((key) => [key, acrossYears && rates.includes(key) ? null : (total[key] as number | null)]),
  );
};

const refuseImpossible = (question: Question, metrics: readonly Metric[]): void => {
  const asked = [
    ...(question.each ? [question.each] : []),
    ...question.by,
    ...question.filters.map((filter) => filter.dimension),
  ];
  for (const metric of metrics) {
    const refused = asked.find((key) => !allowsGroup(metric, key));
    if (!refused) continue;
    const allowed = (metric.allows ?? []).map((key) => labelOf(key).toLowerCase()).join(", ");
    throw new QuestionError(
      "not-allowed",
      `${metric.label} has no ${labelOf(refused).toLowerCase()}: ${metric.definition} It can be asked by ${allowed}.`,
    );
  }
};

/** A mean of prices over several years means nothing: one fiscal year at a time, or by fiscal year. */
const refuseManyYears = (question: Question, metrics: readonly Metric[], slice: Slice): void => {
  const rate = metrics.find((metric) => metric.formula.kind === "rate");
  if (!rate || question.by.includes("fiscal_year")) return;
  const years = [...new Set(slice.period.months.map((month) => slice.period.bucketOf(month, "fiscal_year")))];
  if (years.length > 1)
    throw new QuestionError(
      "not-allowed",
      `${rate.label} is a yearly figure: ask for one fiscal year (${years.join(", ")}) or break it down by fiscal year.`,
    );
};
