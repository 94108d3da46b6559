import { defineCommand } from "../src/command.ts";
import { composeAnswer } from "../src/reports/index.ts";

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
  respond: async (words, desk) => composeAnswer(await desk.ask(words), desk.say),
});
