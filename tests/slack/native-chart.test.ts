import { describe, expect, test } from "vitest";
import { nativeChart } from "../../src/slack/native-chart.ts";
import { buildChart } from "./support/reports.ts";

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `Product ${index + 1}`);

describe("nativeChart", () => {
  test("draws a ranking as bars with a point for each member", () => {
    expect(nativeChart(buildChart())).toMatchObject({
      title: "Trail Camera leads with $3.8M",
      chart: {
        type: "bar",
        series: [{ name: "FY2021", data: [{ label: "Trail Camera", value: 3_812_345 }, {}, {}] }],
      },
    });
  });

  test("stands a waterfall's levels and signed steps side by side", () => {
    const chart = buildChart({
      kind: "waterfall",
      categories: ["FY2025", "Price", "FY2026"],
      series: [{ name: "Net sales", role: "current", values: [10, -2, 8] }],
      levels: [true, false, true],
    });
    expect(nativeChart(chart)?.chart).toMatchObject({
      type: "bar",
      series: [{ data: [{ value: 10 }, { value: -2 }, { value: 8 }] }],
    });
  });

  test("keeps long names apart", () => {
    const categories = [
      "Trail Camera Professional A",
      "Trail Camera Professional B",
      "Trail Camera Professional C",
    ];
    const drawn = nativeChart(buildChart({ categories }))?.chart;
    const labels = drawn !== undefined && "axis_config" in drawn ? drawn.axis_config.categories : [];
    expect(new Set(labels).size).toBe(3);
    for (const label of labels) expect(label.length).toBeLessThanOrEqual(20);
  });

  test("draws the first twenty of a long ranking and says so", () => {
    const chart = buildChart({
      categories: many(30),
      series: [{ name: "FY2021", role: "current", values: many(30).map((_, index) => index) }],
    });
    expect(nativeChart(chart)?.title).toMatch(/^First 20 of 30: /);
    const first = {
      categories: many(15),
      series: chart.series.map((one) => ({ ...one, values: one.values.slice(0, 15) })),
    };
    expect(nativeChart({ ...chart, ...first, outOf: 23 })?.title).toMatch(/^First 15 of 23: /);
  });

  test("does not cut a line short", () => {
    const chart = buildChart({
      kind: "line",
      categories: many(30),
      series: [{ name: "a", role: "current", values: many(30).map(() => 1) }],
    });
    expect(nativeChart(chart)).toBeUndefined();
  });

  test("never draws a gap as zero: a gapped comparison is left off, a gapped answer not drawn", () => {
    const current = { name: "FY2021", role: "current" as const, values: [1, 2, 3] };
    const gapped = { name: "FY2020", role: "previous" as const, values: [1, null, 3] };
    expect(nativeChart(buildChart({ kind: "line", series: [current, gapped] }))?.chart).toMatchObject({
      series: [{ name: "FY2021" }],
    });
    expect(nativeChart(buildChart({ kind: "line", series: [gapped, current] }))).toBeUndefined();
  });

  test("draws no pie with an empty or negative part", () => {
    const pie = (values: number[]) =>
      nativeChart(buildChart({ kind: "pie", series: [{ name: "a", role: "current", values }] }));
    expect(pie([1, 2, 3])?.chart).toMatchObject({
      type: "pie",
      segments: [{ value: 1 }, { value: 2 }, { value: 3 }],
    });
    expect(pie([1, 0, 3])).toBeUndefined();
    expect(pie([1, -2, 3])).toBeUndefined();
  });
});
