import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "../command.ts";
import { QuestionError, SetupError } from "../errors.ts";
import type { Report } from "../report.ts";
import { loadingSentence, sayWhileLoading } from "../while-loading.ts";
import { escapeForTerminal } from "./escape.ts";
import { presentAnswerJson } from "./present-answer-json.ts";
import { presentAnswerCsv, presentReportCsv } from "./present-csv.ts";
import { presentReport } from "./present-report.ts";
import type { TerminalIo } from "./terminal-io.ts";
import type { Tools } from "./tools.ts";

/** How the asker wants to read the answer. */
export interface Forms {
  readonly json?: boolean;
  readonly csv?: boolean;
  /** File for the PNG, relative to where the command was typed. */
  readonly chart?: string;
}

/** `bims ask WORDS`: under --json the answer alone, else the report that shows it. */
export const answerQuestion = async (
  words: readonly string[],
  forms: Forms,
  io: TerminalIo,
  tools: Tools,
): Promise<number> => {
  const text = wordsOf(words);
  if (text === "") throw new QuestionError("unknown-word", "Type a question after ask.", [exampleQuestion]);
  const answer = await sayingLoading(
    tools.desk().then((desk) => desk.ask(text)),
    io,
    tools,
  );
  if (forms.chart !== undefined) await drawTo(forms.chart, await tools.report(answer), io, tools);
  if (forms.json) io.out(`${presentAnswerJson(answer)}\n`);
  else if (forms.csv || answer.question.form === "csv") io.out(presentAnswerCsv(answer));
  else io.out(presentReport(await tools.report(answer), io));
  return 0;
};

/** `bims NAME WORDS`: the command's report in the form asked for. */
export const answerCommand = async (
  command: Command,
  words: readonly string[],
  forms: Forms,
  io: TerminalIo,
  tools: Tools,
): Promise<number> => {
  const text = wordsOf(words);
  const report = await sayingLoading(
    tools.desk().then((desk) => command.respond(text, desk)),
    io,
    tools,
  );
  if (forms.chart !== undefined) await drawTo(forms.chart, report, io, tools);
  if (forms.json) io.out(`${JSON.stringify(report)}\n`);
  else if (forms.csv) io.out(presentReportCsv(report));
  else io.out(presentReport(report, io));
  return 0;
};

/** A load that keeps the answer waiting is told on standard error, where it spoils no result. */
const sayingLoading = <T>(work: Promise<T>, io: TerminalIo, tools: Tools): Promise<T> =>
  sayWhileLoading(work, {
    isLoading: () => tools.isLoading(),
    say: () => io.err(`${loadingSentence}\n`),
  });

const exampleQuestion = { label: "top 5 markets by net sales", words: "top 5 markets by net sales" };

/** One quoted argument or many bare ones are the same words; a flag that is none of ours is said at once. */
const wordsOf = (words: readonly string[]): string => {
  const flag = words.find((word) => /^--[a-z]/.test(word));
  if (flag !== undefined)
    throw new QuestionError(
      "unknown-word",
      `I don't know the flag ${flag}. There are --json, --csv and --chart FILE.`,
    );
  return words.join(" ").trim();
};

const drawTo = async (file: string, report: Report, io: TerminalIo, tools: Tools): Promise<void> => {
  const picture = await tools.draw(report);
  if (!picture)
    throw new QuestionError(
      "not-loaded",
      "There is nothing to draw in this answer: it is a single number or empty.",
    );
  const path = resolve(io.cwd, file);
  await writeFile(path, picture).catch((error: NodeJS.ErrnoException) => {
    throw new SetupError(`The picture cannot be written to ${path}: ${error.message}`);
  });
  io.err(`Drawn: ${escapeForTerminal(path)}\n`);
};
