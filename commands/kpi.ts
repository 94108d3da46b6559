import { defineCommand } from "../src/command.ts";
import { question } from "../src/question/question.ts";
import { composeKpi, kpiMetrics, lineMetricOf } from "../src/reports/kpi.ts";

export const kpi = defineCommand({
  name: "kpi",
  summary: "Shows the key figures of a slice against last year",
  usage: "[in MEMBER] [PERIOD] [vs last year|PERIOD]",
  examples: ["", "India", "Retailer last quarter vs last period"],
  global: true,
  respond: async (words, desk) => {
    const { corrections, comparison = { kind: "last-year" }, filters, period } = await desk.readSlice(words);
    const slice = { kind: "measure" as const, filters, comparison };
    const board = await desk.answer(
      question.parse({ ...slice, metrics: kpiMetrics, ...(period ? { period } : {}) }),
    );
    const line = await desk.answer(
      question.parse({
        ...slice,
        comparison: { kind: "last-year" },
        metrics: [lineMetricOf(board)],
        by: ["month"],
      }),
    );
    return composeKpi({ ...board, notes: [...corrections, ...board.notes] }, line, desk.say);
  },
});
