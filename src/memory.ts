import type { CommandStart } from "./question/assemble.ts";
import type { Question } from "./question/question.ts";

/** A question that some message shows, and how to ask it again. */
export interface Asked {
  readonly question: Question;
  /** The command whose report it was; none for a question alone. */
  readonly start?: CommandStart;
  /** The same as it could be typed. */
  readonly words: string;
}

/** Where people talk, each with its tenant. */
export interface Conversation {
  readonly enterprise: string;
  readonly team: string;
  readonly channel: string;
}

/** What BIMS remembers of conversations; it outlives the process. */
export interface Memory {
  /** Keeps a question under its id, which is the same for the same question; resolves when it is kept. */
  remember(asked: Asked): { readonly id: string; readonly kept: Promise<void> };
  recall(id: string): Promise<Asked | undefined>;
  /** The question a thread is about; `thread` "" is a direct conversation outside its threads. */
  questionOf(where: Conversation, thread: string): Promise<string | undefined>;
  follow(where: Conversation, thread: string, id: string): Promise<void>;
  /** Whether a message is heard for the first time. */
  hear(where: Conversation, ts: string): Promise<boolean>;
  /** Whether this is the first time that something is shared in the channel. */
  isFirstShare(where: Conversation): Promise<boolean>;
}
