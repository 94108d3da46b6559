import type { Formula, Measure, Metric, Piece } from "../metric.ts";

/** Sums of one group and one side by name; null where no line had a value. */
export type Sums = Readonly<Record<string, number | null>>;

/** As SUM does: null only where nothing has a value. */
export const addSum = (sum: number | null | undefined, value: number | null): number | null =>
  sum == null ? value : value === null ? sum : sum + value;

/** Coverage under this share is marked as incomplete, and takes the change of a comparison away. */
export const completeFrom = 0.95;

/** Months of the asked period: those that hold both sides of the demand metrics, and all. */
export interface DemandMonths {
  readonly paired: number;
  readonly asked: number;
}

const sum = (sums: Sums, names: readonly string[]): number | null =>
  names.reduce<number | null>((total, name) => {
    const value = sums[name] ?? null;
    return total === null || value === null ? null : total + value;
  }, 0);

const ratio = (numerator: number | null, denominator: number | null): number | null =>
  numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;

const list = (measure: Measure | readonly Measure[]): readonly Measure[] =>
  typeof measure === "string" ? [measure] : measure;

/** Measures that a scan has to sum for a metric, coverage counters included. */
export const measuresOf = (metric: Metric): readonly Measure[] => [
  ...formulaMeasures(metric.formula),
  ...counters(metric),
];

const formulaMeasures = (formula: Formula): readonly Measure[] => {
  switch (formula.kind) {
    case "sum":
      return formula.of;
    case "ratio":
      return [...list(formula.numerator), ...list(formula.denominator)];
    case "demand":
    case "distinct":
    case "listed":
    case "new":
    case "rate":
      return [];
  }
};

/** Units of the lines that have each piece, in the order in which lines lose them. */
const chain: readonly {
  readonly piece: Piece;
  readonly measure: Measure;
  readonly within: Measure;
  readonly name: string;
}[] = [
  { piece: "price", measure: "units_with_price", within: "sold_quantity", name: "list prices" },
  {
    piece: "pre_invoice",
    measure: "units_with_pre",
    within: "units_with_price",
    name: "pre-invoice discounts",
  },
  {
    piece: "post_invoice",
    measure: "units_with_post",
    within: "units_with_pre",
    name: "post-invoice deductions",
  },
  { piece: "freight", measure: "units_with_freight", within: "units_with_post", name: "freight rates" },
  { piece: "unit_cost", measure: "units_with_cost", within: "sold_quantity", name: "unit costs" },
];

const counters = (metric: Metric): readonly Measure[] =>
  metric.covered
    ? [
        "sold_quantity",
        metric.covered,
        ...chain.filter((link) => metric.pieces.includes(link.piece)).map((link) => link.measure),
      ]
    : [];

/** Share of the slice's units whose lines have every piece, 0..1; 1 where nothing can be missing or no unit was sold. */
export const coverageOf = (metric: Metric, sums: Sums, months: DemandMonths): number => {
  if (metric.formula.kind === "demand") return months.asked === 0 ? 1 : months.paired / months.asked;
  if (!metric.covered) return 1;
  const units = sums.sold_quantity ?? 0;
  return units === 0 ? 1 : (sums[metric.covered] ?? 0) / units;
};

/** What a missing piece is called in answers. */
export const pieceName = (piece: Piece): string => chain.find((link) => link.piece === piece)?.name ?? piece;

/** Names of the missing pieces: "list prices, unit costs"; "" when nothing is missing. */
export const missingPieces = (metric: Metric, sums: Sums): string => {
  if (metric.formula.kind === "demand") return "months with both sales and forecast";
  return chain
    .filter((link) => metric.pieces.includes(link.piece))
    .filter((link) => (sums[link.measure] ?? 0) < (sums[link.within] ?? 0))
    .map((link) => link.name)
    .join(", ");
};

/** The metric's value, unrounded; null is "not available": nothing covered, a denominator of 0, no rows. */
export const metricValue = (metric: Metric, sums: Sums, months: DemandMonths): number | null => {
  if (coverageOf(metric, sums, months) === 0) return null;
  const { formula } = metric;
  switch (formula.kind) {
    case "sum":
      return sum(orZero(sums, metric, formula.of), formula.of);
    case "ratio":
      return ratio(sum(sums, list(formula.numerator)), sum(sums, list(formula.denominator)));
    case "demand":
      return demandValue(formula.value, sums);
    case "distinct":
      return sums[`distinct_${formula.of}`] ?? 0;
    case "listed":
      return sums.listed ?? 0;
    case "new":
      return sums.new_products ?? 0;
    case "rate":
      return sums[`rate_${formula.of}`] ?? null;
  }
};

/** A group with lines of which none has a value (all zero units) sums to 0, not to "not available". */
const orZero = (sums: Sums, metric: Metric, names: readonly string[]): Sums => {
  const hasUnits = metric.fact === "forecast" || (sums.sold_quantity ?? 0) === 0;
  return hasUnits ? { ...sums, ...Object.fromEntries(names.map((name) => [name, sums[name] ?? 0])) } : sums;
};

const demandValue = (value: Extract<Formula, { kind: "demand" }>["value"], sums: Sums): number | null => {
  const forecast = sums.paired_forecast_quantity ?? 0;
  const net = forecast - (sums.paired_sold_quantity ?? 0);
  const absolute = sums.absolute_error ?? null;
  switch (value) {
    case "net_error":
      return net;
    case "net_error_pct":
      return ratio(net, forecast);
    case "absolute_error":
      return absolute;
    case "absolute_error_pct":
      return ratio(absolute, forecast);
    case "forecast_accuracy": {
      const missed = ratio(absolute, forecast);
      return missed === null ? null : Math.max(0, 1 - missed);
    }
  }
};
