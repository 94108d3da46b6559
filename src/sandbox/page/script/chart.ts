/// <reference lib="dom" />
import { el, svg } from "./dom.ts";
import { type Fields, fieldsOf, listOf, numberOf, textOf } from "./fields.ts";

const colors = [
  "#1264a3",
  "#2bac76",
  "#e8912d",
  "#cd2553",
  "#7c3085",
  "#36c5f0",
  "#8d6e63",
  "#5c6bc0",
  "#9e9d24",
  "#00838f",
  "#6d4c41",
  "#546e7a",
];
const colorOf = (index: number): string => colors[index % colors.length] ?? "#1264a3";

const width = 640;
const height = 280;
const frame = { left: 64, right: 12, top: 12, bottom: 52 };

interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** `data_visualization`, drawn plainly: what Slack's own charts look like, roughly. */
export const drawChart = (block: Fields): HTMLElement => {
  const chart = fieldsOf(block.chart);
  const title = textOf(block.title);
  const isPie = chart.type === "pie";
  const names = isPie
    ? listOf(chart.segments).map((segment) => textOf(segment.label))
    : listOf(chart.series).map((series) => textOf(series.name));
  return el(
    "figure",
    { class: "chart" },
    el("figcaption", {}, title),
    svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title },
      ...(isPie ? pie(listOf(chart.segments)) : axes(chart)),
    ),
    (isPie || names.length > 1) && legend(names),
  );
};

const legend = (names: readonly string[]): HTMLElement =>
  el(
    "ul",
    { class: "legend" },
    ...names.map((name, index) => {
      const swatch = el("span", { class: "swatch" });
      swatch.style.background = colorOf(index);
      return el("li", {}, swatch, name);
    }),
  );

const pie = (segments: readonly Fields[]): readonly SVGElement[] => {
  const total = segments.reduce((sum, segment) => sum + numberOf(segment.value), 0);
  const radius = height / 2 - 12;
  let from = -Math.PI / 2;
  return segments.map((segment, index) => {
    const angle = (numberOf(segment.value) / total) * Math.PI * 2;
    const [start, end] = [from, from + Math.min(angle, Math.PI * 1.9999)];
    from += angle;
    const at = (turn: number): string =>
      `${width / 2 + radius * Math.cos(turn)} ${height / 2 + radius * Math.sin(turn)}`;
    const path = `M${width / 2} ${height / 2} L${at(start)} A${radius} ${radius} 0 ${angle > Math.PI ? 1 : 0} 1 ${at(end)} Z`;
    const label = `${textOf(segment.label)}: ${numberOf(segment.value).toLocaleString("en-US")}`;
    return svg("path", { d: path, fill: colorOf(index), stroke: "#fff" }, svg("title", {}, label));
  });
};

const axes = (chart: Fields): readonly SVGElement[] => {
  const config = fieldsOf(chart.axis_config);
  const categories = Array.isArray(config.categories) ? config.categories.map(String) : [];
  const series = listOf(chart.series).map((one) => seriesOf(one, categories));
  const values = series.flatMap((one) => one.values);
  const ticks = ticksOf(Math.min(0, ...values), Math.max(0, ...values));
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const y = (value: number): number =>
    frame.top + (1 - (value - low) / (high - low || 1)) * (height - frame.top - frame.bottom);
  const step = (width - frame.left - frame.right) / Math.max(1, categories.length);
  const x = (index: number): number => frame.left + step * (index + 0.5);
  const marks =
    chart.type === "bar" ? bars(series, { x, y, step }) : lines(series, { x, y }, chart.type === "area");
  const yLabel = textOf(config.y_label);
  return [
    ...grid(ticks, y),
    ...labels(categories, x, step),
    ...marks,
    ...(yLabel === "" ? [] : [axisTitle(yLabel)]),
  ];
};

const seriesOf = (one: Fields, categories: readonly string[]): Series => {
  const byLabel = new Map(listOf(one.data).map((point) => [textOf(point.label), numberOf(point.value)]));
  return { name: textOf(one.name), values: categories.map((category) => byLabel.get(category) ?? 0) };
};

const ticksOf = (low: number, high: number): readonly number[] => {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const first = Math.floor(low / step);
  const count = Math.ceil(high / step) - first;
  return Array.from({ length: Math.max(1, count) + 1 }, (_, index) => (first + index) * step);
};

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

const grid = (ticks: readonly number[], y: (value: number) => number): readonly SVGElement[] =>
  ticks.flatMap((tick) => [
    svg("line", {
      x1: frame.left,
      x2: width - frame.right,
      y1: y(tick),
      y2: y(tick),
      class: tick === 0 ? "zero" : "gridline",
    }),
    svg("text", { x: frame.left - 8, y: y(tick) + 4, "text-anchor": "end" }, compact.format(tick)),
  ]);

/** Crowded labels are shown turned, and only as many as fit. */
const labels = (
  categories: readonly string[],
  x: (index: number) => number,
  step: number,
): readonly SVGElement[] =>
  categories.map((category, index) => {
    const isCrowded = step < category.length * 6.5;
    const [left, top] = [x(index), height - frame.bottom + 16];
    return isCrowded
      ? svg(
          "text",
          { x: left, y: top, "text-anchor": "end", transform: `rotate(-35 ${left} ${top})` },
          category,
        )
      : svg("text", { x: left, y: top, "text-anchor": "middle" }, category);
  });

const axisTitle = (text: string): SVGElement =>
  svg(
    "text",
    { x: 14, y: height / 2, "text-anchor": "middle", transform: `rotate(-90 14 ${height / 2})` },
    text,
  );

interface Scale {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

const bars = (series: readonly Series[], scale: Scale & { readonly step: number }): readonly SVGElement[] => {
  const each = (scale.step * 0.7) / Math.max(1, series.length);
  return series.flatMap(({ name, values }, order) =>
    values.map((value, index) => {
      const top = Math.min(scale.y(value), scale.y(0));
      const left = scale.x(index) - (each * series.length) / 2 + each * order;
      const size = { width: Math.max(1, each - 1), height: Math.abs(scale.y(value) - scale.y(0)) };
      return svg(
        "rect",
        { x: left, y: top, ...size, fill: colorOf(order), rx: 2 },
        svg("title", {}, `${name}: ${value.toLocaleString("en-US")}`),
      );
    }),
  );
};

const lines = (series: readonly Series[], { x, y }: Scale, isArea: boolean): readonly SVGElement[] =>
  series.flatMap(({ name, values }, order) => {
    const points = values.map((value, index) => `${x(index)},${y(value)}`).join(" ");
    const ground = `${x(values.length - 1)},${y(0)} ${x(0)},${y(0)}`;
    return [
      ...(isArea
        ? [svg("polygon", { points: `${points} ${ground}`, fill: colorOf(order), opacity: 0.2 })]
        : []),
      svg(
        "polyline",
        { points, fill: "none", stroke: colorOf(order), "stroke-width": 2 },
        svg("title", {}, name),
      ),
      ...values.map((value, index) =>
        svg(
          "circle",
          { cx: x(index), cy: y(value), r: 3, fill: colorOf(order) },
          svg("title", {}, `${name}: ${value.toLocaleString("en-US")}`),
        ),
      ),
    ];
  });
