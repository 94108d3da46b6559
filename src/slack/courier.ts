import type { Courier, Outcome } from "../digests/courier.ts";
import { SetupError } from "../errors.ts";
import type { Report } from "../report.ts";
import { type AttachOptions, createAttachPicture, mutable } from "./attach-picture.ts";
import { createChannelQueue } from "./channel-queue.ts";
import { isBlockError } from "./deliver.ts";
import type { Message } from "./message.ts";
import { presentReport, withoutNativeBlocks } from "./present-report.ts";
import type { Delivery } from "./response-url.ts";
import { outcomeOf } from "./web-api-outcome.ts";

export interface CourierOptions extends AttachOptions {
  readonly messageGapMs?: number;
  /** An answer stands in a conversation: its thread is about this question from now on. */
  readonly onPosted?: (posted: {
    readonly channel: string;
    readonly thread: string;
    readonly id: string;
  }) => Promise<void>;
}

const sendingEvent = "bims_sending";
const lookedUp = 100;
const gone = new Set([
  "channel_not_found",
  "is_archived",
  "user_not_found",
  "user_disabled",
  "cannot_dm_bot",
  "channel_is_archived",
]);

type Failure = Exclude<Delivery, { kind: "delivered" }>;
type Place = { readonly channel: string; readonly thread?: string };
type Posted = Extract<Outcome, { kind: "posted" }>;
type Refused = Extract<Delivery, { kind: "refused" }>;

const refusalOf = (failure: Refused): Outcome => {
  const message = [failure.error, ...failure.details].join("; ");
  if (failure.error === "not_in_channel") return { kind: "refused", reason: "not_in_channel", message };
  return { kind: "refused", reason: gone.has(failure.error) ? "channel_gone" : "other", message };
};

const postOutcome = (failure: Failure): Outcome => {
  switch (failure.kind) {
    case "refused":
      return refusalOf(failure);
    case "rate-limited":
      return failure;
    case "unknown":
      return { kind: "unknown", message: failure.error };
  }
};

/** `find` throws when Slack does not answer: then nothing is known either way. */
export const createCourier = (options: CourierOptions): Courier => {
  const { client, log } = options;
  const inTurn = createChannelQueue(options.messageGapMs);
  const directs = new Map<string, string>();

  const openDirect = async (user: string): Promise<string> => {
    const known = directs.get(user);
    if (known !== undefined) return known;
    const opened = (await client.conversations.open({ users: user })).channel?.id;
    if (opened === undefined) throw new Error("conversations.open answered without a channel");
    directs.set(user, opened);
    return opened;
  };

  const postMessage = async (
    { channel, thread }: Place,
    message: Message,
    key: string,
  ): Promise<Failure | Outcome> => {
    try {
      const posted = await client.chat.postMessage({
        channel,
        ...(thread === undefined ? {} : { thread_ts: thread }),
        ...mutable(withKey(message, key)),
        mrkdwn: false,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: sendingEvent, event_payload: { key } },
      });
      return { kind: "posted", channel: posted.channel ?? channel, ts: posted.ts ?? "" };
    } catch (error) {
      return outcomeOf(error);
    }
  };

  const postDegrading = async (place: Place, report: Report, key: string): Promise<Outcome> => {
    const { channel } = place;
    const shown = await options.dress?.(report, channel);
    const extras = shown === undefined ? {} : { shown };
    const first = await inTurn(channel, () =>
      postMessage(place, presentReport(report, undefined, extras), key),
    );
    if (first.kind === "posted") return follow(place, first, shown?.id);
    if (!isBlockError(first as Failure)) return postOutcome(first as Failure);
    log.warn({ first }, "Slack refused the blocks of a message");
    const second = await inTurn(channel, () => postMessage(place, withoutNativeBlocks(report, extras), key));
    return second.kind === "posted" ? follow(place, second, shown?.id) : postOutcome(second as Failure);
  };

  const follow = async (place: Place, posted: Posted, id: string | undefined): Promise<Outcome> => {
    if (id === undefined) return posted;
    await options.onPosted?.({ channel: posted.channel, thread: place.thread ?? posted.ts, id });
    return posted;
  };

  return {
    openDirect,
    post: async (target, report, key) => {
      try {
        const place = "channel" in target ? target : { channel: await openDirect(target.user) };
        return await postDegrading(place, report, key);
      } catch (error) {
        return postOutcome(failedToOpen(outcomeOf(error)));
      }
    },
    attachPicture: createAttachPicture(options),
    find: async (channel, key) => {
      const history = await client.conversations.history({
        channel,
        limit: lookedUp,
        include_all_metadata: true,
      });
      return history.messages?.find((message) => carries(message, key))?.ts;
    },
    isMember: async (channel) => {
      if (channel.startsWith("D")) return true;
      try {
        return (await client.conversations.info({ channel })).channel?.is_member === true;
      } catch (error) {
        return notMember(outcomeOf(error));
      }
    },
  };
};

/** Nothing was posted when the conversation itself could not be opened, so its outcome is never unknown. */
const failedToOpen = (failure: Failure): Failure =>
  failure.kind === "unknown"
    ? { kind: "refused", error: `conversations.open: ${failure.error}`, details: [] }
    : failure;

const notMember = (failure: Failure): boolean => {
  if (failure.kind === "refused" && failure.error === "channel_not_found") return false;
  if (failure.kind === "refused" && failure.error === "missing_scope") {
    throw new SetupError(
      "I may not look whether I am a member of this channel: the scopes channels:read and groups:read are missing. Run npx bims manifest, update the app with it and install it again.",
    );
  }
  throw new Error(
    `Slack did not say whether BIMS is a member: ${failure.kind === "rate-limited" ? "rate limited" : failure.error}`,
  );
};

/** The key also stands in the first block's id, which history returns whatever it does with metadata. */
const keyBlock = (key: string): string => `sending:${key}`.slice(0, 255);
const withKey = (message: Message, key: string): Message => ({
  ...message,
  blocks: message.blocks.map((block, index) => (index === 0 ? { ...block, block_id: keyBlock(key) } : block)),
});
const carries = (
  message: { metadata?: { event_payload?: object }; blocks?: { block_id?: string }[] },
  key: string,
): boolean =>
  (message.metadata?.event_payload as { key?: string } | undefined)?.key === key ||
  message.blocks?.some((block) => block.block_id === keyBlock(key)) === true;
