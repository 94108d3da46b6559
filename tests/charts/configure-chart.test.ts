import { describe, expect, it } from "vitest";
import { configureChart } from "../../src/charts/configure-chart.ts";
import type { Chart } from "../../src/report.ts";
import {
  bridgeChart,
  charts,
  lineChart,
  pieChart,
  rankedChart,
  shareChart,
  waterfallChart,
} from "./charts.ts";

const specOf = (chart: Chart) => JSON.parse(JSON.stringify(configureChart(chart)));

describe("a chart's configuration", () => {
  it.each(Object.entries(charts))("of %s is as blessed", async (name, chart) => {
    const text = `${JSON.stringify(configureChart(chart), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`pictures/${name}.json.golden`);
  });

  it.each(Object.entries(charts))("of %s is pure JSON", (_, chart) => {
    expect(specOf(chart)).toEqual(configureChart(chart));
  });

  it("scales values to the unit of the axis and formats the labels beforehand", () => {
    const spec = specOf(rankedChart);
    expect(spec.options.scales.x.title.text).toBe("Net sales, $M");
    expect(spec.data.datasets[0].data[0]).toEqual({ x: 3.8, y: 0, label: "$3.8M" });
  });

  it("marks what is incomplete, paler and with a star, and says why", () => {
    const spec = specOf(rankedChart);
    expect(spec.data.datasets[0].data[1].label).toBe("$2.1M*");
    expect(spec.data.datasets[0].backgroundColor[1]).not.toBe(spec.data.datasets[0].backgroundColor[0]);
    expect(spec.options.plugins.subtitle.text).toContain("incomplete");
  });

  it("says that it shows the first of more", () => {
    const note = (chart: Chart) => specOf(chart).options.plugins.subtitle.text;
    expect(note({ ...rankedChart, outOf: 23 })).toMatch(/^First \d of 23 · \* incomplete/);
    expect(note(rankedChart)).not.toContain("First");
  });

  it("leaves a gap where a value is not available", () => {
    expect(specOf(rankedChart).data.datasets[0].data[3]).toEqual({ x: null, y: 3, label: "n/a" });
    const line = specOf(lineChart).data.datasets[0];
    expect(line.data[3].y).toBeNull();
    expect(line.spanGaps).toBe(false);
  });

  it("cuts long names with an ellipsis", () => {
    expect(specOf(rankedChart).data.labels[2]).toMatch(/^A product whose.*…$/);
  });

  it("sorts shares, largest first", () => {
    expect(specOf(shareChart).data.labels).toEqual(["Retailer", "Direct", "Distributor"]);
  });

  it("makes bars of a pie with more than six parts", () => {
    const many = Array.from({ length: 7 }, (_, index) => index + 1);
    const chart: Chart = {
      ...pieChart,
      categories: many.map((value) => `Part ${value}`),
      series: [{ name: "Share", role: "current", values: many.map((value) => value / 28) }],
    };
    expect(specOf(chart).type).toBe("bar");
    expect(specOf(chart).data.labels[0]).toBe("Part 7");
  });

  it("draws the first 20 members and says how many there are", () => {
    const values = Array.from({ length: 30 }, (_, index) => 30 - index);
    const chart: Chart = {
      ...rankedChart,
      categories: values.map((value) => `Member ${value}`),
      series: [{ name: "FY2026", role: "current", values }],
    };
    expect(specOf(chart).data.labels).toHaveLength(20);
    expect(specOf(chart).options.plugins.subtitle.text).toBe("The first 20 of 30");
  });

  it("floats the steps of a waterfall between its levels, told apart by sign and colour", () => {
    const [bars] = specOf(waterfallChart).data.datasets;
    expect(bars.data.map(({ x, label }: { x: number[]; label: string }) => [...x, label])).toEqual([
      [0, 10, "$10.0M"],
      [7.6, 10, "−$2.4M"],
      [0, 7.6, "$7.6M"],
      [6.1, 7.6, "−$1.5M"],
      [0, 6.1, "$6.1M"],
      [2.4, 6.1, "−$3.7M*"],
      [2.28, 2.4, "−$120k"],
      [2.1, 2.28, "−$180k"],
      [0, 2.1, "$2.1M*"],
    ]);
    expect(new Set(bars.borderColor).size).toBe(2);
  });

  it("begins a waterfall's axis below its lowest point where steps are small, and says so", () => {
    const spec = specOf(bridgeChart);
    expect(spec.options.scales.x.min).toBe(39);
    expect(spec.data.datasets[0].data[0].x).toEqual([39, 40]);
    expect(spec.options.plugins.subtitle.text).toBe("The axis begins at $39.0M, not at zero");
    expect(specOf(waterfallChart).options.scales.x.min).toBe(0);
  });

  it("keeps a waterfall's zero where a level is a loss", () => {
    const losing: Chart = {
      ...bridgeChart,
      categories: ["Before", "Price", "After"],
      series: [{ name: "s", role: "current", values: [10, -15, -5] }],
      levels: [true, false, true],
    };
    const { data, options } = specOf(losing);
    expect(data.datasets[0].data.map(({ x }: { x: number[] }) => x)).toEqual([
      [0, 10],
      [-5, 10],
      [-5, 0],
    ]);
    expect(options.scales.x.min).toBe(-5);
  });

  it("says the unit of every kind of number", () => {
    const axisOf = (unit: Chart["unit"], value: number) =>
      specOf({
        ...rankedChart,
        unit,
        measure: "M",
        categories: ["a"],
        series: [{ name: "s", role: "current", values: [value] }],
      }).options.scales.x.title.text;
    expect(axisOf("money", 2e9)).toBe("M, $B");
    expect(axisOf("money", 50_000)).toBe("M, $k");
    expect(axisOf("units", 2e6)).toBe("M, million units");
    expect(axisOf("units", 12)).toBe("M, units");
    expect(axisOf("percent", 0.2)).toBe("M, %");
    expect(axisOf("money-per-unit", 12)).toBe("M, $");
    expect(axisOf("count", 12)).toBe("M");
  });

  it("survives no members, only zeros and nothing known", () => {
    for (const values of [[], [0, 0], [null, null]])
      for (const kind of ["ranked", "line", "share", "pie", "waterfall"] as const)
        expect(() =>
          configureChart({
            ...rankedChart,
            kind,
            categories: values.map((_, index) => `Member ${index}`),
            series: [{ name: "s", role: "current", values }],
          }),
        ).not.toThrow();
  });
});
