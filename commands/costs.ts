import { defineCommand } from "../src/command.ts";
import { composeCosts, costFigures, costQuestions } from "../src/reports/costs.ts";
import { refuseOtherFigures } from "../src/reports/own-figures.ts";
import { plainOverTime } from "../src/reports/plain-over-time.ts";

const start = { command: "costs", metrics: ["manufacturing_cost_per_unit"] };

export const costs = defineCommand({
  name: "costs",
  summary: "Shows what making one unit costs, highest and lowest, and freight and other cost by market",
  usage: "[by GROUP] [in MEMBER] [PERIOD] [vs PERIOD|MEMBER]",
  examples: ["", "by market FY2026", "by product in India"],
  global: false,
  respond: async (words, desk) => {
    const asked = { reading: await desk.read(words, start), start, say: desk.say };
    refuseOtherFigures(asked, costFigures);
    const line = await plainOverTime(asked, desk);
    if (line) return line;
    const { made, moved } = costQuestions(asked.reading.question);
    const [making, moving] = await Promise.all([made, moved].map((one) => one && desk.answer(one)));
    return composeCosts(asked, { made: making, moved: moving });
  },
});
