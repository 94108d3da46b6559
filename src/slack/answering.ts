import type { Logger } from "pino";
import type { Viewer } from "../access/viewer.ts";
import type { Command } from "../command.ts";
import type { Desk, Place } from "../desk.ts";
import { SourceError } from "../errors.ts";
import type { Report } from "../report.ts";
import { loadingSentence, sayWhileLoading } from "../while-loading.ts";
import { type SendCsv, splitCsv } from "./csv-file.ts";
import { deliver, type Rendering } from "./deliver.ts";
import { context, type Message } from "./message.ts";
import type { People, Person } from "./people.ts";
import { isKnownError, type KnownError, presentError } from "./present-error.ts";
import { type Picture, type PresentOptions, presentReport, withoutNativeBlocks } from "./present-report.ts";
import { respondTo } from "./respond-to-words.ts";
import { type Delivery, isSlackAddress, postToResponseUrl } from "./response-url.ts";
import { verbsOf } from "./verbs.ts";

export { respondTo };

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
  /** Shows the answer to everyone in the channel. */
  readonly share: boolean;
}

export interface AnsweringOptions {
  readonly commands: readonly Command[];
  readonly people: People;
  readonly openDesk: (viewer: Viewer, place: Place) => Promise<Desk> | Desk;
  readonly pictureOf: (report: Report) => Promise<Picture | undefined>;
  readonly placeOf: (request: Request) => Promise<Place>;
  readonly sendCsv: SendCsv;
  readonly slackApiUrl?: string;
  /** Whether a load keeps questions waiting. */
  readonly isLoading?: () => boolean;
  readonly log: Logger;
  readonly createReference: () => string;
}

/** What to post; only an answer is ever shared, never a failure to give one. */
interface Rendered extends Rendering {
  readonly everyone: boolean;
}

/** Answers one request after the other has been acknowledged; never throws. */
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

  const answer = async (request: Request): Promise<Rendered> => {
    const viewer = await options.people.admit(request.person);
    const desk = await options.openDesk(viewer, await options.placeOf(request));
    const { words, wantsCsv } = splitCsv(request.text);
    const composed = await respondTo(words, desk, options.commands);
    const isCsv = wantsCsv || composed.question?.form === "csv";
    const [report, picture] = await Promise.all([
      isCsv ? options.sendCsv(composed, request.person.user) : composed,
      options.pictureOf(composed),
    ]);
    const extras: PresentOptions = request.share
      ? { sharedBy: request.person.user }
      : { verbs: verbsOf(report, { words, isCsv, canShare: !request.isDirectMessage }) };
    return {
      full: presentReport(report, picture, extras),
      plain: () => withoutNativeBlocks(report, extras),
      everyone: request.share,
    };
  };

  const render = async (request: Request): Promise<Rendered> => {
    try {
      return await answer(request);
    } catch (error) {
      const message = presentError(asKnown(error));
      return { full: message, plain: () => ({ text: message.text, blocks: [] }), everyone: false };
    }
  };

  return async (request) => {
    const started = performance.now();
    const { user } = request.person;
    if (!isSlackAddress(request.responseUrl, options.slackApiUrl)) {
      log.error({ user }, "A request named a response_url that is not Slack's; not answered");
      return;
    }
    const rendered = await sayWhileLoading(render(request), {
      isLoading: options.isLoading ?? (() => false),
      say: () => sayLoading(request, log),
    });
    const send = (message: Message): Promise<Delivery> =>
      postToResponseUrl(request.responseUrl, message, {
        replace: request.replace,
        everyone: rendered.everyone,
      });
    const delivery = await deliver(send, rendered, { log, createReference });
    log.info({ user, delivery: delivery.kind, ms: Math.round(performance.now() - started) }, "answered");
  };
};

/** Beside whatever is there; should it not arrive, the answer still comes. */
const sayLoading = async (request: Request, log: Logger): Promise<void> => {
  const note = { text: loadingSentence, blocks: [context([loadingSentence])] };
  const delivery = await postToResponseUrl(request.responseUrl, note, { replace: false, everyone: false });
  if (delivery.kind !== "delivered") log.warn({ delivery }, "A note about loading did not reach Slack");
};
