import type { Answer } from "../answer/answer.ts";
import type { Desk } from "../desk.ts";
import { QuestionError } from "../errors.ts";
import { questionBefore } from "../insight/places.ts";
import type { Report } from "../report.ts";
import { composeAnswer } from "./index.ts";

/** The report that suits an answer; a compared ranking asks once more, for the places before. */
export const reportOf = async (answer: Answer, desk: Pick<Desk, "answer" | "say">): Promise<Report> => {
  const asked = questionBefore(answer);
  const before = asked && (await desk.answer(asked).catch(withoutPlaces));
  return composeAnswer(answer, desk.say, before);
};

/** The other side may hold no month that can be asked alone. */
const withoutPlaces = (error: unknown): undefined => {
  if (!(error instanceof QuestionError)) throw error;
};
