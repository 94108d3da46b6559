import {
  AccessError,
  type Choice,
  DataError,
  DeadlineError,
  QuestionError,
  type QuestionErrorKind,
  SetupError,
  SourceError,
} from "../errors.ts";
import { escapeForTerminal } from "./escape.ts";
import { askLine } from "./present-report.ts";

/** What a failed command leaves behind. */
export interface Failure {
  /** 2: theirs to change (words, rights, data); 1: ours or the set-up's. */
  readonly status: 1 | 2;
  /** For standard error: the sentence, then what to type instead. */
  readonly text: string;
  /** For standard output under --json, one line; only for status 2. */
  readonly json?: string;
}

/** Turns an error into its sentence and exit status; `noteFailure` logs ours and gives the reference. */
export const presentError = (error: unknown, noteFailure: (error: unknown) => string): Failure => {
  if (error instanceof QuestionError) return theirs(error.kind, error.message, error.choices);
  if (error instanceof AccessError) return theirs("not-allowed", error.message, []);
  if (error instanceof DataError) return { status: 2, text: sentences(error.message) };
  if (error instanceof SetupError || error instanceof DeadlineError)
    return { status: 1, text: sentences(error.message) };
  const reference = error instanceof SourceError ? error.reference : noteFailure(error);
  return {
    status: 1,
    text: `Sorry, that did not work, and the fault is ours. Reference: ${escapeForTerminal(reference)}\n`,
  };
};

const theirs = (kind: QuestionErrorKind, message: string, choices: readonly Choice[]): Failure => ({
  status: 2,
  text: sentences(message).concat(presentChoices(choices)),
  json: JSON.stringify({ error: { kind, message, choices: choices.map(({ label }) => label) } }),
});

/** Lines of a message stay lines; everything else that a terminal would obey is taken out. */
const sentences = (message: string): string =>
  message
    .split("\n")
    .map((line) => `${escapeForTerminal(line)}\n`)
    .join("");

const presentChoices = (choices: readonly Choice[]): string =>
  choices.length === 0
    ? ""
    : "You can type:\n".concat(...choices.map(({ words }) => `  ${askLine(words)}\n`));
