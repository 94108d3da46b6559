import { defineCommand } from "../src/command.ts";
import { composeDictionary } from "../src/reports/dictionary.ts";

export const metrics = defineCommand({
  name: "metrics",
  summary: "Explains the metrics: what they mean, how they are computed, the trap to avoid",
  usage: "[WORD]",
  examples: ["", "margin", "forecast accuracy"],
  global: false,
  respond: async (words) => composeDictionary(words),
});
