import type { Logger } from "pino";
import type { Viewer } from "../access/viewer.ts";
import type { Command } from "../command.ts";
import type { Desk, Place } from "../desk.ts";
import { QuestionError, SourceError } from "../errors.ts";
import type { Report } from "../report.ts";
import { deliver } from "./deliver.ts";
import { commandHelpReport, helpReport } from "./help.ts";
import type { Message } from "./message.ts";
import type { People, Person } from "./people.ts";
import { isKnownError, type KnownError, presentError } from "./present-error.ts";
import { type Picture, presentReport, withoutNativeBlocks } from "./present-report.ts";
import { type Delivery, isSlackAddress, postToResponseUrl } from "./response-url.ts";
import { routeWords, type Slip } from "./route-words.ts";

/** Something a person typed or pressed, and where the answer goes. */
export interface Request {
  /** Command name and words, or a question. */
  readonly text: string;
  readonly person: Person;
  readonly channel: string;
  readonly isDirectMessage: boolean;
  readonly responseUrl: string;
  /** Puts the answer in the place of the pressed message. */
  readonly replace: boolean;
}

export interface AnsweringOptions {
  readonly commands: readonly Command[];
  readonly people: People;
  readonly openDesk: (viewer: Viewer, place: Place) => Promise<Desk> | Desk;
  readonly pictureOf: (report: Report) => Promise<Picture | undefined>;
  readonly placeOf: (request: Request) => Promise<Place>;
  readonly slackApiUrl?: string;
  readonly log: Logger;
  readonly createReference: () => string;
}

const withNote = (report: Report, note: string): Report => ({ ...report, notes: [note, ...report.notes] });

const isUnknownWord = (error: unknown): boolean =>
  error instanceof QuestionError && error.kind === "unknown-word";

/** Command words, a question, or a question whose first word was meant as a command. */
const respondTo = async (text: string, desk: Desk, commands: readonly Command[]): Promise<Report> => {
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

export const createAnswering = (options: AnsweringOptions): ((request: Request) => Promise<void>) => {
  const { log, createReference } = options;

  const asKnown = (error: unknown): KnownError => {
    if (isKnownError(error) && error.name !== "SourceError") return error;
    const ours =
      error instanceof SourceError
        ? error
        : new SourceError("An answer failed", { reference: createReference(), cause: error });
    log.error({ reference: ours.reference, err: error }, "An answer failed");
    return ours;
  };

  const render = async (request: Request): Promise<{ full: Message; plain: () => Message }> => {
    try {
      const viewer = await options.people.admit(request.person);
      const desk = await options.openDesk(viewer, await options.placeOf(request));
      const report = await respondTo(request.text, desk, options.commands);
      const picture = await options.pictureOf(report);
      return { full: presentReport(report, picture), plain: () => withoutNativeBlocks(report) };
    } catch (error) {
      const message = presentError(asKnown(error));
      return { full: message, plain: () => ({ text: message.text, blocks: [] }) };
    }
  };

  return async (request) => {
    const started = performance.now();
    if (!isSlackAddress(request.responseUrl, options.slackApiUrl)) {
      log.error(
        { user: request.person.user },
        "A request named a response_url that is not Slack's; not answered",
      );
      return;
    }
    const rendering = await render(request);
    const send = (message: Message): Promise<Delivery> =>
      postToResponseUrl(request.responseUrl, message, { replace: request.replace });
    const delivery = await deliver(send, rendering, { log, createReference });
    log.info(
      { user: request.person.user, delivery: delivery.kind, ms: Math.round(performance.now() - started) },
      "answered",
    );
  };
};
