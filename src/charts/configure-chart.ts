import type { Chart } from "../report.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { configureBars } from "./configure-bars.ts";
import { configureLine } from "./configure-line.ts";
import { configurePie, fitsPie } from "./configure-pie.ts";
import { configureWaterfall } from "./configure-waterfall.ts";

/** A chart as a Chart.js 4 configuration: pure JSON, values scaled to the axis, labels formatted beforehand. */
export const configureChart = (chart: Chart): ChartSpec => {
  switch (chart.kind) {
    case "ranked":
      return configureBars(chart);
    case "share":
      return configureBars(sortLargestFirst(chart));
    case "line":
      return configureLine(chart);
    case "waterfall":
      return configureWaterfall(chart);
    case "pie":
      return fitsPie(chart) ? configurePie(sortLargestFirst(chart)) : configureBars(sortLargestFirst(chart));
  }
};

/** By the first series; what is not available comes last. */
const sortLargestFirst = (chart: Chart): Chart => {
  const values = chart.series[0]?.values ?? [];
  const order = chart.categories.map((_, index) => index);
  order.sort(
    (left, right) =>
      (values[right] ?? Number.NEGATIVE_INFINITY) - (values[left] ?? Number.NEGATIVE_INFINITY) ||
      left - right,
  );
  return {
    ...chart,
    categories: order.map((index) => chart.categories[index] ?? ""),
    series: chart.series.map((series) => ({
      ...series,
      values: order.map((index) => series.values[index] ?? null),
      incomplete: order.map((index) => series.incomplete?.[index] ?? false),
    })),
  };
};
