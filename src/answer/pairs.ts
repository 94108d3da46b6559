import type { DataState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import type { Measure } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import type { Answer } from "./answer.ts";
import type { Sums } from "./compute.ts";
import { chooseRollup, measureSums, relationOf } from "./plan.ts";
import { type PackedRows, runLargeScan } from "./run-scan.ts";
import type { Scan } from "./scan.ts";
import { sliceOf } from "./slice.ts";

/** One variant in one market: its sums on both sides of a comparison, also where it sold on one side only. */
export interface Pair {
  readonly variant: string;
  /** Name of its product. */
  readonly product: string;
  readonly market: string;
  readonly now: Sums;
  readonly before: Sums;
}

/** Every pair of a slice, and the rollup that they were read from. */
export interface PairSet {
  readonly pairs: readonly Pair[];
  readonly rollup: string;
}

/** The answer to a compared question without a break-down, and what lies behind it at variant × market. */
export interface Pairs extends PairSet {
  readonly answer: Answer;
}

/** What net sales are made of. */
const salesMeasures: readonly Measure[] = [
  ...(["sold_quantity", "units_with_post", "gross_sales", "pre_invoice_deductions"] as const),
  ...(["net_invoice_sales", "net_sales"] as const),
];
/** What gross margin is made of besides. */
const marginMeasures: readonly Measure[] = [
  ...salesMeasures,
  ...(["units_with_margin", "manufacturing_cost", "freight_cost", "other_cost", "gross_margin"] as const),
];

/**
 * The sums of both sides per variant and market, in one scan that holds no other column. An Answer would leave out
 * what sold before and no more.
 */
export const readPairs = async (
  question: Question,
  state: DataState,
  database: Database,
): Promise<PairSet> => {
  const { scan, rollup } = pairScan(question, state);
  const rows = await runLargeScan(scan, state, database);
  return { pairs: joinSides(rows, state), rollup };
};

/** The scan that reads every pair, and the rollup it reads. */
export const pairScan = (
  question: Question,
  state: DataState,
): { readonly scan: Scan; readonly rollup: string } => {
  const metrics = question.metrics.map(metricOf);
  const slice = sliceOf(question, metrics, state.months);
  const isMargin = question.metrics.includes("gross_margin");
  const filtered = question.filters.map(({ dimension }) => dimension);
  const rollup = chooseRollup(["product_code", "market", ...filtered], []);
  const scan: Scan = {
    relation: relationOf(rollup),
    aggregates: measureSums(isMargin ? marginMeasures : salesMeasures, rollup),
    dimensions: ["product_code", "market"],
    byTime: false,
    months: slice.months.facts,
    filters: question.filters,
  };
  return { scan, rollup: rollup.name };
};

/** A pair of the side that was asked and the one it is compared with, either of which may have no row. */
const joinSides = ({ columns, rows }: PackedRows, state: DataState): readonly Pair[] => {
  const products = new Map(state.dimensions.products.map((row) => [row.product_code, row.product]));
  const [codeAt, marketAt, sideAt] = ["product_code", "market", "side"].map((name) => columns.indexOf(name));
  const sums = columns.flatMap((name, at) => ([codeAt, marketAt, sideAt].includes(at) ? [] : [{ name, at }]));
  const pairs = new Map<string, Mutable<Pair>>();
  for (const row of rows) {
    const [variant, market] = [String(row[codeAt ?? 0]), String(row[marketAt ?? 0])];
    const id = `${variant}\n${market}`;
    let pair = pairs.get(id);
    if (!pair) {
      pair = { variant, product: products.get(variant) ?? variant, market, now: {}, before: {} };
      pairs.set(id, pair);
    }
    const side: Record<string, number | null> = {};
    for (const { name, at } of sums) side[name] = row[at] as number | null;
    pair[row[sideAt ?? 0] === 0 ? "now" : "before"] = side;
  }
  return [...pairs.values()];
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
