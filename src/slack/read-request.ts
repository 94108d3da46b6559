import { z } from "zod";
import type { Request } from "./answering.ts";
import { unescapeTyped } from "./escape.ts";
import { chooseAction, shareAction } from "./message.ts";

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

const pressBody = z.object({
  user: z.object({ id, team_id: optionalId }),
  team: z.object({ id, enterprise_id: optionalId }).nullish(),
  enterprise: z.object({ id }).nullish(),
  channel: z.object({ id, name: z.string().max(200).optional() }).optional(),
  container: z.object({ channel_id: id.optional(), is_ephemeral: z.boolean().optional() }).optional(),
  response_url: z.string().max(2_000),
  trigger_id: z.string().max(200).optional(),
  actions: z
    .array(z.object({ action_id: z.string().max(255), value: z.string().max(2_000).optional() }))
    .min(1),
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
    text: unescapeTyped(name === "bims" ? text : `${name} ${text}`.trim()),
    person: { user: user_id, team: team_id ?? "", enterprise: enterprise_id ?? "" },
    channel: channel_id,
    isDirectMessage: isDirectName(channel_id, channel_name),
    responseUrl: response_url,
    replace: false,
    share: false,
  };
};

/** A pressed button asks its words anew, as the one who pressed. Only a private "did you mean" is replaced by its answer. */
export const readPress = (body: PressBody): Request | undefined => {
  const read = pressBody.safeParse(body);
  if (!read.success) return undefined;
  const { user, team, enterprise, channel, container, response_url, actions } = read.data;
  const action = actions[0];
  const channelId = channel?.id ?? container?.channel_id;
  if (action?.value === undefined || channelId === undefined) return undefined;
  return {
    text: unescapeTyped(action.value),
    person: {
      user: user.id,
      team: user.team_id ?? team?.id ?? "",
      enterprise: enterprise?.id ?? team?.enterprise_id ?? "",
    },
    channel: channelId,
    isDirectMessage: isDirectName(channelId, channel?.name),
    responseUrl: response_url,
    replace: action.action_id.startsWith(`${chooseAction}:`) && container?.is_ephemeral === true,
    share: action.action_id.startsWith(`${shareAction}:`),
  };
};
