import { QuestionError } from "../errors.ts";
import type { CommandStart } from "../question/assemble.ts";
import type { Question } from "../question/question.ts";

/**
 * The question, where its words named nothing but members, a period and a comparison; a command with lines of its own
 * has no break-down. Throws a QuestionError whose choices are the command without what does not fit, and the plain question.
 */
export const sliceOnly = (question: Question, start: CommandStart, reason: string): Question => {
  const { kind, by, share, conditions, metrics } = question;
  const isSlice = kind === "measure" && by.length === 0 && !share && conditions.length === 0;
  if (isSlice && metrics.join() === start.metrics.join()) return question;
  throw new QuestionError(
    "not-allowed",
    `${reason}: only members, a period and a comparison fit, like ${start.command} India FY2026 vs last year.`,
    [{ label: start.command, words: start.command }],
  );
};
