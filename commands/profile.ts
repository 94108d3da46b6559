import { defineCommand } from "../src/command.ts";
import type { Desk } from "../src/desk.ts";
import { QuestionError } from "../src/errors.ts";
import type { Question } from "../src/question/question.ts";
import { composeProfile } from "../src/reports/profile.ts";
import {
  largestQuestion,
  profileQuestions,
  subjectOf,
  whoseProfile,
} from "../src/reports/profile-questions.ts";
import { sliceOnly } from "../src/reports/slice-only.ts";

const start = { command: "profile", metrics: ["net_sales"] };

export const profile = defineCommand({
  name: "profile",
  summary:
    "The one page of a customer, a product or a market: size, rank, mix, best and worst, margin, accuracy",
  usage: "MEMBER [in MEMBER] [PERIOD] [vs PERIOD]",
  examples: ["India", "Parcelwood FY2026", "Trail Camera in India vs last period"],
  global: false,
  respond: async (words, desk) => {
    const reading = await desk.read(words, start);
    const question = sliceOnly(reading.question, start, "A profile has its own figures");
    refuseMembers(question, desk);
    const subject = subjectOf(question);
    if (!subject) throw whoseProfile(question, await largest(question, desk), desk.say, start);
    const { splits, ...whole } = profileQuestions(question, subject);
    const [board, peers, parts, line, ...mixes] = await Promise.all(
      [whole.board, whole.peers, whole.parts, whole.line, ...splits].map(desk.answer),
    );
    if (!board || !peers || !parts || !line) throw new Error("Fewer answers than questions");
    const asked = { reading, start, say: desk.say };
    return composeProfile(asked, subject, { board, peers, parts, line, splits: mixes });
  },
});

/** By net sales, or by units where those are not available. */
const largest = async (question: Question, desk: Desk) => {
  const answers = await Promise.all(
    ["net_sales", "sold_quantity"].map((metric) => desk.answer(largestQuestion(question, metric))),
  );
  const found = answers.find(
    ({ totals, question: { metrics } }) => (totals[metrics[0] ?? ""] ?? null) !== null,
  );
  const answer = found ?? answers[0];
  if (!answer) throw new Error("Fewer answers than questions");
  return answer;
};

const refuseMembers = (question: Question, desk: Desk): void => {
  const { comparison, ...alone } = question;
  if (comparison?.kind !== "member" && comparison?.kind !== "forecast") return;
  throw new QuestionError(
    "not-allowed",
    "A profile is compared with an earlier period of the same member. Two members stand side by side in their profit and loss.",
    [
      { label: "profile alone", words: desk.say(alone, start) },
      ...(comparison.kind === "member"
        ? [{ label: "profit and loss", words: desk.say(question, { ...start, command: "pnl" }) }]
        : []),
    ],
  );
};
