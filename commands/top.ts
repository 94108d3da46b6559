import { defineCommand } from "../src/command.ts";
import { answerReading } from "../src/reports/answer-reading.ts";
import { composeAnswer } from "../src/reports/index.ts";

export const top = defineCommand({
  name: "top",
  summary: "Ranks products, customers, markets or anything else by any metric",
  usage: "[N] GROUP [by METRIC] [in MEMBER] [PERIOD] [vs last year]",
  examples: [
    "products by net sales",
    "5 markets by gross margin %",
    "10 customers by units in India vs last year",
  ],
  global: true,
  respond: async (words, desk) =>
    composeAnswer(
      await answerReading(await desk.read(words || "products by net sales", "top"), desk),
      desk.say,
    ),
});
