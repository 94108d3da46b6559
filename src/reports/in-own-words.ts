import type { Answer } from "../answer/answer.ts";
import type { Desk } from "../desk.ts";
import { type Choice, QuestionError } from "../errors.ts";
import type { CommandStart } from "../question/assemble.ts";
import type { Question } from "../question/question.ts";

/**
 * The answer; or its error, with choices that ask for the same command again. Only the period and the comparison are
 * refused that late: all else of the question is the one that was typed.
 */
export const inOwnWords = async (
  answer: Promise<Answer>,
  typed: Question,
  start: CommandStart,
  desk: Pick<Desk, "read" | "say">,
): Promise<Answer> => {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    const choices = await Promise.all(error.choices.map((choice) => again(choice, typed, start, desk)));
    throw new QuestionError(error.kind, error.message, choices);
  }
};

const again = async (
  choice: Choice,
  { period: _period, comparison: _comparison, ...typed }: Question,
  start: CommandStart,
  desk: Pick<Desk, "read" | "say">,
): Promise<Choice> => {
  const { question } = await desk.read(choice.words);
  const { period, comparison } = question;
  const asked = { ...typed, ...(period ? { period } : {}), ...(comparison ? { comparison } : {}) };
  return { label: choice.label, words: desk.say(asked, start) };
};
