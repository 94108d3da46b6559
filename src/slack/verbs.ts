import { randomUUID } from "node:crypto";
import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { Courier } from "../digests/courier.ts";
import { QuestionError } from "../errors.ts";
import type { Conversation, Memory } from "../memory.ts";
import type { Composer } from "./compose-answer.ts";
import type { SendCsv } from "./csv-file.ts";
import type { Rendering } from "./deliver.ts";
import type { Dress } from "./dress.ts";
import { escapeText } from "./escape.ts";
import { limits } from "./limits.ts";
import { context, type Message } from "./message.ts";
import type { createPictures } from "./pictures.ts";
import type { KnownError } from "./present-error.ts";
import { sentenceOf } from "./present-error.ts";
import { openingReceipt, presentReceipt, refusedReceipt } from "./present-receipt.ts";
import { type PresentOptions, presentReport, withoutNativeBlocks } from "./present-report.ts";
import type { Request } from "./request.ts";
import type { Senders } from "./send-answer.ts";

export type Press = Request<Extract<Request["reply"], { kind: "press" }>>;

export interface VerbOptions {
  readonly client: WebClient;
  readonly composer: Composer;
  readonly senders: Senders;
  readonly courier: Courier;
  readonly memory: Memory;
  readonly dress: Dress;
  readonly pictureOf: ReturnType<typeof createPictures>;
  readonly sendCsv: SendCsv;
  readonly whereOf: (channel: string) => Conversation;
  readonly asKnown: (error: unknown) => KnownError;
  readonly log: Logger;
}

/** What is done with an answer; each throws the errors of errors.ts before anybody has seen anything. */
export interface VerbActs {
  share(press: Press): Promise<void>;
  keep(press: Press): Promise<void>;
  csv(press: Press): Promise<void>;
  receipt(press: Press): Promise<void>;
}

const note = (sentence: string): Rendering => {
  const message: Message = { text: escapeText(sentence, limits.text), blocks: [context([sentence])] };
  return { full: message, plain: () => ({ text: message.text, blocks: [] }) };
};

export const createVerbs = (options: VerbOptions): VerbActs => {
  const { client, composer, senders, courier, memory, dress, log } = options;

  const tell = async (press: Press, sentence: string): Promise<void> => {
    const { thread } = press.reply.message;
    await senders.respond(press, note(sentence), { replace: false, everyone: false, thread });
  };

  const openReceipt = async (press: Press): Promise<string | undefined> => {
    try {
      const opened = await client.views.open({
        trigger_id: press.reply.triggerId ?? "",
        view: openingReceipt(),
      });
      return opened.view?.id;
    } catch (error) {
      log.warn({ err: error }, "Slack did not open a receipt");
      return undefined;
    }
  };

  return {
    share: async (press) => {
      if (press.isDirectMessage)
        throw new QuestionError("not-allowed", "There is nobody to share with in this conversation.");
      const { report } = await composer.compose(press);
      const [picture, shown, isFirstShare] = await Promise.all([
        options.pictureOf(report),
        dress(report, "posted"),
        memory.isFirstShare(options.whereOf(press.channel)),
      ]);
      const extras: PresentOptions = {
        sharedBy: press.person.user,
        isFirstShare,
        ...(shown === undefined ? {} : { shown }),
      };
      await senders.respond(
        press,
        { full: presentReport(report, picture, extras), plain: () => withoutNativeBlocks(report, extras) },
        { replace: false, everyone: true, thread: press.reply.message.thread },
      );
    },
    keep: async (press) => {
      const { report } = await composer.compose(press);
      const { user } = press.person;
      const sent = await courier.post({ user }, report, `keep:${randomUUID()}`);
      await tell(press, keptSentence(sent.kind));
      if (sent.kind === "posted") await senders.illustrate(sent.channel, sent.ts, report);
    },
    csv: async (press) => {
      const { report } = await composer.compose(press);
      await tell(press, await options.sendCsv(report, press.person.user));
    },
    receipt: async (press) => {
      const id = await openReceipt(press);
      if (id === undefined)
        throw new QuestionError(
          "not-allowed",
          "Slack did not open the receipt in time; please press it again.",
        );
      const view = await composer
        .receipt(press)
        .then(presentReceipt, (error: unknown) => refusedReceipt(sentenceOf(options.asKnown(error))));
      await client.views.update({ view_id: id, view }).catch((error: unknown) => {
        log.warn({ err: error }, "A receipt was closed before it was filled");
      });
    },
  };
};

const keptSentence = (kind: "posted" | "refused" | "rate-limited" | "unknown"): string => {
  switch (kind) {
    case "posted":
      return "Kept: it is in your direct messages with BIMS.";
    case "unknown":
      return "Slack did not confirm that it was kept; please look into your direct messages with BIMS.";
    case "refused":
    case "rate-limited":
      return "Slack did not take it; please try again in a minute.";
  }
};
