import { defineCommand } from "../src/command.ts";
import { answerReading } from "../src/reports/answer-reading.ts";
import { reportOf } from "../src/reports/report-of.ts";

export const bottom = defineCommand({
  name: "bottom",
  summary: "Ranks from the other end: the smallest, the slowest, the least profitable",
  usage: "[N] GROUP [by METRIC] [in MEMBER] [PERIOD] [vs last year]",
  examples: ["products by net sales", "5 customers by gross margin %", "10 markets by units vs last year"],
  global: false,
  plain: true,
  respond: async (words, desk) =>
    reportOf(await answerReading(await desk.read(completed(words), "top"), desk), desk),
});

/** `bottom` and `bottom 5` alone are of products. */
const completed = (words: string): string =>
  `bottom ${/^\d*$/.test(words) ? `${words} products by net sales`.trim() : words}`;
