import type { Answer } from "../src/answer/answer.ts";
import { defineCommand } from "../src/command.ts";
import { composeDeductions, deductionFigures, deductionQuestions } from "../src/reports/deductions.ts";
import { refuseOtherFigures } from "../src/reports/own-figures.ts";
import { plainOverTime } from "../src/reports/plain-over-time.ts";

const start = { command: "deductions", metrics: ["deductions"] };

export const deductions = defineCommand({
  name: "deductions",
  summary: "Shows discounts and deductions before and after the invoice, in money and %, and who stands out",
  usage: "[by GROUP] [in MEMBER] [PERIOD] [vs PERIOD|MEMBER]",
  examples: ["", "by market FY2026", "top 5 customers by pre-invoice discount % in India"],
  global: false,
  respond: async (words, desk) => {
    const asked = { reading: await desk.read(completed(words), start), start, say: desk.say };
    refuseOtherFigures(asked, deductionFigures);
    const line = await plainOverTime(asked, desk);
    if (line) return line;
    const answers = await Promise.all(deductionQuestions(asked.reading.question).map(desk.answer));
    return composeDeductions(asked, answers as [Answer, ...Answer[]]);
  },
});

/** `deductions % of Crona` begins with the name of a figure. */
const completed = (words: string): string => words.replace(/^(%|percent\b)/i, "total deductions $1");
