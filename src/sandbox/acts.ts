import { type ChosenValue, chosen, findElement, stateOf } from "./actions.ts";
import type { Backstage } from "./backstage.ts";
import { deliver, deliverEvent } from "./delivery.ts";
import type { Message, View } from "./message.ts";
import {
  commandPayload,
  escapeTyped,
  eventPayload,
  messageActionPayload,
  viewActionPayload,
} from "./payloads.ts";
import { answerTo } from "./response-urls.ts";
import { bot, type Channel, type Person, slackbot } from "./workspace.ts";

/** What a person named is not there: a channel, a button, a message. */
export class NotThereError extends Error {
  override readonly name = "NotThereError";
}

interface Typed {
  readonly person: Person;
  readonly channel: Channel;
  readonly text: string;
  readonly threadTs?: string;
}

/** Types into the composer: a slash command, or words. Resolves when the app has acknowledged. */
export const typeText = (typed: Typed, commands: readonly string[], backstage: Backstage): Promise<void> =>
  typed.text.startsWith("/") ? runCommand(typed, commands, backstage) : say(typed, backstage);

const runCommand = async (typed: Typed, commands: readonly string[], backstage: Backstage): Promise<void> => {
  const [command = "", ...rest] = typed.text.split(/(?<=^\S+)\s+/);
  const text = rest.join(" ").trim();
  const { person, channel } = typed;
  if (command === invite.name) return inviteBot(typed, text, backstage);
  if (!commands.includes(command)) {
    whisper(typed, `\`${escapeTyped(command)}\` is not a valid command.`, backstage);
    return;
  }
  const payload = commandPayload({ person, channel, command, text }, backstage);
  const outcome = await deliver({ type: "slash_commands", payload }, backstage);
  if (!outcome.ok) {
    whisper(typed, `${command} failed ${failures[outcome.reason](outcome.detail)}`, backstage);
  } else if ("text" in outcome.body || "blocks" in outcome.body) {
    await answerTo({ channel: channel.id, person: person.id }, outcome.body, backstage);
  }
};

/** Slack's own command, known to every workspace. */
export const invite = Object.freeze({
  name: "/invite",
  usage: `@${bot.name}`,
  summary: `Brings ${bot.name} into this channel`,
});

const inviteBot = (typed: Typed, text: string, backstage: Backstage): void => {
  const { channel } = typed;
  if (!new RegExp(`^@?${bot.name}$`, "i").test(text)) {
    whisper(typed, `Type \`${invite.name} ${invite.usage}\`; everybody else is here already.`, backstage);
  } else if (channel.botIsMember) {
    whisper(typed, `${bot.name} is already here.`, backstage);
  } else {
    backstage.store.changeChannel(channel.id, { botIsMember: true });
    whisper(typed, `${bot.name} was added to #${channel.name}.`, backstage);
  }
};

/** Slack's own sentences for an app that does not answer. */
const failures = {
  http_timeout: () => 'because the app did not respond ("operation_timeout"). Learn more in the app\'s log.',
  http_error: (detail: string) => `with the error "dispatch_failed" (${detail}).`,
  connection_failed: (detail: string) => `because the app did not respond ("${detail}").`,
} as const;

const whisper = ({ person, channel }: Typed, text: string, { store }: Backstage): Message =>
  store.post({ channel: channel.id, user: slackbot.userId, text, visibleTo: person.id });

/** Words in a channel or a direct conversation; the bot hears those meant for it. */
const say = async (typed: Typed, backstage: Backstage): Promise<void> => {
  const { person, channel, threadTs } = typed;
  const text = escapeTyped(typed.text).replaceAll(new RegExp(`@${bot.name}\\b`, "gi"), `<@${bot.userId}>`);
  const thread = threadTs === undefined ? {} : { threadTs };
  const message = backstage.store.post({ channel: channel.id, user: person.id, text, ...thread });
  const event = {
    user: person.id,
    text,
    ts: message.ts,
    channel: channel.id,
    event_ts: message.ts,
    ...(threadTs !== undefined && { thread_ts: threadTs }),
  };
  if (channel.kind === "direct") {
    await sendEvent({ type: "message", channel_type: "im", ...event }, backstage);
  } else if (text.includes(`<@${bot.userId}>`)) {
    if (channel.botIsMember) await sendEvent({ type: "app_mention", ...event }, backstage);
    else whisper(typed, `${bot.name} is not in this channel. Invite it, then mention it again.`, backstage);
  }
};

const sendEvent = async (event: object, backstage: Backstage): Promise<void> => {
  await deliverEvent(eventPayload(event, backstage.now()), backstage);
};

/** Opens the bot's home tab or conversation. */
export const openHome = (
  opened: { readonly person: Person; readonly channel: Channel; readonly tab: "home" | "messages" },
  backstage: Backstage,
): Promise<void> => {
  const { person, channel, tab } = opened;
  const ts = backstage.store.nextTs();
  return sendEvent(
    { type: "app_home_opened", user: person.id, channel: channel.id, tab, event_ts: ts },
    backstage,
  );
};

export interface Press {
  readonly person: Person;
  readonly actionId: string;
  readonly blockId: string | undefined;
  readonly value: ChosenValue;
  readonly values?: Parameters<typeof stateOf>[1];
}

/** Presses a button or chooses from a menu of a message. */
export const pressInMessage = async (
  press: Press & { readonly channel: Channel; readonly message: Message },
  backstage: Backstage,
): Promise<void> => {
  const { action, values } = actionOf(press, press.message.blocks, backstage);
  const payload = messageActionPayload({ ...press, action, values }, backstage);
  const outcome = await deliver({ type: "interactive", payload }, backstage);
  if (!outcome.ok) {
    const text = "That did not work: the app did not respond in time. Try it again.";
    whisper({ ...press, text: "" }, text, backstage);
  }
};

/** Presses inside a modal or the home tab. */
export const pressInView = async (
  press: Press & { readonly view: View },
  backstage: Backstage,
): Promise<void> => {
  const { action, values } = actionOf(press, press.view.payload.blocks, backstage);
  const payload = viewActionPayload({ ...press, action, values }, backstage);
  await deliver({ type: "interactive", payload }, backstage);
};

const actionOf = (
  press: Press,
  blocks: Message["blocks"],
  { store }: Backstage,
): { action: object; values: object } => {
  const found = findElement(blocks, press);
  if (found === undefined) {
    throw new NotThereError(`There is no action "${press.actionId}" with that block_id and value.`);
  }
  const { element, blockId } = found;
  const action = {
    type: element.type,
    action_id: press.actionId,
    block_id: blockId,
    ...chosen(element, press.value),
    action_ts: store.nextTs(),
  };
  const given = press.values ?? {};
  const own = { [blockId]: { ...given[blockId], [press.actionId]: press.value } };
  return { action, values: stateOf(blocks, element.type === "button" ? given : { ...given, ...own }) };
};
