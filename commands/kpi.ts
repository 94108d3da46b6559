import { defineCommand } from "../src/command.ts";
import { QuestionError } from "../src/errors.ts";
import { question } from "../src/question/question.ts";
import { inOwnWords } from "../src/reports/in-own-words.ts";
import { composeKpi, kpiMetrics, lineMetricOf } from "../src/reports/kpi.ts";

const onlyUnits = new QuestionError(
  "not-allowed",
  "Only sold quantity has a forecast to be compared with: forecasts are in units, not in money.",
  [
    { label: "forecast against sold", words: "demand" },
    { label: "key figures vs last year", words: "kpi vs last year" },
  ],
);

export const kpi = defineCommand({
  name: "kpi",
  summary: "Shows the key figures of a slice against last year",
  usage: "[in MEMBER] [PERIOD] [vs last year|PERIOD]",
  examples: ["", "India", "Retailer last quarter vs last period"],
  global: true,
  respond: async (words, desk) => {
    const { corrections, comparison = { kind: "last-year" }, filters, period } = await desk.readSlice(words);
    if (comparison.kind === "forecast") throw onlyUnits;
    const slice = { kind: "measure" as const, filters, comparison };
    const asked = question.parse({ ...slice, metrics: kpiMetrics, ...(period ? { period } : {}) });
    const board = await inOwnWords(desk.answer(asked), asked, { command: "kpi", metrics: kpiMetrics }, desk);
    // A single month makes no line: then the last twelve do.
    const isLine = board.span.from.slice(0, 7) !== board.span.to.slice(0, 7);
    const monthly = { kind: slice.kind, filters, by: ["month"], ...(period && isLine ? { period } : {}) };
    const ask = (asked: object) => desk.answer(question.parse({ ...monthly, ...asked }));
    const [line, months] = await Promise.all([
      ask({ metrics: [lineMetricOf(board)], comparison: { kind: "last-year" } }),
      ask({ metrics: kpiMetrics }),
    ]);
    return composeKpi(
      { board: { ...board, notes: [...corrections, ...board.notes] }, line, months },
      desk.say,
    );
  },
});
