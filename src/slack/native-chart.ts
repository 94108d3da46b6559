import type { Chart, ChartSeries } from "../report.ts";
import { plain } from "./escape.ts";
import { limits } from "./limits.ts";
import type { ChartPoint, DataVisualizationBlock } from "./message.ts";

/** Labels of at most 20 characters, still unlike each other: "Trail Camera Pro…", "Trail Camera Pro… 2". */
const uniqueLabels = (names: readonly string[]): string[] => {
  const seen = new Set<string>();
  return names.map((name) => {
    let label = plain(name, limits.chartLabel);
    for (let copy = 2; seen.has(label); copy += 1) {
      label = `${plain(name, limits.chartLabel - ` ${copy}`.length)} ${copy}`;
    }
    seen.add(label);
    return label;
  });
};

const isDrawable = (series: ChartSeries, count: number): boolean =>
  series.values.length === count && series.values.every((value) => value !== null && Number.isFinite(value));

const points = (labels: readonly string[], values: readonly (number | null)[]): ChartPoint[] =>
  labels.map((label, index) => ({ label, value: values[index] ?? 0 }));

/** Ranked members beyond Slack's twenty are left off by saying so in the title; months are not, their gap would lie. */
const cut = (chart: Chart): Chart => {
  const isRanked = chart.kind === "ranked" || chart.kind === "share";
  const most = isRanked ? limits.chartCategories : chart.categories.length;
  const categories = chart.categories.slice(0, most);
  const members = chart.outOf ?? chart.categories.length;
  if (categories.length === members) return chart;
  return {
    ...chart,
    title: `First ${categories.length} of ${members}: ${chart.title}`,
    categories,
    series: chart.series.map((series) => ({ ...series, values: series.values.slice(0, most) })),
  };
};

const pie = (chart: Chart, title: string): DataVisualizationBlock | undefined => {
  const values = chart.series[0]?.values ?? [];
  const isWhole = values.every((value) => value !== null && Number.isFinite(value) && value > 0);
  if (!isWhole || values.length !== chart.categories.length || values.length > limits.chartSegments)
    return undefined;
  return {
    type: "data_visualization",
    title,
    chart: { type: "pie", segments: points(uniqueLabels(chart.categories), values) },
  };
};

const axes = (chart: Chart, title: string, type: "bar" | "line"): DataVisualizationBlock | undefined => {
  const series = chart.series.filter((one) => isDrawable(one, chart.categories.length));
  if (
    series.length === 0 ||
    series.length > limits.chartSeries ||
    !series.includes(chart.series[0] as ChartSeries)
  ) {
    return undefined;
  }
  if (chart.categories.length > limits.chartCategories) return undefined;
  const categories = uniqueLabels(chart.categories);
  const names = uniqueLabels(series.map((one) => one.name));
  return {
    type: "data_visualization",
    title,
    chart: {
      type,
      series: series.map((one, index) => ({
        name: names[index] ?? "",
        data: points(categories, one.values),
      })),
      axis_config: { categories, y_label: plain(chart.measure, limits.chartAxisLabel) },
    },
  };
};

/**
 * Slack's own chart, where a picture cannot reach the message. Undefined when it would not be true: a first series
 * with gaps, too many points, a pie with an empty part. A comparison with gaps is left off rather than drawn as zero.
 * Its bars cannot float: a waterfall stands as levels and signed steps side by side.
 */
export const nativeChart = (whole: Chart): DataVisualizationBlock | undefined => {
  const chart = cut(whole);
  if (chart.categories.length === 0 || chart.series.length === 0) return undefined;
  const title = plain(chart.title, limits.chartTitle);
  switch (chart.kind) {
    case "pie":
      return pie(chart, title);
    case "ranked":
    case "share":
    case "waterfall":
      return axes(chart, title, "bar");
    case "line":
      return axes(chart, title, "line");
  }
};
