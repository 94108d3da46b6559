import type { Chart, ChartSeries } from "../report.ts";
import type { ChartSpec, Json } from "./chart-spec.ts";
import { frame, isIncomplete, type JsonObject, labelOf } from "./frame.ts";
import { colourOf, font, halo, ink, sizes } from "./style.ts";
import { scaleValues, type ValueScale } from "./value-scale.ts";

/** Up to so many points each carries its value; of more, the highest and the last. */
const mostLabels = 8;

/** Values over time: the current series strong, the previous lighter, broken where nothing is known. */
export const configureLine = (chart: Chart): ChartSpec => {
  const { options, plugins } = frame(chart);
  const scale = scaleValues(chart);
  return {
    type: "line",
    data: {
      labels: chart.categories.map(tickText),
      datasets: chart.series.map((series, index) =>
        drawSeries(chart, series, colourOf(chart.series, index), scale),
      ),
    },
    options: {
      ...options,
      layout: { padding: { top: 44, left: sizes.margin, bottom: 36, right: sizes.margin } },
      scales: { x: timeAxis, y: valueAxis(chart), unit: unitAxis(scale) },
      plugins,
    },
  };
};

/** "Jan 2026" on two lines; the year only where it begins. */
const tickText = (text: string, index: number): Json => {
  const [, month, year] = /^([A-Z][a-z]{2}) (\d{4})$/.exec(text) ?? [];
  if (month === undefined || year === undefined) return text.split(" ");
  return index === 0 || month === "Jan" ? [month, year] : [month, ""];
};

const drawSeries = (chart: Chart, series: ChartSeries, colour: string, scale: ValueScale): JsonObject => {
  const isPrevious = series.role === "previous";
  return {
    label: series.name,
    data: series.values.map((value, index) => ({
      x: index,
      y: scale.apply(value),
      label: labelOf(chart, series, index),
    })),
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: isPrevious ? 4 : 6,
    borderJoinStyle: "round",
    borderCapStyle: "round",
    order: isPrevious ? 1 : 0,
    spanGaps: false,
    tension: 0,
    clip: false,
    pointStyle: "circle",
    pointRadius: series.values.map((_, index) => (isIncomplete(series, index) ? 10 : isPrevious ? 0 : 6)),
    pointBorderWidth: series.values.map((_, index) => (isIncomplete(series, index) ? 5 : 0)),
    pointBorderColor: colour,
    pointBackgroundColor: series.values.map((_, index) => (isIncomplete(series, index) ? ink.paper : colour)),
    datalabels: {
      display: chooseLabels(series),
      anchor: "end",
      align: series.values.map((_, index) => (isValley(series, index) ? "bottom" : "top")),
      offset: series.values.map((_, index) => (isIncomplete(series, index) ? 20 : 8)),
      ...halo,
      color: chart.series.length > 1 && series.role === "other" ? colour : ink.strong,
      font: font(sizes.label, 600),
    },
  };
};

const chooseLabels = (series: ChartSeries): Json => {
  if (series.role === "previous") return false;
  const known = series.values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const last = known.at(-1)?.index;
  const highest = known.reduce(
    (best, point) => (point.value > best.value ? point : best),
    known[0] ?? { value: 0, index: -1 },
  );
  return series.values.map((value, index) => {
    if (value === null) return false;
    if (index === last) return true;
    return known.length <= mostLabels || index === highest.index || isIncomplete(series, index)
      ? "auto"
      : false;
  });
};

/** Lower than its neighbours: its label would lie on the line if it stood above. */
const isValley = ({ values }: ChartSeries, index: number): boolean => {
  const value = values[index] ?? 0;
  return [values[index - 1], values[index + 1]].every((next) => (next ?? Number.POSITIVE_INFINITY) > value);
};

const timeAxis: JsonObject = {
  offset: true,
  border: { color: ink.soft, width: 2 },
  grid: { display: false },
  ticks: { color: ink.soft, font: font(sizes.tick), maxRotation: 0, autoSkipPadding: 24, padding: 10 },
};

/** Amounts begin at zero; ratios and prices show their own range. */
const valueAxis = ({ unit }: Chart): JsonObject => ({
  beginAtZero: unit !== "percent" && unit !== "money-per-unit",
  grace: "12%",
  border: { display: false },
  grid: { color: ink.grid, drawTicks: false, lineWidth: 2 },
  ticks: { color: ink.soft, font: font(sizes.tick), maxTicksLimit: 6, padding: 14 },
});

/** An empty axis above the plot, whose title says the unit where it can be read without turning the head. */
const unitAxis = ({ title }: ValueScale): JsonObject => ({
  axis: "x",
  type: "category",
  position: "top",
  border: { display: false },
  grid: { display: false },
  ticks: { display: false },
  title: { display: true, text: title, color: ink.soft, font: font(sizes.note), align: "start" },
});
