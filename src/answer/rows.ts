import type { Metric } from "../metric.ts";
import type { Question } from "../question/question.ts";
import type { Row, Value } from "./answer.ts";
import { hasShare } from "./columns-of.ts";
import { completeFrom, coverageOf, type DemandMonths, metricValue, type Sums } from "./compute.ts";
import { type Group, groupNames } from "./groups.ts";

/** What is known of the months behind a group. */
export interface GroupMonths {
  /** Whether any asked month of the group holds rows of the metric's fact. */
  readonly loaded: (metric: Metric) => boolean;
  /** Why there is no comparison, or undefined where every compared month is loaded. */
  readonly comparable: (metric: Metric) => boolean;
  readonly now: DemandMonths;
  readonly before: DemandMonths;
}

export interface RowContext {
  readonly question: Question;
  readonly metrics: readonly Metric[];
  readonly compared: boolean;
  readonly months: (group: Group) => GroupMonths;
}

/** One group as a row: values, comparison, coverage. Ranks and shares join later, when all rows are known. */
export const rowOf = (group: Group, context: RowContext): Row => {
  const months = context.months(group);
  const values: Record<string, Value> = { ...group.keys };
  const coverage: Record<string, number> = {};
  for (const metric of context.metrics) {
    const now = figureOf(metric, group.now, months.now, months.loaded(metric));
    values[metric.key] = now.value;
    if (now.covered < 1) coverage[metric.key] = now.covered;
    if (!context.compared) continue;
    const sums = context.question.comparison?.kind === "forecast" ? forecastAsSold(group.now) : group.before;
    const before = figureOf(metric, sums, months.before, months.comparable(metric));
    Object.assign(values, comparisonOf(metric, now, before));
    if (before.covered < 1) coverage[`${metric.key}_previous`] = before.covered;
  }
  return (Object.keys(coverage).length > 0 ? { ...values, _coverage: coverage } : values) as Row;
};

/** A metric of one side: null and fully covered where its months are not loaded at all. */
interface SideFigure {
  readonly value: number | null;
  readonly covered: number;
}

const figureOf = (metric: Metric, sums: Sums, months: DemandMonths, isLoaded: boolean): SideFigure =>
  isLoaded
    ? { value: metricValue(metric, sums, months), covered: coverageOf(metric, sums, months) }
    : { value: null, covered: 1 };

/** No change where either side is under 95% covered, no percent from zero or a negative base. */
const comparisonOf = (metric: Metric, now: SideFigure, before: SideFigure): Record<string, number | null> => {
  const whole = now.covered >= completeFrom && before.covered >= completeFrom;
  const change = whole && now.value !== null && before.value !== null ? now.value - before.value : null;
  const ratio = change === null || before.value === null || before.value <= 0 ? null : change / before.value;
  return {
    [`${metric.key}_previous`]: before.value,
    [`${metric.key}_change`]: change,
    ...(metric.unit === "percent" ? {} : { [`${metric.key}_change_pct`]: ratio }),
  };
};

/** vs forecast: the forecast of the same months stands where the sales of other months would. */
const forecastAsSold = (now: Sums): Sums => ({ ...now, sold_quantity: now.forecast_quantity ?? 0 });

/** row ÷ total of the whole slice; in rankings that restart, ÷ the total of the row's group. */
export const addShares = (
  rows: readonly Row[],
  all: readonly Row[],
  total: Row,
  context: RowContext,
): readonly Row[] => {
  const shared = context.metrics.filter((metric) => hasShare(metric, context.question));
  if (shared.length === 0) return rows;
  return rows.map((row) => {
    const shares = shared.map((metric) => [
      `${metric.key}_share`,
      share(row, metric.key, wholeOf(row, metric.key, all, total, context.question)),
    ]);
    return { ...row, ...Object.fromEntries(shares) };
  });
};

const wholeOf = (
  row: Row,
  key: string,
  all: readonly Row[],
  total: Row,
  question: Question,
): number | null => {
  const { each } = question;
  if (!each) return numeric(total[key]);
  return all
    .filter((other) => other[each] === row[each])
    .reduce((sum, other) => sum + (numeric(other[key]) ?? 0), 0);
};

const share = (row: Row, key: string, whole: number | null): number | null => {
  const value = numeric(row[key]);
  return value === null || whole === null || whole === 0 ? null : value / whole;
};

const numeric = (value: Value | undefined): number | null => (typeof value === "number" ? value : null);

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const nameOrder =
  (names: readonly string[]) =>
  (a: Row, b: Row): number =>
    names.reduce(
      (order, name) =>
        order ||
        byText(String(a[name]).toLowerCase(), String(b[name]).toLowerCase()) ||
        byText(String(a[name]), String(b[name])),
      0,
    );

/** First metric in the asked direction, values that are not available last in both; ties by name. */
const byMetric =
  (key: string, order: Question["order"], names: readonly string[]) =>
  (a: Row, b: Row): number => {
    const [x, y] = [numeric(a[key]), numeric(b[key])];
    if (x === null || y === null) return x === y ? nameOrder(names)(a, b) : x === null ? 1 : -1;
    return (order === "top" ? y - x : x - y) || nameOrder(names)(a, b);
  };

/** Time ascending first, else the first metric descending. */
export const sortMeasure = (
  rows: readonly Row[],
  question: Question,
  timeKey: string | undefined,
): readonly Row[] => {
  const lead = question.metrics[0] ?? "";
  const names = groupNames(question);
  const others = byMetric(lead, "top", names);
  return [...rows].sort(
    (a, b) => (timeKey ? byText(String(a[timeKey]), String(b[timeKey])) : 0) || others(a, b),
  );
};

/** Exactly N rows (in each group); ranks 1, 1, 3. */
export const rankRows = (rows: readonly Row[], question: Question): readonly Row[] => {
  const lead = question.metrics[0] ?? "";
  const sorted = [...rows].sort(byMetric(lead, question.order, groupNames(question)));
  const { each } = question;
  if (!each) return withRanks(sorted, lead).slice(0, question.limit);
  const groups = [...new Set(sorted.map((row) => String(row[each])))].sort(byText);
  return groups.flatMap((group) =>
    withRanks(
      sorted.filter((row) => row[each] === group),
      lead,
    ).slice(0, question.limit),
  );
};

const withRanks = (sorted: readonly Row[], lead: string): readonly Row[] => {
  let rank = 0;
  return sorted.map((row, index) => {
    if (index === 0 || row[lead] !== sorted[index - 1]?.[lead]) rank = index + 1;
    return Object.assign({ rank } as Record<string, Value>, row);
  });
};
