import { formatShort } from "../format.ts";
import type { Chart } from "../report.ts";
import { labelRoom, nameAxis, nameWidth, valueAxisLook } from "./bar-axes.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { shortenText } from "./fit-text.ts";
import { frame, type JsonObject } from "./frame.ts";
import { flow, font, halo, ink, pale, sizes } from "./style.ts";
import { scaleValues, type ValueScale } from "./value-scale.ts";

/** One row of the picture, unscaled. */
interface Bar {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  /** "$3.8M" of a level, "+$0.2M" or "−$0.2M" of a step; marked where data is missing. */
  readonly label: string;
  readonly incomplete: boolean;
}

/** From a level over signed steps to the next: bars that float, top to bottom, joined by thin lines. */
export const configureWaterfall = (chart: Chart): ChartSpec => {
  const bars = barsOf(chart);
  const base = baseOf(bars);
  const scale = scaleValues({ ...chart, series: [{ name: "", role: "current", values: bars.map(highOf) }] });
  const size = labelSize(bars.length);
  const note = `The axis begins at ${formatShort(base, chart.unit)}, not at zero`;
  const { options, plugins } = frame(chart, base > 0 ? [note] : []);
  return {
    type: "bar",
    data: {
      labels: bars.map(({ name }) => shortenText(name, nameWidth, size)),
      datasets: [drawBars(chart, bars, base, scale, size), drawJoints(bars, scale)],
    },
    options: {
      ...options,
      indexAxis: "y",
      layout: { padding: { top: 44, left: sizes.margin, bottom: 36, right: sizes.margin } },
      scales: { x: valueAxis(bars, base, scale, size), y: nameAxis(size), rows: rowAxis(bars) },
      plugins: { ...plugins, legend: { display: false } },
    },
  };
};

/** A step that is not available moves nothing. */
const barsOf = (chart: Chart): readonly Bar[] => {
  const [series] = chart.series;
  let end = 0;
  return chart.categories.map((name, index) => {
    const value = series?.values[index] ?? null;
    const isLevel = chart.levels?.[index] ?? false;
    const from = isLevel ? 0 : end;
    end = from + (value ?? 0);
    const incomplete = series?.incomplete?.[index] ?? false;
    const text = formatShort(value, chart.unit).replace(/ units$/, "");
    const sign = !isLevel && value !== null && value > 0 ? "+" : "";
    return {
      name,
      from,
      to: end,
      colour: isLevel ? flow.level : (value ?? 0) < 0 ? flow.down : flow.up,
      label: `${sign}${text}${incomplete ? "*" : ""}`,
      incomplete,
    };
  });
};

const highOf = ({ from, to }: Bar): number => Math.max(from, to);
const lowOf = ({ from, to }: Bar): number => Math.min(from, to);
const isLevel = ({ colour }: Bar): boolean => colour === flow.level;

/** Steps smaller than this part of the levels cannot be seen beside them. */
const leastVisible = 0.35;

/** Where the axis begins: at zero, or, where the steps would vanish beside the levels, below the lowest point. */
const baseOf = (bars: readonly Bar[]): number => {
  const points = bars.map(({ to }) => to);
  const [lowest, highest] = [Math.min(...points), Math.max(...points)];
  const range = highest - lowest;
  if (bars.length < 3 || lowest <= 0 || range === 0 || range > highest * leastVisible) return 0;
  const step = 10 ** Math.floor(Math.log10(range));
  return Math.max(0, Math.floor((lowest - range * 0.4) / step) * step);
};

const labelSize = (count: number): number =>
  Math.round(Math.min(sizes.label, Math.max(16, (540 / Math.max(1, count)) * 0.6)));

const drawBars = (
  chart: Chart,
  bars: readonly Bar[],
  base: number,
  scale: ValueScale,
  size: number,
): JsonObject => ({
  label: chart.measure,
  data: bars.map((bar, index) => ({
    x: [scale.apply(base > 0 && isLevel(bar) ? base : lowOf(bar)), scale.apply(highOf(bar))],
    y: index,
    label: bar.label,
  })),
  backgroundColor: bars.map(({ colour, incomplete }) => (incomplete ? pale(colour) : colour)),
  borderColor: bars.map(({ colour }) => colour),
  borderWidth: bars.map(({ incomplete }) => (incomplete ? 3 : 0)),
  borderRadius: 3,
  borderSkipped: false,
  minBarLength: 3,
  grouped: false,
  categoryPercentage: 0.92,
  barPercentage: 0.74,
  maxBarThickness: 72,
  order: 0,
  datalabels: { anchor: "end", align: "right", offset: 6, ...halo, color: ink.strong, font: font(size, 600) },
});

/** From the end of each bar down to the next one; broken in between. */
const drawJoints = (bars: readonly Bar[], scale: ValueScale): JsonObject => ({
  type: "scatter",
  label: "",
  indexAxis: "x",
  yAxisID: "rows",
  showLine: true,
  data: bars.slice(0, -1).flatMap(({ to }, index) => [
    { x: scale.apply(to), y: index },
    { x: scale.apply(to), y: index + 1 },
    { x: null, y: index + 1 },
  ]),
  borderColor: ink.soft,
  borderWidth: 2,
  pointRadius: 0,
  spanGaps: false,
  order: 1,
  datalabels: { display: false },
});

/** Long enough for the label of the longest bar. */
const valueAxis = (bars: readonly Bar[], base: number, scale: ValueScale, size: number): JsonObject => {
  const highest = Math.max(0, ...bars.map(highOf));
  const lowest = Math.min(0, ...bars.map(lowOf));
  const from = base > 0 ? base : lowest;
  const labels = bars.map((bar) => bar.label);
  const names = bars.map((bar) => bar.name);
  const room = (highest - from) * labelRoom(labels, names, size);
  return {
    position: "top",
    ...(highest === from ? {} : { min: bound(scale, from), max: bound(scale, highest + room) }),
    ...valueAxisLook(scale),
  };
};

/** Positions of the rows as numbers, for the joints: the axis of names has none between its names. */
const rowAxis = (bars: readonly Bar[]): JsonObject => ({
  axis: "y",
  type: "linear",
  display: false,
  reverse: true,
  offset: false,
  min: -0.5,
  max: bars.length - 0.5,
});

const bound = (scale: ValueScale, value: number): number => Number((scale.apply(value) ?? 0).toPrecision(5));
