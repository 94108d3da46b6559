import { defineCommand } from "../src/command.ts";
import { askRisk, riskStart as start } from "../src/reports/ask-risk.ts";
import { composeRisk } from "../src/reports/risk.ts";

export const risk = defineCommand({
  name: "risk",
  summary:
    "Looks for what can go wrong: dependence on few, decline, eroding margin, stock, discounts, data gaps",
  usage: "[by DIMENSION] [in MEMBER] [PERIOD]",
  examples: ["", "in India", "by customer FY2026"],
  global: false,
  respond: async (words, desk) => {
    const reading = await desk.read(words, start);
    return composeRisk({ reading, start, say: desk.say }, await askRisk(reading.question, desk));
  },
});
