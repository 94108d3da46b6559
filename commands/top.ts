import { defineCommand } from "../src/command.ts";
import { answerReading } from "../src/reports/answer-reading.ts";
import { reportOf } from "../src/reports/report-of.ts";

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
  plain: true,
  respond: async (words, desk) =>
    reportOf(await answerReading(await desk.read(completed(words), "top"), desk), desk),
});

/** `/top` and `/top 5` alone are of products; `/top 5 by units` says what is missing. */
const completed = (words: string): string =>
  /^\d*$/.test(words) ? `${words} products by net sales`.trim() : words.replace(/^(?=\d)/, "top ");
