import { defineCommand } from "../src/command.ts";
import { marginMetrics, salesMetrics } from "../src/insight/statement.ts";
import { question as questionSchema } from "../src/question/question.ts";
import { composePnl } from "../src/reports/pnl.ts";
import { sliceOnly } from "../src/reports/slice-only.ts";

const start = { command: "pnl", metrics: salesMetrics };

export const pnl = defineCommand({
  name: "pnl",
  summary: "Shows profit and loss from gross sales to gross margin, line by line",
  usage: "[MEMBER] [PERIOD] [vs last year|PERIOD|MEMBER]",
  examples: ["", "India FY2026", "India vs USA", "Retailer last quarter vs last period"],
  global: true,
  respond: async (words, desk) => {
    const { question, corrections } = await desk.read(words, start);
    const asked = questionSchema.parse({
      ...sliceOnly(question, start, "A statement has its own lines"),
      comparison: question.comparison ?? { kind: "last-year" },
    });
    const [sales, margin] = await Promise.all([
      desk.answer(asked),
      desk.answer({ ...asked, metrics: marginMetrics }),
    ]);
    return composePnl({ reading: { question: asked, corrections }, start, say: desk.say }, sales, margin);
  },
});
