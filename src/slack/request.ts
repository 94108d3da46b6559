import type { Verb } from "./buttons.ts";
import type { Person } from "./people.ts";

/** What a person wants. */
export type Act =
  /** Command name and words, or a question. */
  | { readonly kind: "words"; readonly text: string }
  /** What a button or menu changes of its message's question; no id: the block names none. */
  | { readonly kind: "clause"; readonly id: string | undefined; readonly clause: string }
  | { readonly kind: "verb"; readonly id: string | undefined; readonly verb: Verb };

/** A message whose button was pressed. */
export interface PressedMessage {
  readonly ts: string;
  readonly thread: string | undefined;
  /** Only the one who pressed sees it. */
  readonly isEphemeral: boolean;
  /** First words of a posted message, to say what was asked when nobody remembers. */
  readonly title: string | undefined;
}

/** Where the answer goes. */
export type Reply =
  | { readonly kind: "command"; readonly responseUrl: string }
  | {
      readonly kind: "press";
      /** Fresh with each press. */
      readonly responseUrl: string;
      readonly message: PressedMessage;
      /** The answer takes the place of the pressed message. */
      readonly replace: boolean;
      /** Opens a modal, for three seconds. */
      readonly triggerId: string | undefined;
      /** Equal for two clicks on the same button of the same message. */
      readonly click: string;
    }
  | {
      readonly kind: "thread";
      /** Slack's name for the message that was heard. */
      readonly ts: string;
      readonly thread: string;
      /** It began the thread. */
      readonly isRoot: boolean;
    };

/** Something a person typed or pressed. */
export interface Request<R extends Reply = Reply> {
  readonly act: Act;
  readonly person: Person;
  readonly channel: string;
  readonly isDirectMessage: boolean;
  readonly reply: R;
}
