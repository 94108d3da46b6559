import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { Courier } from "../digests/courier.ts";
import type { Report } from "../report.ts";
import { mutable } from "./attach-picture.ts";
import { deliver, type Rendering } from "./deliver.ts";
import { escapeText } from "./escape.ts";
import { limits } from "./limits.ts";
import type { Message } from "./message.ts";
import type { Painter } from "./pictures.ts";
import { mainChart } from "./present-report.ts";
import type { Request } from "./request.ts";
import { type Delivery, isUsedUp, postToResponseUrl, type ResponseOptions } from "./response-url.ts";
import type { Versions } from "./versions.ts";
import { outcomeOf } from "./web-api-outcome.ts";

export interface SendOptions {
  readonly client: WebClient;
  readonly courier: Courier;
  readonly painter: Painter;
  readonly versions: Versions;
  readonly log: Logger;
  readonly createReference: () => string;
}

type Reply<K extends Request["reply"]["kind"]> = Extract<Request["reply"], { kind: K }>;
type Answerable = Request<Reply<"command"> | Reply<"press">>;

/** The ways of a message to people; each says what became of it. */
export interface Senders {
  /** Through the address that came with a command or a press. */
  respond(request: Answerable, rendering: Rendering, options: ResponseOptions): Promise<Delivery>;
  /** In the place of a posted message whose button was pressed. */
  replace(request: Request<Reply<"press">>, rendering: Rendering): Promise<Delivery>;
  /** A message in a thread, without buttons that need a question. */
  say(channel: string, thread: string, message: Message): Promise<Delivery>;
  /** Draws and appends the picture of a posted answer. Never throws. */
  illustrate(channel: string, ts: string, report: Report): Promise<void>;
}

const usedUp = "Slack no longer took an answer in the place where you asked. Here it is:";

export const createSenders = (options: SendOptions): Senders => {
  const { client, courier, painter, versions, log, createReference } = options;

  const attempt = async (call: () => Promise<unknown>): Promise<Delivery> => {
    try {
      await call();
      return { kind: "delivered" };
    } catch (error) {
      return outcomeOf(error);
    }
  };

  /** The address for the answer is used up: the person's direct conversation still takes it. */
  const sendHome = async (user: string, message: Message): Promise<Delivery> =>
    attempt(async () => {
      const text = `${escapeText(usedUp, limits.text)}\n${message.text}`.slice(0, limits.text);
      await client.chat.postMessage({
        channel: await courier.openDirect(user),
        ...mutable({ text, blocks: message.blocks }),
        mrkdwn: false,
      });
    });

  const respond: Senders["respond"] = async ({ reply, person }, rendering, how) => {
    const send = (message: Message): Promise<Delivery> => postToResponseUrl(reply.responseUrl, message, how);
    const done = await deliver(send, rendering, { log, createReference, isIdempotent: how.replace });
    return isUsedUp(done) && !how.everyone ? sendHome(person.user, rendering.full) : done;
  };

  const replace: Senders["replace"] = async (request, rendering) => {
    const { channel, reply } = request;
    const { ts, isEphemeral } = reply.message;
    const throughAddress = (): Promise<Delivery> =>
      respond(request, rendering, { replace: true, everyone: !isEphemeral });
    if (isEphemeral) return throughAddress();
    versions.advance(channel, ts);
    const send = (message: Message): Promise<Delivery> =>
      attempt(() => client.chat.update({ channel, ts, ...mutable(message) }));
    const first = await send(rendering.full);
    if (first.kind === "delivered") return first;
    // A message that was shared stands where BIMS may be no member: only the press's address reaches it.
    if (first.kind === "refused" && unreachable.test(first.error)) return throughAddress();
    return deliver(send, rendering, { log, createReference, isIdempotent: true });
  };

  return {
    respond,
    replace,
    say: (channel, thread, message) =>
      attempt(() =>
        client.chat.postMessage({ channel, thread_ts: thread, ...mutable(message), mrkdwn: false }),
      ),
    illustrate: async (channel, ts, report) => {
      const chart = mainChart(report);
      if (chart === undefined) return;
      try {
        await courier.attachPicture(channel, ts, report, await painter.draw(chart));
      } catch (error) {
        log.warn({ err: error }, "A posted answer stays without its picture");
      }
    },
  };
};

const unreachable =
  /not_in_channel|channel_not_found|cant_update_message|message_not_found|edit_window_closed/;
