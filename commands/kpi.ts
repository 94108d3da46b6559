import { defineCommand } from "../src/command.ts";
import { metricOf } from "../src/metrics/index.ts";
import { answerReading } from "../src/reports/answer-reading.ts";
import { composeKpi, kpiMetrics } from "../src/reports/kpi.ts";

export const kpi = defineCommand({
  name: "kpi",
  summary: "Shows the key figures of a slice against last year",
  usage: "[in MEMBER] [PERIOD] [vs last year|PERIOD]",
  examples: ["", "India", "Retailer last quarter vs last period"],
  global: true,
  respond: async (words, desk) => {
    const asked = kpiMetrics.map((key) => metricOf(key).label).join(", ");
    const reading = await desk.read(`${asked} ${words}`);
    const question = {
      ...reading.question,
      comparison: reading.question.comparison ?? ({ kind: "last-year" } as const),
    };
    const { period: _period, ...slice } = question;
    const [board, line] = await Promise.all([
      answerReading({ ...reading, question }, desk),
      desk.answer({ ...slice, metrics: ["net_sales"], by: ["month"], comparison: { kind: "last-year" } }),
    ]);
    return composeKpi(board, line);
  },
});
