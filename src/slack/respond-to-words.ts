import type { Command } from "../command.ts";
import type { Desk } from "../desk.ts";
import { QuestionError } from "../errors.ts";
import type { Asked } from "../memory.ts";
import type { CommandStart } from "../question/assemble.ts";
import type { Question } from "../question/question.ts";
import type { Report } from "../report.ts";
import { commandHelpReport, helpReport } from "./help.ts";
import { type Route, routeWords, type Slip } from "./route-words.ts";

export const withNotes = (report: Report, notes: readonly string[]): Report =>
  notes.length === 0 ? report : { ...report, notes: [...notes, ...report.notes] };

const isUnknownWord = (error: unknown): boolean =>
  error instanceof QuestionError && error.kind === "unknown-word";

/** Command words, a question, or a question whose first word was meant as a command. */
export const respondTo = async (text: string, desk: Desk, commands: readonly Command[]): Promise<Report> => {
  const route = routeWords(text, commands);
  switch (route.kind) {
    case "help":
      return route.command === undefined ? helpReport(commands) : commandHelpReport(route.command);
    case "command":
      return respondWith(route.command, route.words, desk);
    case "question":
      try {
        return await askQuestion(route.words, desk, commands);
      } catch (error) {
        if (route.near === undefined || !isUnknownWord(error)) throw error;
        return await respondToSlip(route.near, desk, error);
      }
  }
};

const respondWith = async (command: Command, words: string, desk: Desk): Promise<Report> => {
  const report = await command.respond(words, desk);
  const { question } = report;
  if (question === undefined) return report;
  if (command.plain) return { ...report, asked: await askedPlainly(report, desk) };
  const start = report.start ?? { command: command.name, metrics: question.metrics };
  const pinned = withoutFile(await desk.pin(question));
  const asked = { question: pinned, start, words: `${command.name} ${words}`.trim() };
  return { ...report, asked };
};

const askedPlainly = async ({ question }: Report, desk: Desk): Promise<Asked> => {
  if (question === undefined) throw new Error("A report without a question cannot be asked again");
  const pinned = withoutFile(await desk.pin(question));
  return { question: pinned, words: desk.say(pinned) };
};

/** Asked on, an answer that was wanted as a file is wanted as an answer. */
const withoutFile = ({ form, ...question }: Question): Question =>
  form === undefined || form === "csv" ? question : { ...question, form };

/** The command that was probably meant; when that cannot be read either, what was wrong in the first place. */
const respondToSlip = async (near: Slip, desk: Desk, error: unknown): Promise<Report> => {
  try {
    const report = await respondWith(near.command, near.words, desk);
    return withNotes(report, [`Read "${near.typed}" as ${near.command.name}.`]);
  } catch (second) {
    throw isUnknownWord(second) ? error : second;
  }
};

const askQuestion = (words: string, desk: Desk, commands: readonly Command[]): Promise<Report> => {
  const ask = commands.find((command) => command.name === "ask");
  if (ask !== undefined) return respondWith(ask, words, desk);
  const [first = ""] = words.split(/\s/, 1);
  const choices = commands.flatMap((command) => {
    const example = command.examples[0];
    return example === undefined
      ? []
      : [{ label: `${command.name} ${example}`, words: `${command.name} ${example}` }];
  });
  throw new QuestionError("unknown-word", `I don't know "${first}". Try one of these:`, choices.slice(0, 5));
};

/** The remembered question once more, changed by a clause where there is one, as the desk's viewer. */
export const askAgain = async (
  asked: Asked,
  clause: string | undefined,
  desk: Desk,
  commands: readonly Command[],
): Promise<Report> => {
  const { question, corrections } =
    clause === undefined
      ? { question: asked.question, corrections: [] }
      : await desk.follow(asked.question, clause);
  const plain = `ask ${desk.say(question)}`;
  const ways = asked.start ? [...commandWays(asked, question, clause, desk, asked.start), plain] : [plain];
  return withNotes(await firstThatReads(ways, (words) => respondTo(words, desk, commands)), corrections);
};

/** A command's report as its question says it, else as it was typed. */
const commandWays = (
  asked: Asked,
  question: Asked["question"],
  clause: string | undefined,
  desk: Desk,
  start: CommandStart,
): readonly string[] => [desk.say(question, start), [asked.words, clause ?? ""].join(" ").trim()];

const firstThatReads = async (
  ways: readonly string[],
  respond: (words: string) => Promise<Report>,
): Promise<Report> => {
  let first: unknown;
  for (const words of ways) {
    try {
      return await respond(words);
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      first ??= error;
    }
  }
  throw first;
};

/** Help, and commands with reports of their own. "top 20" changes the question before as well as it begins one. */
const standsAlone = (route: Route): boolean =>
  route.kind === "help" || (route.kind === "command" && route.command.plain !== true);

/** Words in a conversation that has a question change what they name of it; what cannot is asked by itself. */
export const respondInThread = async (
  text: string,
  before: Asked | undefined,
  desk: Desk,
  commands: readonly Command[],
): Promise<Report> => {
  if (before === undefined || standsAlone(routeWords(text, commands))) return respondTo(text, desk, commands);
  try {
    return await askAgain(before, text, desk, commands);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    return respondTo(text, desk, commands).catch(() => {
      throw error;
    });
  }
};
