import { type Backstage, SlackError } from "../backstage.ts";
import { isFields } from "../blocks/problems.ts";
import type { Message } from "../message.ts";
import { app, bot, team } from "../workspace.ts";
import type { Arguments } from "./arguments.ts";
import { channelOf, type Method, membersOf, writableChannel } from "./method.ts";
import { checkContent } from "./posting.ts";

/** A message as Slack's answers and payloads show it. */
export const presentMessage = (message: Message): object => ({
  type: "message",
  ts: message.ts,
  user: message.user,
  text: message.text,
  blocks: message.blocks,
  team: team.id,
  ...(message.user === bot.userId && { bot_id: bot.id, app_id: app.id }),
  ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
  ...(message.edited !== undefined && { edited: { user: message.user, ts: message.edited } }),
  ...(message.files.length > 0 && {
    files: message.files.map(({ id, name, title }) => ({ id, name, title })),
  }),
});

const postMessage: Method = async (call, backstage) => {
  const channel = writableChannel(call.needed("channel"), backstage);
  const content = await contentOf(call, backstage, "chat.postMessage");
  const message = backstage.store.post({
    channel: channel.id,
    user: bot.userId,
    ...content,
    ...threadOf(call),
  });
  return { channel: channel.id, ts: message.ts, message: presentMessage(message) };
};

const postEphemeral: Method = async (call, backstage) => {
  const channel = writableChannel(call.needed("channel"), backstage);
  const visibleTo = call.needed("user");
  if (!membersOf(channel, backstage).includes(visibleTo)) throw new SlackError("user_not_in_channel");
  const content = await contentOf(call, backstage, "chat.postEphemeral");
  const message = { channel: channel.id, user: bot.userId, ...content, visibleTo, ...threadOf(call) };
  return { message_ts: backstage.store.post(message).ts };
};

/** Blocks that are not given stay as they were. */
const update: Method = async (call, backstage) => {
  const message = ownMessage(call, backstage, "cant_update_message");
  const blocks = call.json("blocks");
  const text = call.text("text");
  if (text === undefined && blocks === undefined) throw new SlackError("no_text");
  const content = await checkContent(
    { text: text ?? message.text, blocks: blocks ?? message.blocks, mrkdwn: call.json("mrkdwn") },
    backstage,
    "chat.update",
  );
  const changed = backstage.store.edit(message, content);
  return { channel: changed.channel, ts: changed.ts, text: changed.text, message: presentMessage(changed) };
};

const remove: Method = (call, backstage) => {
  const message = ownMessage(call, backstage, "cant_delete_message");
  backstage.store.edit(message, { deleted: true });
  return { channel: message.channel, ts: message.ts };
};

const getPermalink: Method = (call, backstage) => {
  const channel = channelOf(call.needed("channel"), backstage);
  const ts = call.needed("message_ts");
  if (backstage.store.message(channel.id, ts) === undefined) throw new SlackError("message_not_found");
  return { channel: channel.id, permalink: `${backstage.url()}/#${channel.id}/p${ts.replace(".", "")}` };
};

/** Ephemeral messages cannot be reached by their ts. */
const ownMessage = (call: Arguments, backstage: Backstage, notOwn: string): Message => {
  const channel = channelOf(call.needed("channel"), backstage);
  const message = backstage.store.message(channel.id, call.needed("ts"));
  if (message === undefined || message.visibleTo !== undefined) throw new SlackError("message_not_found");
  if (message.user !== bot.userId) throw new SlackError(notOwn);
  return message;
};

const contentOf = (
  call: Arguments,
  backstage: Backstage,
  method: string,
): ReturnType<typeof checkContent> => {
  const attachments = call.json("attachments");
  const fromAttachment =
    Array.isArray(attachments) && isFields(attachments[0]) ? attachments[0].text : undefined;
  const text = call.text("text") ?? (typeof fromAttachment === "string" ? fromAttachment : undefined);
  return checkContent({ text, blocks: call.json("blocks"), mrkdwn: call.json("mrkdwn") }, backstage, method);
};

const threadOf = (call: Arguments): { threadTs?: string } => {
  const threadTs = call.text("thread_ts");
  return threadTs === undefined ? {} : { threadTs };
};

export const chatMethods: Readonly<Record<string, Method>> = {
  "chat.postMessage": postMessage,
  "chat.postEphemeral": postEphemeral,
  "chat.update": update,
  "chat.delete": remove,
  "chat.getPermalink": getPermalink,
};
