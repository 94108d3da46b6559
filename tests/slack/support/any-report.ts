import fc from "fast-check";
import type { Cell, Chart, Report, Section, Table } from "../../../src/report.ts";
import { hostileNames } from "./reports.ts";

/** Reports of every shape, far beyond what a message holds. */

const name = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 2, arbitrary: fc.constantFrom(...hostileNames) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9_000 }).map((length) => "<y> ".repeat(length / 4 + 1)) },
);
const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 0));
const cell: fc.Arbitrary<Cell> = fc.oneof(
  name.map((text) => ({ text })),
  fc.tuple(name, number).map(([text, value]) => ({ text, value })),
);
const many = <T>(one: fc.Arbitrary<T>, max: number): fc.Arbitrary<T[]> =>
  fc.array(one, { maxLength: max, size: "max" });

const table: fc.Arbitrary<Table> = fc.record({
  caption: name,
  columns: many(fc.record({ label: name, align: fc.constantFrom("left" as const, "right" as const) }), 25),
  rows: fc.oneof(
    many(many(cell, 25), 6),
    fc
      .tuple(many(cell, 6), fc.integer({ min: 0, max: 300 }))
      .map(([row, count]) => Array.from({ length: count }, () => row)),
  ),
});
const chart: fc.Arbitrary<Chart> = fc.record({
  kind: fc.constantFrom("ranked" as const, "line" as const, "share" as const, "pie" as const),
  title: name,
  unit: fc.constantFrom("money" as const, "percent" as const),
  measure: name,
  categories: many(name, 40),
  series: many(
    fc.record({
      name,
      role: fc.constantFrom("current" as const, "previous" as const, "other" as const),
      values: many(fc.option(number, { nil: null }), 40),
    }),
    14,
  ),
  alt: name,
});
const evenChart: fc.Arbitrary<Chart> = chart.chain((one) =>
  fc.integer({ min: 1, max: 25 }).map((count) => ({
    ...one,
    categories: Array.from(
      { length: count },
      (_, index) => one.categories[index % Math.max(1, one.categories.length)] ?? "same",
    ),
    series: one.series.map((series) => ({
      ...series,
      values: Array.from({ length: count }, (_, index) => index + 1),
    })),
  })),
);
const section: fc.Arbitrary<Section> = fc.oneof(
  many(fc.record({ label: name, value: name, change: name }), 30).map((figures) => ({
    kind: "figures" as const,
    figures,
  })),
  table.map((one) => ({ kind: "table" as const, table: one })),
  fc.oneof(chart, evenChart).map((one) => ({ kind: "chart" as const, chart: one })),
  name.map((text) => ({ kind: "text" as const, text })),
  many(fc.record({ term: name, text: name, words: name }), 80).map((items) => ({
    kind: "list" as const,
    items,
  })),
);

export const anyReport: fc.Arbitrary<Report> = fc.record({
  title: name,
  reading: name,
  headline: name,
  sections: fc.array(section, { maxLength: 6 }),
  notes: many(name, 20),
  next: many(fc.record({ label: name, words: name }), 40),
  footer: name,
});
