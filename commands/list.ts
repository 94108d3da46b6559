import { defineCommand } from "../src/command.ts";
import { QuestionError } from "../src/errors.ts";
import { answerReading } from "../src/reports/answer-reading.ts";
import { composeAnswer } from "../src/reports/index.ts";

export const list = defineCommand({
  name: "list",
  summary:
    "Lists the members that sold, with their attributes: the markets of a customer, the products of a segment",
  usage: "GROUP [in|for|of MEMBER] [PERIOD]",
  examples: ["markets", "customers in India", "variants in India last quarter"],
  global: false,
  respond: async (words, desk) => {
    const reading = await desk.read(words, start);
    if (reading.question.by.length === 0) throw listWhat();
    return { ...composeAnswer(await answerReading(reading, desk), desk.say), start };
  },
});

const start = { command: "list", metrics: ["net_sales"], lists: true } as const;

const listWhat = (): QuestionError =>
  new QuestionError("not-allowed", "List what? Say for example markets, customers or products.", [
    { label: "Markets", words: "list markets" },
    { label: "Customers", words: "list customers" },
    { label: "Products", words: "list products" },
  ]);
