import { defineCommand } from "../src/command.ts";
import { askDemand, demandStart as start } from "../src/reports/ask-demand.ts";
import { composeDemand } from "../src/reports/demand.ts";

export const demand = defineCommand({
  name: "demand",
  summary:
    "Holds the forecast against what was sold: accuracy, bias, who is over or under, and the full year ahead",
  usage: "[by DIMENSION] [in MEMBER] [PERIOD] [vs last year] [at account level]",
  examples: [
    "",
    "by customer in India",
    "by market last quarter vs last year",
    "5 products at account level",
  ],
  global: false,
  respond: async (words, desk) => {
    const reading = await desk.read(words, start);
    return composeDemand({ reading, start, say: desk.say }, await askDemand(reading.question, desk));
  },
});
