import type { Answer } from "../answer/answer.ts";
import type { Desk, Reading } from "../desk.ts";

/** The answer to a reading; what was corrected while reading is told first. */
export const answerReading = async (reading: Reading, desk: Pick<Desk, "answer">): Promise<Answer> => {
  const answer = await desk.answer(reading.question);
  return reading.corrections.length === 0
    ? answer
    : { ...answer, notes: [...reading.corrections, ...answer.notes] };
};
