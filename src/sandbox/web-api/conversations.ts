import { SlackError } from "../backstage.ts";
import { bot, type Channel, type Person, team } from "../workspace.ts";
import { channelOf, type Method, membersOf, personOf } from "./method.ts";

const presentChannel = (channel: Channel): object => ({
  id: channel.id,
  ...(channel.kind === "direct"
    ? { user: channel.person }
    : { name: channel.name, name_normalized: channel.name }),
  is_channel: channel.kind === "channel",
  is_group: false,
  is_im: channel.kind === "direct",
  is_mpim: false,
  is_private: channel.kind !== "channel",
  is_member: channel.botIsMember,
  is_archived: channel.isArchived,
  is_general: channel.name === "general",
  is_shared: false,
  is_ext_shared: false,
  is_org_shared: false,
  context_team_id: team.id,
});

const open: Method = (call, backstage) => {
  const people = (call.text("users") ?? "").split(",").filter((id) => id !== "");
  const [first] = people;
  if (people.length > 1) throw new SlackError("too_many_users");
  const person = first === undefined ? undefined : personOf(first, backstage);
  const channel = channelOf(person?.id ?? call.needed("channel"), backstage);
  return { channel: call.flag("return_im") ? presentChannel(channel) : { id: channel.id } };
};

const info: Method = (call, backstage) => ({
  channel: presentChannel(channelOf(call.needed("channel"), backstage)),
});

const members: Method = (call, backstage) => ({
  members: membersOf(channelOf(call.needed("channel"), backstage), backstage),
  response_metadata: { next_cursor: "" },
});

const join: Method = (call, backstage) => {
  const channel = channelOf(call.needed("channel"), backstage);
  if (channel.kind !== "channel") throw new SlackError("method_not_supported_for_channel_type");
  if (channel.isArchived) throw new SlackError("is_archived");
  backstage.store.changeChannel(channel.id, { botIsMember: true });
  return { channel: presentChannel({ ...channel, botIsMember: true }) };
};

const userInfo: Method = (call, backstage) => {
  const id = call.needed("user");
  if (id === bot.userId)
    return { user: { id, team_id: team.id, name: bot.handle, is_bot: true, deleted: false } };
  return { user: presentPerson(personOf(id, backstage), backstage.now()) };
};

const presentPerson = (person: Person, now: Date): object => ({
  id: person.id,
  team_id: team.id,
  name: person.name,
  real_name: person.realName,
  deleted: false,
  tz: person.timeZone,
  tz_label: zonePart(person.timeZone, now, "long"),
  tz_offset: offsetSeconds(person.timeZone, now),
  is_admin: person.isAdmin,
  is_owner: person.isAdmin,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_stranger: false,
  locale: "en-US",
  profile: { real_name: person.realName, display_name: person.name, title: person.title, team: team.id },
});

const zonePart = (timeZone: string, now: Date, timeZoneName: "long" | "longOffset"): string =>
  new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName })
    .formatToParts(now)
    .find((part) => part.type === "timeZoneName")?.value ?? timeZone;

/** "GMT-05:30" → −19,800 s */
const offsetSeconds = (timeZone: string, now: Date): number => {
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(zonePart(timeZone, now, "longOffset")) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
};

export const conversationMethods: Readonly<Record<string, Method>> = {
  "conversations.open": open,
  "conversations.info": info,
  "conversations.members": members,
  "conversations.join": join,
  "users.info": userInfo,
};
