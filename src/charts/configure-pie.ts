import { formatShort } from "../format.ts";
import type { Chart } from "../report.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { shortenText } from "./fit-text.ts";
import { frame, isIncomplete } from "./frame.ts";
import { font, ink, palette, sizes } from "./style.ts";

/** More parts than colours, or a part below zero, make no pie. */
export const fitsPie = ({ categories, series }: Chart): boolean =>
  series.length === 1 &&
  categories.length <= palette.length &&
  (series[0]?.values ?? []).every((value) => value !== null && value >= 0);

/** Name and percentage stand outside each part, so that there is no legend to look up. */
export const configurePie = (chart: Chart): ChartSpec => {
  const { options, plugins } = frame(chart);
  const values = chart.series[0]?.values ?? [];
  const whole = chart.unit === "percent" ? 1 : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const shareOf = (index: number): number | null => (whole === 0 ? null : (values[index] ?? 0) / whole);
  const mark = (index: number) => (chart.series[0] && isIncomplete(chart.series[0], index) ? "*" : "");

  return {
    type: "pie",
    data: {
      labels: chart.categories,
      datasets: [
        {
          label: chart.measure,
          data: chart.categories.map((name, index) => ({
            value: Number((shareOf(index) ?? 0).toPrecision(8)),
            label: `${shortenText(name, 340, sizes.label)}\n${formatShort(shareOf(index), "percent")}${mark(index)}`,
          })),
          backgroundColor: palette.slice(0, chart.categories.length),
          borderColor: ink.paper,
          borderWidth: 6,
          datalabels: {
            anchor: "end",
            align: "end",
            offset: 14,
            color: ink.strong,
            font: font(sizes.label, 600),
            textAlign: "center",
          },
        },
      ],
    },
    options: {
      ...options,
      layout: { padding: { top: 44, left: sizes.margin, bottom: 110, right: sizes.margin } },
      plugins: { ...plugins, datalabels: {} },
    },
  };
};
