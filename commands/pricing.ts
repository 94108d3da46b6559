import { defineCommand } from "../src/command.ts";
import { refuseOtherFigures } from "../src/reports/own-figures.ts";
import { plainOverTime } from "../src/reports/plain-over-time.ts";
import { composePricing, pricingFigures, pricingQuestions } from "../src/reports/pricing.ts";

const start = { command: "pricing", metrics: ["average_selling_price"] };

export const pricing = defineCommand({
  name: "pricing",
  summary: "Shows list prices year by year, the highest and the lowest, and what is left of them in the sale",
  usage: "[by GROUP] [for MEMBER] [FISCAL YEAR]",
  examples: ["", "by category", "by variant FY2026"],
  global: false,
  respond: async (words, desk) => {
    const asked = { reading: await desk.read(words, start), start, say: desk.say };
    refuseOtherFigures(asked, pricingFigures);
    const line = await plainOverTime(asked, desk, "fiscal_year");
    if (line) return line;
    const { sold, listed } = pricingQuestions(asked.reading.question);
    const [answer, members, whole, years] = await Promise.all([
      desk.answer(sold),
      ...(listed ? [listed.members, listed.whole, listed.asked].map(desk.answer) : []),
    ]);
    return composePricing(asked, {
      sold: answer,
      ...(members && whole && years ? { listed: { members, whole, asked: years } } : {}),
    });
  },
});
