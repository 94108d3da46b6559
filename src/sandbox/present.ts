import type { Backstage } from "./backstage.ts";
import { type Fields, isFields } from "./blocks/problems.ts";
import { isNativeData } from "./blocks/validate.ts";
import { findChannel, findPerson } from "./find.ts";
import type { Message } from "./message.ts";
import { fileAddress } from "./web-api/files.ts";
import { fileIdOf } from "./web-api/posting.ts";
import { presentView } from "./web-api/views.ts";
import type { Channel } from "./workspace.ts";

/** Who and what there is. */
export const stateOfWorkspace = ({ store, now }: Backstage): object => ({
  now: now().toISOString(),
  people: store.people.map(({ id, realName, name, title, timeZone }) => ({
    id,
    name: realName,
    handle: name,
    title,
    time_zone: timeZone,
  })),
  channels: store.channels.map(presentChannel),
});

const presentChannel = (channel: Channel): object => ({
  id: channel.id,
  name: channel.name,
  topic: channel.topic,
  kind: channel.kind,
  bot_is_member: channel.botIsMember,
  is_archived: channel.isArchived,
  ...(channel.person !== undefined && { person: channel.person }),
});

/** `GET messages?channel&as` */
export const messagesFor = (query: URLSearchParams, backstage: Backstage): object => {
  const channel = findChannel(query.get("channel") ?? "", backstage);
  const person = findPerson(query.get("as") ?? "", backstage);
  const messages = backstage.store.messages({ channel: channel.id, person: person.id });
  return { messages: messages.map((message) => presentMessage(message, backstage)) };
};

/** What the page draws after revision `since`. */
export const changesFor = (query: URLSearchParams, backstage: Backstage): object => {
  const { store } = backstage;
  const person = findPerson(query.get("as") ?? "", backstage);
  const after = Number(query.get("since") ?? 0);
  const home = store.home(person.id);
  const messages = store.messages({ person: person.id, after, withDeleted: after > 0 });
  return {
    ...stateOfWorkspace(backstage),
    revision: store.revision,
    messages: messages.map((message) => presentMessage(message, backstage)),
    modals: store.modals(person.id).map((view) => withPictures(presentView(view), backstage)),
    home: home === undefined ? null : withPictures(presentView(home), backstage),
  };
};

/** A message as scripts and the page read it. */
export const presentMessage = (message: Message, backstage: Backstage): object => ({
  ts: message.ts,
  channel: message.channel,
  user: message.user,
  ephemeral: message.visibleTo !== undefined,
  text: message.text,
  ...(message.isPlain === true && { plain: true }),
  blocks: withPictures(message.blocks, backstage),
  edited: message.edited !== undefined,
  ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
  ...(message.deleted === true && { deleted: true }),
  ...(message.files.length > 0 && {
    files: message.files.map((file) => ({
      id: file.id,
      name: file.name,
      title: file.title,
      mimetype: file.mimeType,
      size: file.bytes.length,
      url: fileAddress(file, backstage),
    })),
  }),
});

/** Gives a picture that Slack holds as a file the address where the sandbox shows it. */
export const withPictures = (value: unknown, backstage: Backstage): unknown => {
  if (Array.isArray(value)) return value.map((item) => withPictures(item, backstage));
  if (!isFields(value) || isNativeData(value)) return value;
  if (value.type === "image" && isFields(value.slack_file)) return withAddress(value, backstage);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPictures(item, backstage)]));
};

const withAddress = (image: Fields, backstage: Backstage): Fields => {
  const id = isFields(image.slack_file) ? fileIdOf(image.slack_file) : undefined;
  const file = id === undefined ? undefined : backstage.store.file(id);
  return file === undefined ? image : { ...image, image_url: fileAddress(file, backstage) };
};
