import type { Viewer } from "./access/viewer.ts";
import type { Answer } from "./answer/answer.ts";
import type { Pairs } from "./answer/pairs.ts";
import type { CommandStart, Start } from "./question/assemble.ts";
import type { Question } from "./question/question.ts";
import type { Receipt } from "./receipt.ts";
import type { Report } from "./report.ts";

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

/** Words read as a question, with what was corrected on the way: "read 'Flopcart' as Flopkart". */
export interface Reading {
  readonly question: Question;
  readonly corrections: readonly string[];
}

export interface SliceReading extends Pick<Question, "filters" | "period" | "comparison"> {
  readonly corrections: readonly string[];
}

/** What a command may use, opened for one viewer and place. */
export interface Desk {
  readonly viewer: Viewer;
  readonly place: Place;
  /** `start` is what the command has said already. Throws a QuestionError that says what to type. */
  read(words: string, start?: Start): Promise<Reading>;
  /** Words that name members, a period and a comparison, but no figure: "India FY2021 vs last year". */
  readSlice(words: string): Promise<SliceReading>;
  answer(question: Question): Promise<Answer>;
  /** A compared question without a break-down, with both sides of every variant in every market behind it. */
  pairs(question: Question): Promise<Pairs>;
  /** The question with what a clause changes: "by customer", "vs last year". Throws like `read`. */
  follow(question: Question, clause: string): Promise<Reading>;
  /** The question with the months that its period means today, so that it asks the same tomorrow. */
  pin(question: Question): Promise<Question>;
  /** How the answer to the question comes about, or, `of` pairs, what lies behind it too. */
  receipt(question: Question, of?: "pairs"): Promise<Receipt>;
  /** The question as words that read back as it, with the names of the loaded data; `after` a command, as its words. */
  say(question: Question, after?: CommandStart): string;
  /** Reads the words and answers them; corrections come first in `answer.notes`. */
  ask(words: string): Promise<Answer>;
  /** What is loaded, how complete, how fresh. */
  status(): Promise<Report>;
  /** Who loaded what, when, and what is undone. */
  loads(): Promise<Report>;
  readonly digests: DigestDesk;
}

/** Digests as the person who asks may use them. */
export interface DigestDesk {
  /** "net sales by month every monday at 8:00": saved once the bot may post where it was typed. */
  create(words: string): Promise<Report>;
  list(): Promise<Report>;
  run(id: number): Promise<Report>;
  remove(id: number): Promise<Report>;
}
