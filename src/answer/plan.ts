import {
  type KeyColumn,
  lineExpressions,
  lineTable,
  quarterlyOf,
  type Rollup,
  smallestRollup,
} from "../data/rollups.ts";
import { type DimensionKey, isTimeKey } from "../dimension.ts";
import type { Measure, Metric } from "../metric.ts";
import type { Question } from "../question/question.ts";
import type { DimensionRows } from "../question/vocabulary.ts";
import { codeFilters } from "./code-filters.ts";
import { sourceOf } from "./columns.ts";
import { measuresOf } from "./compute.ts";
import type { Aggregate, AskedMonth, MemberSides, Relation, Scan } from "./scan.ts";

/** The months a question reads, by what a scan counts in them. */
export interface PlannedMonths {
  readonly facts: readonly AskedMonth[];
  /** The same, as the first months of fiscal quarters that are asked whole and as one, and the months besides. */
  readonly quarters: readonly AskedMonth[];
  readonly others: readonly AskedMonth[];
  /** First months of the fiscal years asked, for rate tables. */
  readonly years: readonly AskedMonth[];
  /** Without the first loaded fiscal year, in which every product would look new. */
  readonly launches: readonly AskedMonth[];
}

/** One scan per relation that the metrics need; most questions need one. */
export const planScans = (
  question: Question,
  metrics: readonly Metric[],
  months: PlannedMonths,
  sides: MemberSides | undefined,
  names: DimensionRows,
): readonly Scan[] => {
  const dimensions = [
    ...new Set([...(question.each ? [question.each] : []), ...question.by.filter(isDimension)]),
  ];
  const filters = sides
    ? question.filters.filter((filter) => filter.dimension !== sides.dimension || filter.excluded)
    : question.filters;
  const shape = { dimensions, byTime: question.by.some(isTimeKey), filters, ...(sides ? { sides } : {}) };
  const asked = [
    ...dimensions,
    ...filters.map((filter) => filter.dimension),
    ...(sides ? [sides.dimension] : []),
  ];
  const source = (rollup: Rollup): Pick<Scan, "relation" | "filters"> => ({
    relation: relationOf(rollup),
    filters: rollup === lineTable ? codeFilters(filters, names) : filters,
  });
  const scans: Scan[] = [];
  const counted = countedCodes(metrics);
  if (metrics.some(needsLines)) {
    const monthly = chooseRollup(asked, counted);
    // Codes counted in two scans cannot be added up.
    const sources =
      counted.length > 0 ? [{ rollup: monthly, months: months.facts }] : sourcesOf(monthly, months);
    for (const { rollup, months } of sources)
      scans.push({
        ...shape,
        ...source(rollup),
        months,
        aggregates: lineAggregates(question, metrics, rollup),
      });
  }
  if (metrics.some(needsAbsoluteError)) {
    const grain: readonly KeyColumn[] =
      question.level === "account" ? ["product_code", "customer_code"] : ["product_code"];
    scans.push({
      ...shape,
      ...source(chooseRollup(asked, grain)),
      months: months.facts,
      aggregates: [],
      absoluteGrain: grain,
    });
  }
  for (const { formula } of new Set(metrics)) {
    if (formula.kind === "listed")
      scans.push({
        ...shape,
        byTime: false,
        months: catalogueMonth,
        relation: catalogue,
        aggregates: [count("listed")],
      });
    if (formula.kind === "new")
      scans.push({
        ...shape,
        months: months.launches,
        relation: launches,
        aggregates: [count("new_products")],
      });
    if (formula.kind === "rate")
      scans.push({
        ...shape,
        months: months.years,
        relation: rateTable(formula.of),
        aggregates: [{ name: `rate_${formula.of}`, expression: "AVG(fact.rate)" }],
      });
  }
  return scans;
};

const isDimension = (key: Question["by"][number]): key is DimensionKey => !isTimeKey(key);
const needsLines = ({ formula }: Metric): boolean =>
  formula.kind === "sum" ||
  formula.kind === "ratio" ||
  formula.kind === "distinct" ||
  formula.kind === "demand";
const needsAbsoluteError = ({ formula }: Metric): boolean =>
  formula.kind === "demand" && formula.value !== "net_error" && formula.value !== "net_error_pct";
const countedCodes = (metrics: readonly Metric[]): readonly KeyColumn[] =>
  metrics.flatMap(({ formula }) => (formula.kind === "distinct" ? [formula.of] : []));

/** The smallest rollup by month that holds every column; the line table when none does. */
export const chooseRollup = (dimensions: readonly DimensionKey[], codes: readonly KeyColumn[]): Rollup =>
  smallestRollup(
    ({ keys }) =>
      codes.every((code) => keys.includes(code)) &&
      dimensions.every((dimension) => sourceOf(dimension, keys) !== undefined),
  );

/**
 * Where sums of the months are read: whole fiscal quarters from the rollup by quarter, where there is one, and the
 * other months. A small rollup is read once, by month, rather than in two scans.
 */
export const sourcesOf = (
  rollup: Rollup,
  { facts, quarters, others }: PlannedMonths,
): readonly { readonly rollup: Rollup; readonly months: readonly AskedMonth[] }[] => {
  const quarterly = quarterlyOf(rollup);
  if (!quarterly || quarters.length === 0 || (others.length > 0 && !rollup.slicedBy))
    return [{ rollup, months: facts }];
  const whole = { rollup: quarterly, months: quarters };
  return others.length > 0 ? [whole, { rollup, months: others }] : [whole];
};

export const relationOf = (rollup: Rollup): Relation => ({
  name: rollup.name,
  from: `answers.${rollup.name}`,
  keys: rollup.keys,
});

/** Measures summed over a rollup's columns, or over the expressions of the line table. */
export const measureSums = (names: readonly Measure[], rollup: Rollup): readonly Aggregate[] =>
  names.map((name) => ({
    name,
    expression: `SUM(${rollup === lineTable ? lineExpressions[name] : name})`,
  }));

const lineAggregates = (
  question: Question,
  metrics: readonly Metric[],
  rollup: Rollup,
): readonly Aggregate[] => {
  const forecast = question.comparison?.kind === "forecast" ? (["forecast_quantity"] as const) : [];
  const names = new Set([...metrics.flatMap(measuresOf), ...forecast, "sold_quantity" as const]);
  const sums = measureSums([...names], rollup);
  const rows = metrics.map((metric) => metric.fact);
  return [
    ...sums,
    ...countedCodes(metrics).map((code) => ({
      name: `distinct_${code}`,
      expression: `COUNT(DISTINCT fact.${code})`,
      only: "sold_quantity > 0",
    })),
    ...(rows.includes("both") ? pairedSums : []),
  ];
};

const pairedSums: readonly Aggregate[] = ["sold_quantity", "forecast_quantity"].map((name) => ({
  name: `paired_${name}`,
  expression: `SUM(${name})`,
  only: "asked.paired",
}));

const count = (name: string): Aggregate => ({ name, expression: "COUNT(*)" });

/** The catalogue has no period: one date stands for it. */
const always = "1970-01-01";
const catalogueMonth: readonly AskedMonth[] = [{ date: always, side: 0, bucket: "", paired: false }];
const catalogue: Relation = {
  name: "dim_product",
  from: `(SELECT product_code, DATE '${always}' AS date FROM dim_product)`,
  keys: ["product_code"],
};

const launches: Relation = {
  name: "by_variant",
  from: "(SELECT product_code, MIN(date) AS date FROM answers.by_variant WHERE sold_quantity > 0 GROUP BY product_code)",
  keys: ["product_code"],
};

/** A rate holds for a fiscal year; its first month stands for it. */
const rateTable = (of: "gross_price" | "manufacturing_cost"): Relation => {
  const table = of === "gross_price" ? "price" : "unit_cost";
  return {
    name: of,
    from: `(SELECT product_code, rate, date FROM answers.${table}
      JOIN (SELECT fiscal_year, MIN(date) AS date FROM answers.calendar GROUP BY fiscal_year) AS years USING (fiscal_year))`,
    keys: ["product_code"],
  };
};
