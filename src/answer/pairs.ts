import { type Rollup, rollups } from "../data/rollups.ts";
import type { DataState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import type { Measure } from "../metric.ts";
import { metricOf } from "../metrics/index.ts";
import { bucketOfIndex, indexOfIso } from "../question/calendar.ts";
import type { Question } from "../question/question.ts";
import type { Answer } from "./answer.ts";
import type { Sums } from "./compute.ts";
import { chooseRollup, measureSums, relationOf } from "./plan.ts";
import { type PackedRows, runLargeScan } from "./run-scan.ts";
import type { AskedMonth, Scan } from "./scan.ts";
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

const always: readonly Measure[] = [
  ...(["sold_quantity", "gross_sales", "pre_invoice_deductions", "net_invoice_sales", "net_sales"] as const),
];
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

/**
 * The scans that read every pair and no other column: whole fiscal quarters from the rollup by quarter, where there
 * is one, and the other months.
 */
export const pairScans = (question: Question, state: DataState): readonly Scan[] => {
  const metrics = question.metrics.map(metricOf);
  const asked = sliceOf(question, metrics, state.months).months.facts;
  const isMargin = question.metrics.includes("gross_margin");
  const filtered = question.filters.map(({ dimension }) => dimension);
  const monthly = chooseRollup(["product_code", "market", ...filtered], []);
  const quarterly = rollups.find(({ quarterly, from }) => quarterly && from === monthly.name);
  const quarters = quarterly ? wholeQuarters(asked, state.months.fiscalYearStartMonth) : [];
  const inQuarters = new Set(quarters.flat());
  const scanOf = (rollup: Rollup, months: readonly AskedMonth[]): Scan => ({
    relation: relationOf(rollup),
    aggregates: measureSums(isMargin ? marginMeasures : salesMeasures, rollup),
    dimensions: ["product_code", "market"],
    byTime: false,
    months,
    filters: question.filters,
  });
  const scans = [
    scanOf(
      quarterly ?? monthly,
      quarters.flatMap(([first]) => first ?? []),
    ),
    scanOf(
      monthly,
      asked.filter((month) => !inQuarters.has(month)),
    ),
  ];
  return scans.filter(({ months }) => months.length > 0);
};

/** The fiscal quarters all of whose three months are asked on one side, each from its first month on. */
const wholeQuarters = (
  asked: readonly AskedMonth[],
  startMonth: number,
): readonly (readonly AskedMonth[])[] => {
  const quarters = new Map<string, AskedMonth[]>();
  for (const month of asked) {
    const key = `${month.side} ${bucketOfIndex(indexOfIso(month.date), "fiscal_quarter", startMonth)}`;
    quarters.set(key, [...(quarters.get(key) ?? []), month]);
  }
  return [...quarters.values()]
    .filter((months) => months.length === 3)
    .map((months) => [...months].sort((a, b) => (a.date < b.date ? -1 : 1)));
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
      for (const { name, at } of sums) side[name] = add(side[name], row[at] as number | null);
    }
  }
  return [...pairs.values()];
};

const keyColumns: readonly string[] = ["product_code", "market", "side"];
type MutableSums = Record<string, number | null>;

/** As SUM does: null only where nothing has a value. */
const add = (sum: number | null | undefined, value: number | null): number | null =>
  sum == null ? value : value === null ? sum : sum + value;
