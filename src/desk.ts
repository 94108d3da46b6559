import type { Viewer } from "./access/viewer.ts";
import type { Answer } from "./answer/answer.ts";
import type { Question } from "./question/question.ts";

/** Where a command was typed; answers of the terminal have no channel. */
export type Place =
  | { readonly kind: "terminal" }
  | {
      readonly kind: "slack";
      readonly channel: string;
      /** The bot's DM with the person. */
      readonly direct: boolean;
      /** Whether the bot may post there. */
      isMember(): Promise<boolean>;
    };

/** What a command may use, opened for one viewer and place. */
export interface Desk {
  readonly viewer: Viewer;
  readonly place: Place;
  /** Reads the words and answers them; corrections ("read 'Flipcart' as Flipkart") come first in `answer.notes`. */
  ask(words: string): Promise<Answer>;
  answer(question: Question): Promise<Answer>;
}
