import type { Command } from "../command.ts";
import type { Desk } from "../desk.ts";
import { QuestionError } from "../errors.ts";
import type { Report } from "../report.ts";
import { commandHelpReport, helpReport } from "./help.ts";
import { routeWords, type Slip } from "./route-words.ts";

export const withNote = (report: Report, note: string): Report => ({
  ...report,
  notes: [note, ...report.notes],
});

const isUnknownWord = (error: unknown): boolean =>
  error instanceof QuestionError && error.kind === "unknown-word";

/** Command words, a question, or a question whose first word was meant as a command. */
export const respondTo = async (text: string, desk: Desk, commands: readonly Command[]): Promise<Report> => {
  const route = routeWords(text, commands);
  switch (route.kind) {
    case "help":
      return route.command === undefined ? helpReport(commands) : commandHelpReport(route.command);
    case "command":
      return route.command.respond(route.words, desk);
    case "question":
      try {
        return await askQuestion(route.words, desk, commands);
      } catch (error) {
        if (route.near === undefined || !isUnknownWord(error)) throw error;
        return await respondToSlip(route.near, desk, error);
      }
  }
};

/** The command that was probably meant; when that cannot be read either, what was wrong in the first place. */
const respondToSlip = async (near: Slip, desk: Desk, error: unknown): Promise<Report> => {
  try {
    const report = await near.command.respond(near.words, desk);
    return withNote(report, `Read "${near.typed}" as ${near.command.name}.`);
  } catch (second) {
    throw isUnknownWord(second) ? error : second;
  }
};

const askQuestion = (words: string, desk: Desk, commands: readonly Command[]): Promise<Report> => {
  const ask = commands.find((command) => command.name === "ask");
  if (ask !== undefined) return ask.respond(words, desk);
  const [first = ""] = words.split(/\s/, 1);
  const choices = commands.flatMap((command) => {
    const example = command.examples[0];
    return example === undefined
      ? []
      : [{ label: `${command.name} ${example}`, words: `${command.name} ${example}` }];
  });
  throw new QuestionError("unknown-word", `I don't know "${first}". Try one of these:`, choices.slice(0, 5));
};
