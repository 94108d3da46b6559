import { defineCommand } from "../src/command.ts";
import { answerReading } from "../src/reports/answer-reading.ts";
import { composeAnswer } from "../src/reports/index.ts";

export const trend = defineCommand({
  name: "trend",
  summary: "Shows a metric over months, quarters or years",
  usage: "METRIC [in MEMBER] [by month|quarter|year] [PERIOD] [vs last year]",
  examples: ["net sales", "gross margin % by quarter", "units in India by month vs last year"],
  global: true,
  plain: true,
  respond: async (words, desk) =>
    composeAnswer(await answerReading(await desk.read(words || "net sales", "trend"), desk), desk.say),
});
