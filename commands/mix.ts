import type { Answer } from "../src/answer/answer.ts";
import { defineCommand } from "../src/command.ts";
import type { Desk } from "../src/desk.ts";
import type { Question } from "../src/question/question.ts";
import { composeMix, mixFallbacks, mixQuestions } from "../src/reports/mix.ts";

const start = { command: "mix", metrics: ["net_sales"] };

export const mix = defineCommand({
  name: "mix",
  summary: "Shows who holds which share of sales, and how many points it moved against last year",
  usage: "[by DIMENSION] [in MEMBER] [PERIOD] [vs PERIOD|MEMBER]",
  examples: ["", "by channel in India", "by segment last quarter vs last period"],
  global: false,
  respond: async (words, desk) => {
    const reading = await desk.read(words, start);
    return composeMix({ reading, start, say: desk.say }, await answerMix(reading.question, desk));
  },
});

/** Of net sales; where those are not available of the nearest figure that is. */
const answerMix = async (question: Question, desk: Desk): Promise<readonly [Answer, ...Answer[]]> => {
  const answers = (await Promise.all(mixQuestions(question).map(desk.answer))) as [Answer, ...Answer[]];
  const key = answers[0].question.metrics[0] ?? "";
  const instead = mixFallbacks[key];
  if (answers[0].totals[key] !== null || instead === undefined) return answers;
  return answerMix({ ...question, metrics: [instead] }, desk);
};
