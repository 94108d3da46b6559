import { type Backstage, SlackError } from "../backstage.ts";
import { bot, type Channel, type Person } from "../workspace.ts";
import type { Arguments } from "./arguments.ts";

/** One method of the Web API: the answer without `ok`, or a SlackError. */
export type Method = (call: Arguments, backstage: Backstage) => object | Promise<object>;

/** The channel named in a call; the bot's own eyes do not see private ones it is not in. */
export const channelOf = (name: string, { store }: Backstage): Channel => {
  const channel = store.channel(name);
  if (channel === undefined || (channel.kind === "private" && !channel.botIsMember)) {
    throw new SlackError("channel_not_found");
  }
  return channel;
};

/** A channel the bot may post in. */
export const writableChannel = (name: string, backstage: Backstage): Channel => {
  const channel = channelOf(name, backstage);
  if (channel.isArchived) throw new SlackError("is_archived");
  if (!channel.botIsMember) throw new SlackError("not_in_channel");
  return channel;
};

export const personOf = (id: string, { store }: Backstage): Person => {
  const person = store.person(id);
  if (person === undefined) throw new SlackError("user_not_found");
  return person;
};

/** Everybody is in every channel; a direct conversation has one person. */
export const membersOf = (channel: Channel, { store }: Backstage): readonly string[] => {
  const people = channel.person === undefined ? store.people.map((person) => person.id) : [channel.person];
  return channel.botIsMember ? [...people, bot.userId] : people;
};
