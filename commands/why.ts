import { defineCommand } from "../src/command.ts";
import { readWhy } from "../src/reports/read-why.ts";
import { composeWhy } from "../src/reports/why.ts";
import { whyStart } from "../src/reports/why-step.ts";

export const why = defineCommand({
  name: "why",
  summary: "Takes a change apart: new, lost, volume, mix, price, deductions, cost, and who is behind each",
  usage: "[net sales|gross margin] [in MEMBER] [PERIOD] [vs last year|PERIOD]",
  examples: ["", "net sales in India FY2026", "gross margin last quarter vs last period"],
  global: true,
  respond: async (words, desk) => {
    const reading = await readWhy(words, desk);
    return composeWhy({ reading, start: whyStart, say: desk.say }, await desk.pairs(reading.question));
  },
});
