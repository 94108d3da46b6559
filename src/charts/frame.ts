import { formatShort } from "../format.ts";
import type { Chart, ChartSeries } from "../report.ts";
import { type Json, pictureSize } from "./chart-spec.ts";
import { wrapText } from "./fit-text.ts";
import { font, ink, sizes } from "./style.ts";

export type JsonObject = { readonly [key: string]: Json };

export const isIncomplete = (series: ChartSeries, index: number): boolean =>
  series.incomplete?.[index] ?? false;

/** "$3.8M", or "$3.8M*" where data is missing. Units stand in the axis title. */
export const labelOf = (chart: Chart, series: ChartSeries, index: number): string => {
  const text = formatShort(series.values[index], chart.unit).replace(/ units$/, "");
  return isIncomplete(series, index) ? `${text}*` : text;
};

/** What every chart shares: margins, the finding as title, the legend where there is a choice, the notes below. */
export const frame = (
  chart: Chart,
  notes: readonly string[] = [],
): { readonly options: JsonObject; readonly plugins: JsonObject } => ({
  options: {
    responsive: false,
    animation: false,
    devicePixelRatio: 1,
    locale: "en-US",
    events: [],
  },
  plugins: {
    title: {
      display: true,
      text: wrapText(keepTogether(chart.title), pictureSize.width - 2 * sizes.margin, sizes.title, 2),
      align: "start",
      color: ink.strong,
      font: font(sizes.title, 600),
      padding: { top: 0, bottom: chart.kind === "pie" ? 96 : 16 },
    },
    subtitle: noteBelow(chart, notes),
    legend: {
      display: chart.kind !== "pie" && chart.series.length > 1,
      position: "top",
      align: "end",
      labels: {
        color: ink.soft,
        font: font(sizes.tick),
        boxWidth: chart.kind === "line" ? 44 : 26,
        boxHeight: chart.kind === "line" ? 2 : 22,
        padding: 20,
      },
    },
    tooltip: { enabled: false },
  },
});

/** A line must not break inside "Oct 2026". */
const keepTogether = (text: string): string => text.replace(/\b([A-Z][a-z]{2}) (\d{4})\b/g, "$1\u00a0$2");

const noteBelow = (chart: Chart, notes: readonly string[]): JsonObject => {
  const incomplete = chart.series.some((series) => series.incomplete?.some((mark) => mark));
  const text = [
    ...(chart.outOf === undefined ? [] : [`First ${chart.categories.length} of ${chart.outOf}`]),
    ...notes,
    ...(incomplete ? ["* incomplete: part of the source data is missing"] : []),
  ].join(" · ");
  return {
    display: text !== "",
    text,
    position: "bottom",
    align: "start",
    color: ink.soft,
    font: font(sizes.note),
    padding: { top: 20, bottom: 0 },
  };
};
