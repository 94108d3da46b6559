import type {
  AccessError,
  Choice,
  DataError,
  DeadlineError,
  QuestionError,
  SetupError,
  SourceError,
} from "../errors.ts";
import { escapeText, plainLines } from "./escape.ts";
import { limits } from "./limits.ts";
import { buttons, chooseAction, type Message } from "./message.ts";

/** The family of errors.ts: whatever else is thrown becomes a SourceError before it gets here. */
export type KnownError = QuestionError | DataError | AccessError | DeadlineError | SetupError | SourceError;

const errorNames: ReadonlySet<string> = new Set<KnownError["name"]>([
  "QuestionError",
  "DataError",
  "AccessError",
  "DeadlineError",
  "SetupError",
  "SourceError",
]);

export const isKnownError = (error: unknown): error is KnownError =>
  error instanceof Error && errorNames.has(error.name);

/** The one sentence that says why there is no answer. */
export const sentenceOf = (error: KnownError): string => {
  switch (error.name) {
    case "QuestionError":
    case "AccessError":
    case "DataError":
    case "DeadlineError":
      return error.message;
    case "SetupError":
      return plainLines(
        `BIMS is not set up for this yet: ${error.message}\nPlease tell whoever runs it.`,
        limits.section,
      );
    case "SourceError":
      return `Sorry, something went wrong on my side, and your question is not answered. Please try again; if it happens again, quote ${error.reference}: the log holds the cause under it.`;
  }
};

const choicesOf = (error: KnownError): readonly Choice[] =>
  error.name === "QuestionError" ? error.choices : [];

/** What a person reads when there is no answer: a sentence, and the nearest questions that have one as buttons. */
export const presentError = (error: KnownError): Message => {
  const choices = choicesOf(error);
  const said = sentenceOf(error);
  const offered = choices.map((choice) => choice.words).filter((words) => !said.includes(words));
  const text = [said, ...(offered.length === 0 ? [] : [`Try: ${offered.join(" · ")}`])].join("\n");
  return {
    text: escapeText(text, limits.text),
    blocks: [
      {
        type: "section",
        expand: true,
        text: { type: "plain_text", emoji: false, text: plainLines(said, limits.section) },
      },
      ...buttons(
        "choices",
        choices.map((choice) => ({ ...choice, action: chooseAction })),
      ),
    ],
  };
};
