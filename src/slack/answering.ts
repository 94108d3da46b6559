import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { Courier } from "../digests/courier.ts";
import { SourceError } from "../errors.ts";
import type { Report } from "../report.ts";
import { loadingSentence, sayWhileLoading } from "../while-loading.ts";
import { createClicks, createTurns } from "./clicks.ts";
import { type ComposeOptions, createComposer } from "./compose-answer.ts";
import type { SendCsv } from "./csv-file.ts";
import type { Rendering } from "./deliver.ts";
import { createPatience, type Dress, type Standing } from "./dress.ts";
import { context } from "./message.ts";
import type { createPictures, Painter } from "./pictures.ts";
import { isKnownError, type KnownError, presentError } from "./present-error.ts";
import { type Picture, type PresentOptions, presentReport, withoutNativeBlocks } from "./present-report.ts";
import type { Request } from "./request.ts";
import { withNotes } from "./respond-to-words.ts";
import { type Delivery, isSlackAddress, postToResponseUrl } from "./response-url.ts";
import { createSenders, type Senders } from "./send-answer.ts";
import { createVerbs, type Press, type VerbActs } from "./verbs.ts";
import type { Versions } from "./versions.ts";

export interface AnsweringOptions extends ComposeOptions {
  readonly client: WebClient;
  readonly courier: Courier;
  readonly painter: Painter;
  readonly pictureOf: ReturnType<typeof createPictures>;
  readonly dress: Dress;
  readonly versions: Versions;
  readonly sendCsv: SendCsv;
  readonly slackApiUrl?: string;
  /** Whether a load keeps questions waiting. */
  readonly isLoading?: () => boolean;
  readonly log: Logger;
  readonly createReference: () => string;
}

/** Answers one request after the other has been acknowledged; never throws. */
export const createAnswering = (options: AnsweringOptions): ((request: Request) => Promise<void>) => {
  const { log, memory } = options;
  const composer = createComposer(options);
  const senders = createSenders(options);
  const asKnown = knownBy(options);
  const verbs = createVerbs({ ...options, composer, senders, asKnown });
  const clicks = createClicks();
  const inTurn = createTurns();
  const show = createShow({ ...options, senders });

  const perform = async (request: Request): Promise<void> => {
    try {
      if (isPress(request) && request.act.kind === "verb" && request.act.verb !== "why")
        return await verbs[request.act.verb as keyof VerbActs](request);
      const { report, wantsCsv } = await composer.compose(request);
      const note = wantsCsv ? [await options.sendCsv(report, request.person.user)] : [];
      await show(request, withNotes(report, note));
    } catch (error) {
      await tellError(request, asKnown(error), senders);
    }
  };

  const told = (request: Request, work: Promise<void>): Promise<void> =>
    sayWhileLoading(work, {
      isLoading: options.isLoading ?? (() => false),
      say: () => sayLoading(request, senders, log),
    });

  /** What cannot be written down is taken as new: rather twice than never. */
  const isNew = (channel: string, ts: string): Promise<boolean> =>
    memory.hear(options.whereOf(channel), ts).catch((error: unknown) => {
      log.error({ err: error }, "A message could not be noted as heard");
      return true;
    });

  const take = async (request: Request): Promise<void> => {
    const { reply, channel } = request;
    switch (reply.kind) {
      case "command":
        return told(request, perform(request));
      case "press":
        return clicks.once(reply.click, () =>
          inTurn(`${channel} ${reply.message.ts}`, () => told(request, perform(request))),
        );
      case "thread": {
        const answerOnce = async (): Promise<void> => {
          if (await isNew(channel, reply.ts)) await perform(request);
        };
        return inTurn(`${channel} ${reply.thread}`, () => told(request, answerOnce()));
      }
    }
  };

  return async (request) => {
    const started = performance.now();
    const { reply, person } = request;
    if (reply.kind !== "thread" && !isSlackAddress(reply.responseUrl, options.slackApiUrl)) {
      log.error({ user: person.user }, "A request named a response_url that is not Slack's; not answered");
      return;
    }
    try {
      await take(request);
    } catch (error) {
      asKnown(error);
    }
    log.info({ user: person.user, ms: Math.round(performance.now() - started) }, "answered");
  };
};

const isPress = (request: Request): request is Press => request.reply.kind === "press";

/** Whatever is thrown as one of the family, logged where it is ours. */
const knownBy =
  ({ log, createReference }: Pick<AnsweringOptions, "log" | "createReference">) =>
  (error: unknown): KnownError => {
    if (isKnownError(error) && error.name !== "SourceError") return error;
    const ours =
      error instanceof SourceError
        ? error
        : new SourceError("An answer failed", { reference: createReference(), cause: error });
    log.error({ reference: ours.reference, err: error }, "An answer failed");
    return ours;
  };

/** Shows an answer where it belongs: privately, in the pressed message's place, or in the thread. */
const createShow = (options: AnsweringOptions & { readonly senders: Senders }) => {
  const { senders, courier, dress, memory, log } = options;

  const render = async (report: Report, standing: Standing, withPicture: boolean): Promise<Rendered> => {
    const [shown, picture] = await Promise.all([
      dress(report, standing),
      withPicture ? options.pictureOf(report) : undefined,
    ]);
    return { ...renderingOf(report, picture, shown === undefined ? {} : { shown }), id: shown?.id };
  };

  const patiently = createPatience(log);
  const follow = async (
    channel: string,
    threads: readonly string[],
    id: string | undefined,
  ): Promise<void> => {
    if (id === undefined) return;
    await patiently(
      Promise.all(threads.map((thread) => memory.follow(options.whereOf(channel), thread, id))),
    );
  };

  const showInPlace = async (press: Press, report: Report): Promise<void> => {
    const { channel, isDirectMessage } = press;
    const { ts, thread, isEphemeral } = press.reply.message;
    const standing = standingOf(isEphemeral, isDirectMessage);
    const rendered = await render(report, standing, isEphemeral);
    logged(await senders.replace(press, rendered), log);
    if (isEphemeral) return;
    await follow(channel, [thread ?? ts, ...(isDirectMessage ? [""] : [])], rendered.id);
    await senders.illustrate(channel, ts, report);
  };

  const showInThread = async (request: Request, thread: string, report: Report): Promise<void> => {
    const { channel, isDirectMessage } = request;
    const posted = await post({ channel, thread }, report);
    if (posted === undefined) return;
    if (isDirectMessage) {
      const shown = await dress(report, "posted-direct");
      await follow(channel, [""], shown?.id);
    }
    await senders.illustrate(channel, posted.ts, posted.report);
  };

  /** An unconfirmed message is sent once more, marked. */
  const post = async (place: ThreadPlace, report: Report): Promise<Posted | undefined> => {
    const key = `answer:${randomUUID()}`;
    const first = await courier.post(place, report, key);
    if (first.kind === "posted") return { ts: first.ts, report };
    if (first.kind === "rate-limited") await wait(first.retryAfterMs);
    const marked = first.kind === "unknown" ? withNotes(report, [repeated]) : report;
    const second = first.kind === "refused" ? first : await courier.post(place, marked, key);
    if (second.kind === "posted") return { ts: second.ts, report: marked };
    log.error({ second }, "An answer did not reach its thread");
    return undefined;
  };

  return async (request: Request, report: Report): Promise<void> => {
    const { reply, isDirectMessage } = request;
    if (reply.kind === "thread") return showInThread(request, reply.thread, report);
    if (isPress(request) && request.reply.replace) return showInPlace(request, report);
    const rendered = await render(report, standingOf(true, isDirectMessage), true);
    const thread = reply.kind === "press" ? reply.message.thread : undefined;
    logged(
      await senders.respond({ ...request, reply }, rendered, { replace: false, everyone: false, thread }),
      log,
    );
  };
};

interface ThreadPlace {
  readonly channel: string;
  readonly thread: string;
}

/** What stands there, its marks included. */
interface Posted {
  readonly ts: string;
  readonly report: Report;
}

interface Rendered extends Rendering {
  readonly id: string | undefined;
}

const repeated = "Repeated: I could not confirm that the first sending arrived.";

const standingOf = (isPrivate: boolean, isDirect: boolean): Standing =>
  isPrivate ? (isDirect ? "private-direct" : "private") : isDirect ? "posted-direct" : "posted";

const renderingOf = (report: Report, picture: Picture | undefined, extras: PresentOptions): Rendering => ({
  full: presentReport(report, picture, extras),
  plain: () => withoutNativeBlocks(report, extras),
});

const logged = (delivery: Delivery, log: Logger): void => {
  if (delivery.kind !== "delivered") log.error({ delivery }, "An answer was not shown");
};

/** Beside whatever is there: a failure to answer never takes an answer's place, and only the asker reads it. */
const tellError = async (
  { reply, ...request }: Request,
  error: KnownError,
  senders: Senders,
): Promise<void> => {
  const message = presentError(error);
  if (reply.kind === "thread") {
    await senders.say(request.channel, reply.thread, message);
    return;
  }
  const plain = { text: message.text, blocks: [] };
  const thread = reply.kind === "press" ? reply.message.thread : undefined;
  const how = { replace: false, everyone: false, thread };
  await senders.respond({ ...request, reply }, { full: message, plain: () => plain }, how);
};

/** Should it not arrive, the answer still comes. */
const sayLoading = async ({ reply, channel }: Request, senders: Senders, log: Logger): Promise<void> => {
  const note = { text: loadingSentence, blocks: [context([loadingSentence])] };
  const delivery = await (reply.kind === "thread"
    ? senders.say(channel, reply.thread, note)
    : postToResponseUrl(reply.responseUrl, note, { replace: false, everyone: false }));
  if (delivery.kind !== "delivered") log.warn({ delivery }, "A note about loading did not reach Slack");
};
