import { formatPercentChange, formatPoints } from "../format.ts";
import type { Metric } from "../metric.ts";

/** "▲ 2.1% (better)": the arrow says the direction, the words whether that is good for this metric. */
export const judgeChange = (
  metric: Metric,
  change: number | null | undefined,
  ratio: number | null | undefined,
): string | undefined => {
  if (change === null || change === undefined) return undefined;
  const size =
    metric.unit === "percent"
      ? formatPoints(change)
      : ratio === null || ratio === undefined
        ? undefined
        : formatPercentChange(ratio);
  if (!size) return undefined;
  if (size.slice(1).startsWith("0.0")) return "unchanged";
  return `${change > 0 ? "▲" : "▼"} ${size.slice(1)}${judgement(metric, change)}`;
};

const judgement = (metric: Metric, change: number): string => {
  if (metric.good === "neutral") return "";
  return change > 0 === (metric.good === "up") ? " (better)" : " (worse)";
};
