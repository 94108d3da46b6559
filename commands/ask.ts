import { defineCommand } from "../src/command.ts";
import { reportOf } from "../src/reports/report-of.ts";

export const ask = defineCommand({
  name: "ask",
  summary: "Answers a question in your own words",
  usage: "QUESTION",
  examples: [
    "net sales by month vs last year",
    "share of net sales by channel",
    "forecast accuracy by segment",
  ],
  global: false,
  plain: true,
  respond: async (words, desk) => reportOf(await desk.ask(words), desk),
});
