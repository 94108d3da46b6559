import type { DataState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import type { Measure } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import type { Question } from "../question/question.ts";
import type { Answer } from "./answer.ts";
import { addSum, type Sums } from "./compute.ts";
import { chooseRollup, measureSums, relationOf, sourcesOf } from "./plan.ts";
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

const always: readonly Measure[] = ["sold_quantity", "gross_sales", "net_invoice_sales", "net_sales"];
/** What each figure is made of, and the units whose lines have all of it. */
const salesMeasures: readonly Measure[] = [...always, "units_with_post"];
const marginMeasures: readonly Measure[] = [
  ...always,
  ...(["units_with_margin", "manufacturing_cost", "freight_cost", "other_cost", "gross_margin"] as const),
];

/**
 * The sums of both sides per variant and market. An Answer would leave out what sold before and no more.
 */
export const readPairs = async (
  question: Question,
  state: DataState,
  database: Database,
): Promise<PairSet> => {
  const scans = pairScans(question, state);
  const results = await Promise.all(scans.map((scan) => runLargeScan(scan, state, database)));
  const rollup = scans.map(({ relation }) => relation.name).join(" and ");
  return { pairs: joinSides(results, state), rollup };
};

/** The scans that read every pair and no other column. */
export const pairScans = (question: Question, state: DataState): readonly Scan[] => {
  const metrics = question.metrics.map(metricOf);
  const { months } = sliceOf(question, metrics, state.months);
  const isMargin = question.metrics.includes("gross_margin");
  const filtered = question.filters.map(({ dimension }) => dimension);
  const monthly = chooseRollup(["product_code", "market", ...filtered], []);
  return sourcesOf(monthly, months).map(({ rollup, months }) => ({
    relation: relationOf(rollup),
    aggregates: measureSums(isMargin ? marginMeasures : salesMeasures, rollup),
    dimensions: ["product_code", "market"],
    byTime: false,
    months,
    filters: question.filters,
  }));
};

/** A pair of the side that was asked and the one it is compared with, either of which may have no row. */
const joinSides = (results: readonly PackedRows[], state: DataState): readonly Pair[] => {
  const products = new Map(state.dimensions.products.map((row) => [row.product_code, row.product]));
  const pairs = new Map<string, Pair & { readonly now: MutableSums; readonly before: MutableSums }>();
  for (const { columns, rows } of results) {
    const [codeAt, marketAt, sideAt] = keyColumns.map((name) => columns.indexOf(name)) as [
      number,
      number,
      number,
    ];
    const sums = columns.flatMap((name, at) => (keyColumns.includes(name) ? [] : [{ name, at }]));
    for (const row of rows) {
      const [variant, market] = [String(row[codeAt]), String(row[marketAt])];
      const id = `${variant}\n${market}`;
      let pair = pairs.get(id);
      if (!pair) {
        pair = { variant, product: products.get(variant) ?? variant, market, now: {}, before: {} };
        pairs.set(id, pair);
      }
      const side = row[sideAt] === 0 ? pair.now : pair.before;
      for (const { name, at } of sums) side[name] = addSum(side[name], row[at] as number | null);
    }
  }
  return [...pairs.values()];
};

const keyColumns: readonly string[] = ["product_code", "market", "side"];
type MutableSums = Record<string, number | null>;
