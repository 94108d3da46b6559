import type { Answer, Row } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";
import { metricOf } from "../metrics/index.ts";

/** Levels are sums that stand for themselves; steps are taken away on the way from one level to the next. */
const plan = [
  { key: "gross_sales", role: "level" },
  { key: "pre_invoice_deductions", role: "step" },
  { key: "net_invoice_sales", role: "level" },
  { key: "post_invoice_discounts", role: "step" },
  { key: "post_invoice_other", role: "step" },
  { key: "net_sales", role: "level" },
  { key: "manufacturing_cost", role: "step" },
  { key: "freight_cost", role: "step", share: "freight_pct" },
  { key: "other_cost", role: "step", share: "other_cost_pct" },
  { key: "gross_margin", role: "level", share: "gross_margin_pct" },
] as const satisfies readonly { key: string; role: "level" | "step"; share?: string }[];

/** From gross to net sales. */
export const salesMetrics = plan.slice(0, 6).map(({ key }) => key);
/** From net sales to gross margin, with the ratios that are taken over the same lines as their numerators. */
export const marginMetrics = [
  ...plan.slice(6).map(({ key }) => key),
  ...plan.flatMap((line) => ("share" in line ? [line.share] : [])),
];

/** One side of a line of the profit and loss statement. */
export interface Side {
  readonly value: number | null;
  /** Of net sales, 0..1; null where the two are not of the same lines. */
  readonly share: number | null;
  readonly covered: number;
  /** How far this level is from the one above less the steps between: 0 where the lines are of the same units. */
  readonly gap: number;
}

export interface Line {
  readonly key: string;
  readonly label: string;
  readonly role: "level" | "step";
  readonly now: Side;
  readonly before: Side;
  /** Null where either side is not covered. */
  readonly change: number | null;
  readonly ratio: number | null;
}

/** The lines from gross sales to gross margin, out of the answers to `salesMetrics` and `marginMetrics`. */
export const statementOf = (sales: Answer, margin: Answer): readonly Line[] => {
  const row = {
    ...sales.rows[0],
    ...margin.rows[0],
    _coverage: { ...sales.rows[0]?._coverage, ...margin.rows[0]?._coverage },
  } as Row;
  const [now, before] = [sidesOf(row, ""), sidesOf(row, "_previous")];
  return plan.map(({ key, role }, index) => ({
    key,
    label: metricOf(key).label,
    role,
    now: now[index] ?? nothing,
    before: before[index] ?? nothing,
    change: numberIn(row, `${key}_change`),
    ratio: numberIn(row, `${key}_change_pct`),
  }));
};

const nothing: Side = { value: null, share: null, covered: 1, gap: 0 };

const numberIn = (row: Row, key: string): number | null => {
  const value = row[key];
  return typeof value === "number" ? value : null;
};

const sidesOf = (row: Row, suffix: "" | "_previous"): readonly Side[] => {
  const coveredOf = (key: string): number => row._coverage?.[`${key}${suffix}`] ?? 1;
  const net = numberIn(row, `net_sales${suffix}`);
  let expected: number | null = null;
  return plan.map((line) => {
    const value = numberIn(row, `${line.key}${suffix}`);
    const isWhole = coveredOf(line.key) >= completeFrom && coveredOf("net_sales") >= completeFrom;
    const ratio = value === null || net === null || net === 0 || !isWhole ? null : value / net;
    const gap = line.role === "level" && value !== null && expected !== null ? value - expected : 0;
    if (line.role === "level") expected = value;
    else expected = expected === null || value === null ? null : expected - value;
    const share = "share" in line ? numberIn(row, `${line.share}${suffix}`) : ratio;
    return { value, share, covered: coveredOf(line.key), gap: isVisible(gap, value) ? gap : 0 };
  });
};

/** Sums of many lines differ in their last digits; half a dollar does not show. */
const isVisible = (gap: number, level: number | null): boolean =>
  Math.abs(gap) >= Math.max(0.5, Math.abs(level ?? 0) * 1e-9);
