import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { escapeText } from "./escape.ts";
import { limits } from "./limits.ts";
import { context, type Message } from "./message.ts";
import { type Delivery, isUsedUp } from "./response-url.ts";

export interface Rendering {
  readonly full: Message;
  /** For a workspace that refuses the newer blocks. */
  readonly plain: () => Message;
}

export interface DeliverOptions {
  readonly log: Logger;
  /** A code that the person reads and the log holds. */
  readonly createReference: () => string;
  /** Doing it twice changes nothing: an unknown outcome is tried again unmarked. */
  readonly isIdempotent?: boolean;
}

type Send = (message: Message) => Promise<Delivery>;

const longestWaitMs = 30_000;
const blockErrors =
  /invalid_blocks|invalid_attachments|msg_blocks_too_long|msg_too_long|invalid slack file|downloading image/i;

export const isBlockError = (delivery: Delivery): boolean =>
  delivery.kind === "refused" && blockErrors.test([delivery.error, ...delivery.details].join(" "));

const repeated = "Repeated: I could not confirm that the first sending reached you.";

/** Waits out one 429, and after an unknown outcome sends once more, marked; both within the five uses of a response_url. */
const persist = async (send: Send, message: Message, isIdempotent = false): Promise<Delivery> => {
  const first = await send(message);
  switch (first.kind) {
    case "delivered":
    case "refused":
      return first;
    case "rate-limited":
      await wait(Math.min(first.retryAfterMs, longestWaitMs));
      return send(message);
    case "unknown":
      if (isIdempotent) return send(message);
      return send({
        text: `${message.text}\n${repeated}`.slice(-limits.text),
        blocks: [...message.blocks, context([repeated])],
      });
  }
};

const refusal = (reference: string, words: Message): Message => {
  const sentence = `Slack refused the message with your answer (reference ${reference}). In words:`;
  return {
    text: `${escapeText(sentence, limits.text)}\n${words.text.slice(0, limits.text - sentence.length - 1)}`,
    blocks: [],
  };
};

/** Full, then without the newer blocks, then in words alone: a message that Slack refuses still leaves a sentence. */
export const deliver = async (
  send: Send,
  rendering: Rendering,
  options: DeliverOptions,
): Promise<Delivery> => {
  const first = await persist(send, rendering.full, options.isIdempotent);
  if (first.kind !== "refused" || isUsedUp(first)) return report(first, options);
  options.log.warn({ error: first.error, details: first.details }, "Slack refused a message");
  const second = isBlockError(first) ? await persist(send, rendering.plain(), options.isIdempotent) : first;
  if (second.kind !== "refused") return report(second, options);
  const reference = options.createReference();
  options.log.error(
    { reference, error: second.error, details: second.details },
    "Slack refused a message without its newer blocks",
  );
  return report(await send(refusal(reference, rendering.full)), options);
};

const report = (delivery: Delivery, options: DeliverOptions): Delivery => {
  if (delivery.kind !== "delivered") options.log.error({ delivery }, "An answer did not reach Slack");
  return delivery;
};
