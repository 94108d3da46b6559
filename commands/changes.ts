import { defineCommand } from "../src/command.ts";
import { askChanges, changesStart as start } from "../src/reports/ask-changes.ts";
import { composeChanges } from "../src/reports/changes.ts";

export const changes = defineCommand({
  name: "changes",
  summary: "Names who is new, gone, growing and falling most, against the same months of last year",
  usage: "[by DIMENSION] [in MEMBER] [PERIOD] [vs PERIOD]",
  examples: ["", "in India last quarter", "10 customers vs last period"],
  global: false,
  respond: async (words, desk) => {
    const reading = await desk.read(words, start);
    return composeChanges({ reading, start, say: desk.say }, await askChanges(reading.question, desk));
  },
});
