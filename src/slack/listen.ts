import type { Desk } from "../desk.ts";
import type { Question } from "../question/question.ts";

/** What a report asked its desk. */
export interface Heard {
  readonly question: Question;
  readonly of?: "pairs";
}

/** The same desk, and everything that is asked at it, each once, in the order in which it is asked. */
export const listen = (desk: Desk): { readonly desk: Desk; heard(): readonly Heard[] } => {
  const all = new Map<string, Heard>();
  const note = (one: Heard): void => {
    const key = JSON.stringify(one);
    if (!all.has(key)) all.set(key, one);
  };
  return {
    desk: {
      ...desk,
      answer: (question) => {
        note({ question });
        return desk.answer(question);
      },
      pairs: (question) => {
        note({ question, of: "pairs" });
        return desk.pairs(question);
      },
      ask: async (words) => {
        const answer = await desk.ask(words);
        note({ question: answer.question });
        return answer;
      },
    },
    heard: () => [...all.values()],
  };
};
