import type { Unit } from "../metric.ts";
import type { Chart } from "../report.ts";

/** The unit of the value axis: numbers are divided before they are drawn, since no function may format them later. */
export interface ValueScale {
  /** "Net sales, $M" */
  readonly title: string;
  apply(value: number | null): number | null;
}

const steps = [
  { from: 1e9, money: "$B", units: "billion units", count: "billions" },
  { from: 1e6, money: "$M", units: "million units", count: "millions" },
  { from: 1e4, money: "$k", units: "thousand units", count: "thousands" },
  { from: 0, money: "$", units: "units", count: "" },
] as const;

export const scaleValues = (chart: Chart): ValueScale => {
  const largest = Math.max(
    0,
    ...chart.series.flatMap(({ values }) => values.map((value) => Math.abs(value ?? 0))),
  );
  const step = steps.find(({ from }) => largest >= from) ?? steps[3];
  const divisor = divisorOf(chart.unit, step.from);
  return {
    title: [chart.measure, suffixOf(chart, step)].filter(Boolean).join(", "),
    apply: (value) => (value === null ? null : Number((value / divisor).toPrecision(8))),
  };
};

const divisorOf = (unit: Unit, from: number): number => {
  if (unit === "percent") return 0.01;
  if (unit === "money-per-unit" || from === 0) return 1;
  return from === 1e4 ? 1e3 : from;
};

const suffixOf = ({ unit, measure }: Chart, step: (typeof steps)[number]): string => {
  switch (unit) {
    case "money":
      return step.money;
    case "units":
      return step.units;
    case "count":
      return step.count;
    case "money-per-unit":
      return "$";
    case "percent":
      return measure.endsWith("%") ? "" : "%";
  }
};
