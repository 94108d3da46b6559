import type { Chart, ChartSeries } from "../report.ts";
import { labelRoom, nameAxis, nameWidth, valueAxisLook } from "./bar-axes.ts";
import type { ChartSpec, Json } from "./chart-spec.ts";
import { shortenText } from "./fit-text.ts";
import { frame, isIncomplete, type JsonObject, labelOf } from "./frame.ts";
import { colourOf, font, halo, ink, pale, sizes } from "./style.ts";
import { scaleValues, type ValueScale } from "./value-scale.ts";

/** More bars than this cannot be read on a phone; the rest stays in the table. */
const mostBars = 20;

/** Horizontal bars in the order given, the value at the end of each. */
export const configureBars = (whole: Chart): ChartSpec => {
  const chart = keepFirst(whole);
  const left = whole.categories.length - chart.categories.length;
  const { options, plugins } = frame(
    chart,
    left > 0 ? [`The first ${mostBars} of ${whole.categories.length}`] : [],
  );
  const scale = scaleValues(chart);
  const size = labelSize(chart);

  return {
    type: "bar",
    data: {
      labels: chart.categories.map((name) => shortenText(name, nameWidth, size)),
      datasets: chart.series.map((series, index) =>
        drawSeries(chart, series, colourOf(chart.series, index), scale, size),
      ),
    },
    options: {
      ...options,
      indexAxis: "y",
      layout: {
        padding: { top: 44, left: sizes.margin, bottom: 36, right: sizes.margin },
      },
      scales: { x: valueAxis(chart, scale, size), y: nameAxis(size) },
      plugins,
    },
  };
};

const keepFirst = (chart: Chart): Chart => ({
  ...chart,
  categories: chart.categories.slice(0, mostBars),
  series: chart.series.map((series) => ({ ...series, values: series.values.slice(0, mostBars) })),
});

/** In a long list the bars of the period before stay without their values: they would cover each other. */
const mostLabelledPairs = 6;
const isLabelled = (chart: Chart, series: ChartSeries): boolean =>
  series.role !== "previous" || chart.categories.length <= mostLabelledPairs;

/** As large as the height of the labelled bars allows. */
const labelSize = (chart: Chart): number => {
  const labelled = chart.series.filter((series) => isLabelled(chart, series)).length;
  const height = 540 / Math.max(1, chart.categories.length * Math.max(1, labelled * 0.8));
  return Math.round(Math.min(sizes.label, Math.max(15, height * 0.62)));
};

const drawSeries = (
  chart: Chart,
  series: ChartSeries,
  colour: string,
  scale: ValueScale,
  size: number,
): JsonObject => {
  const pick = (complete: Json, incomplete: Json): Json =>
    series.values.map((_, index) => (isIncomplete(series, index) ? incomplete : complete));
  return {
    label: series.name,
    data: series.values.map((value, index) => ({
      x: scale.apply(value),
      y: index,
      label: labelOf(chart, series, index),
    })),
    backgroundColor: pick(colour, pale(colour)),
    borderColor: colour,
    borderWidth: pick(0, 3),
    borderRadius: 4,
    borderSkipped: "start",
    categoryPercentage: chart.series.length > 1 ? 0.82 : 0.92,
    barPercentage: chart.series.length > 1 ? 0.9 : 0.74,
    maxBarThickness: 84,
    datalabels: {
      ...(isLabelled(chart, series) ? {} : { display: false }),
      anchor: series.values.map((value) => ((value ?? 0) < 0 ? "start" : "end")),
      align: series.values.map((value) => ((value ?? 0) < 0 ? "left" : "right")),
      offset: 6,
      ...halo,
      color: series.role === "previous" ? ink.soft : ink.strong,
      font: font(size, series.role === "previous" ? 400 : 600),
    },
  };
};

/** Above the bars, and long enough for the labels at both ends. */
const valueAxis = (chart: Chart, scale: ValueScale, size: number): JsonObject => {
  const values = chart.series.flatMap((series) => series.values.map((value) => scale.apply(value) ?? 0));
  const highest = Math.max(...values, 0);
  const lowest = Math.min(...values, 0);
  const labels = chart.series.flatMap((series) =>
    series.values.map((_, index) => labelOf(chart, series, index)),
  );
  const room = (highest - lowest) * labelRoom(labels, chart.categories, size);
  return {
    position: "top",
    beginAtZero: true,
    ...(room === 0
      ? {}
      : { max: round(highest > 0 ? highest + room : 0), min: round(lowest < 0 ? lowest - room : 0) }),
    ...valueAxisLook(scale),
  };
};

const round = (value: number): number => Number(value.toPrecision(4));
