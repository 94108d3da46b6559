/**
 * A small family, sorted by whose fault it is. Every message is a sentence that a person can act on;
 * presenters print it as it is.
 */

/** Something a person can pick instead: what the button shows, and the whole words that it asks. */
export interface Choice {
  readonly label: string;
  readonly words: string;
}

export type QuestionErrorKind = "unknown-word" | "ambiguous" | "not-loaded" | "not-allowed";

/** The asker's: the words cannot be read, or ask for what cannot be answered. Says what to type. */
export class QuestionError extends Error {
  override readonly name = "QuestionError";
  readonly kind: QuestionErrorKind;
  readonly choices: readonly Choice[];

  constructor(kind: QuestionErrorKind, message: string, choices: readonly Choice[] = []) {
    super(message);
    this.kind = kind;
    this.choices = choices;
  }
}

/** The data's: a file or a row that breaks a rule. Says which file, line and column, and what to do. */
export class DataError extends Error {
  override readonly name = "DataError";
}

/** The asker may not see this. Says what they may see instead, and whom to ask. */
export class AccessError extends Error {
  override readonly name = "AccessError";
}

/** The operator's: a setting, a folder, a port. Says what to change. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/** The same for a while only: the database went away in the middle, and nothing was changed. Try again. */
export class InterruptedError extends SetupError {}

/** Nobody's: the question took longer than its deadline and was stopped; nothing was changed. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    super(
      `This took longer than ${milliseconds / 1000} seconds and was stopped. Ask for a shorter period or a narrower slice.`,
    );
    this.milliseconds = milliseconds;
  }
}

/** Ours. The person gets the reference, the log holds it beside the cause. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly reference: string;

  constructor(message: string, options: { reference: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.reference = options.reference;
  }
}
