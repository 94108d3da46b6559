import { z } from "zod";
import { isVerb, questionIn, wordsMark } from "./buttons.ts";
import { unescapeTyped } from "./escape.ts";
import { limits } from "./limits.ts";
import { askAction, chooseAction, clauseAction, menuAction, verbAction } from "./message.ts";
import type { Act, Request } from "./request.ts";

/** The parts of Slack's payloads that BIMS reads; everything else is left alone. */

const id = z.string().min(1).max(64);
const optionalId = z.string().max(64).nullish();

const commandBody = z.object({
  command: z.string().max(64),
  text: z.string().max(8_000).optional(),
  user_id: id,
  team_id: optionalId,
  enterprise_id: optionalId,
  channel_id: id,
  channel_name: z.string().max(200).optional(),
  response_url: z.string().max(2_000),
  trigger_id: z.string().max(200).optional(),
});
export type CommandBody = z.input<typeof commandBody>;

const actionSchema = z.object({
  action_id: z.string().max(255),
  block_id: z.string().max(255).optional(),
  value: z.string().max(2_000).optional(),
  selected_option: z.object({ value: z.string().max(2_000) }).nullish(),
});

const pressBody = z.object({
  user: z.object({ id, team_id: optionalId }),
  team: z.object({ id, enterprise_id: optionalId }).nullish(),
  enterprise: z.object({ id }).nullish(),
  channel: z.object({ id, name: z.string().max(200).optional() }).optional(),
  container: z
    .object({
      channel_id: id.optional(),
      message_ts: id.optional(),
      thread_ts: id.optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  message: z.object({ text: z.string().optional() }).optional(),
  response_url: z.string().max(2_000),
  trigger_id: z.string().max(200).optional(),
  actions: z.array(actionSchema).min(1),
});
export type PressBody = z.input<typeof pressBody>;

const isDirectName = (channel: string, name: string | undefined): boolean =>
  channel.startsWith("D") || name === "directmessage";

/** `/bims WORDS` asks WORDS; `/top WORDS` asks "top WORDS". Undefined when it is not a slash command's payload. */
export const readCommand = (body: CommandBody): Request | undefined => {
  const read = commandBody.safeParse(body);
  if (!read.success) return undefined;
  const {
    command,
    text = "",
    user_id,
    team_id,
    enterprise_id,
    channel_id,
    channel_name,
    response_url,
  } = read.data;
  const name = command.replace(/^\//, "");
  return {
    act: { kind: "words", text: unescapeTyped(name === "bims" ? text : `${name} ${text}`.trim()) },
    person: { user: user_id, team: team_id ?? "", enterprise: enterprise_id ?? "" },
    channel: channel_id,
    isDirectMessage: isDirectName(channel_id, channel_name),
    reply: { kind: "command", responseUrl: response_url },
  };
};

type Action = z.output<typeof actionSchema>;

const actOf = ({ action_id, block_id, value, selected_option }: Action): Act | undefined => {
  const chosen = unescapeTyped(value ?? selected_option?.value ?? "");
  const [name = ""] = action_id.split(":");
  const id = questionIn(block_id);
  if (chosen === "") return undefined;
  if (name === askAction || name === chooseAction) return { kind: "words", text: chosen };
  if (name !== clauseAction && name !== verbAction && name !== menuAction) return undefined;
  if (name === menuAction && chosen.startsWith(wordsMark)) return { kind: "words", text: chosen };
  if (name !== clauseAction && isVerb(chosen)) return { kind: "verb", id, verb: chosen };
  return { kind: "clause", id, clause: chosen };
};

/** Whole words of help and lists answer below them; whatever a message's own question leads to takes its place. */
const replaces = ({ action_id, block_id }: Action): boolean =>
  action_id.startsWith(`${chooseAction}:`) || questionIn(block_id) !== undefined;

/** A pressed button or a chosen option, asked anew as the one who pressed. */
export const readPress = (body: PressBody): Request | undefined => {
  const read = pressBody.safeParse(body);
  if (!read.success) return undefined;
  const { user, team, enterprise, channel, container, message, response_url, trigger_id, actions } =
    read.data;
  const action = actions[0];
  const channelId = channel?.id ?? container?.channel_id;
  const act = action === undefined ? undefined : actOf(action);
  if (action === undefined || act === undefined || channelId === undefined) return undefined;
  const ts = container?.message_ts ?? "";
  return {
    act,
    person: {
      user: user.id,
      team: user.team_id ?? team?.id ?? "",
      enterprise: enterprise?.id ?? team?.enterprise_id ?? "",
    },
    channel: channelId,
    isDirectMessage: isDirectName(channelId, channel?.name),
    reply: {
      kind: "press",
      responseUrl: response_url,
      message: {
        ts,
        thread: container?.thread_ts,
        isEphemeral: container?.is_ephemeral === true,
        title: message?.text?.split("\n")[0]?.slice(0, limits.header),
      },
      replace: replaces(action),
      triggerId: trigger_id,
      click: JSON.stringify([user.id, channelId, ts, action.block_id, action.action_id, act]),
    },
  };
};

const heardEvent = z.object({
  type: z.enum(["app_mention", "message"]),
  user: id,
  text: z.string().max(40_000),
  ts: id,
  channel: id,
  channel_type: z.string().optional(),
  thread_ts: id.optional(),
  user_team: optionalId,
  team: optionalId,
  /** Joins, edits, deletions: nobody asks anything. */
  subtype: z.undefined().optional(),
  /** Another bot's, or our own. */
  bot_id: z.undefined().optional(),
  edited: z.undefined().optional(),
});

const eventBody = z.object({ team_id: optionalId, enterprise_id: optionalId, event: heardEvent });
export type EventBody = z.input<typeof eventBody>;

/** A mention in a channel, or words in the bot's own direct conversation. Undefined for everything else. */
export const readEvent = (body: EventBody, botUser: string): Request | undefined => {
  const read = eventBody.safeParse(body);
  if (!read.success) return undefined;
  const { team_id, enterprise_id, event } = read.data;
  const { type, user, text, ts, channel, thread_ts: thread = ts } = event;
  if (user === botUser || (type === "message" && event.channel_type !== "im")) return undefined;
  return {
    act: { kind: "words", text: wordsIn(text, botUser) },
    person: { user, team: event.user_team ?? event.team ?? team_id ?? "", enterprise: enterprise_id ?? "" },
    channel,
    isDirectMessage: type === "message",
    reply: { kind: "thread", ts, thread, isRoot: thread === ts },
  };
};

/** Without the mention of the bot; Slack writes addresses and channels in angle brackets. */
const wordsIn = (text: string, botUser: string): string =>
  unescapeTyped(
    text
      .replaceAll(new RegExp(`<@${botUser}(\\|[^>]*)?>`, "g"), " ")
      .replaceAll(/<[^>|]*\|([^>]*)>/g, "$1")
      .replaceAll(/<([^>]*)>/g, "$1"),
  )
    .replaceAll(/\s+/g, " ")
    .trim();
