import type { Answer } from "../answer/answer.ts";
import { QuestionError } from "../errors.ts";

/** The answer, or undefined where its months hold no rows: a part of a report that is left out, not an error. */
export const whereLoaded = (answer: Promise<Answer>): Promise<Answer | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof QuestionError && error.kind === "not-loaded") return undefined;
    throw error;
  });
