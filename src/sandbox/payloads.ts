import { randomBytes } from "node:crypto";
import type { Backstage } from "./backstage.ts";
import type { Message, View } from "./message.ts";
import { presentMessage } from "./web-api/chat.ts";
import { presentView } from "./web-api/views.ts";
import { app, bot, type Channel, type Person, team } from "./workspace.ts";

const verificationToken = "sandbox-verification-token";

/** Slack escapes these three in everything a person types. */
export const escapeTyped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const commandPayload = (
  typed: { person: Person; channel: Channel; command: string; text: string },
  backstage: Backstage,
): Readonly<Record<string, string>> => ({
  token: verificationToken,
  team_id: team.id,
  team_domain: team.domain,
  channel_id: typed.channel.id,
  channel_name: channelNameOf(typed.channel),
  user_id: typed.person.id,
  user_name: typed.person.name,
  command: typed.command,
  text: escapeTyped(typed.text),
  api_app_id: app.id,
  is_enterprise_install: "false",
  response_url: responseUrl(backstage, { channel: typed.channel.id, person: typed.person.id }),
  trigger_id: backstage.triggers.issue(typed.person.id, typed.channel.id),
});

const responseUrl = (
  backstage: Backstage,
  target: Parameters<Backstage["responseUrls"]["issue"]>[0],
): string => `${backstage.url()}/response/${backstage.responseUrls.issue(target)}`;

const channelNameOf = (channel: Channel): string =>
  channel.kind === "direct" ? "directmessage" : channel.kind === "private" ? "privategroup" : channel.name;

/** What every interaction says about who and where. */
const interaction = (person: Person): object => ({
  team: { id: team.id, domain: team.domain },
  enterprise: null,
  is_enterprise_install: false,
  user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
  api_app_id: app.id,
  token: verificationToken,
});

/** A press in a message. Of a private one Slack tells where it is, not what it says. */
export const messageActionPayload = (
  pressed: { person: Person; channel: Channel; message: Message; action: object; values: object },
  backstage: Backstage,
): object => {
  const { person, channel, message } = pressed;
  const isEphemeral = message.visibleTo !== undefined;
  const thread = message.threadTs === undefined ? {} : { threadTs: message.threadTs };
  return {
    type: "block_actions",
    ...interaction(person),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    },
    trigger_id: backstage.triggers.issue(person.id, channel.id),
    channel: { id: channel.id, name: channelNameOf(channel) },
    ...(!isEphemeral && { message: presentMessage(message) }),
    state: { values: pressed.values },
    response_url: responseUrl(backstage, {
      channel: channel.id,
      person: person.id,
      pressed: { ts: message.ts },
      ...thread,
    }),
    actions: [pressed.action],
  };
};

export const viewActionPayload = (
  pressed: { person: Person; view: View; action: object; values: object },
  backstage: Backstage,
): object => ({
  type: "block_actions",
  ...interaction(pressed.person),
  container: { type: "view", view_id: pressed.view.id },
  trigger_id: backstage.triggers.issue(pressed.person.id, pressed.view.channel),
  view: presentView(pressed.view, pressed.values),
  actions: [pressed.action],
});

export const submissionPayload = (
  submitted: { person: Person; view: View; values: object },
  backstage: Backstage,
): object => ({
  type: "view_submission",
  ...interaction(submitted.person),
  trigger_id: backstage.triggers.issue(submitted.person.id, submitted.view.channel),
  view: presentView(submitted.view, submitted.values),
  response_urls: [],
});

export const closedPayload = (closed: { person: Person; view: View }): object => ({
  type: "view_closed",
  ...interaction(closed.person),
  view: presentView(closed.view),
  is_cleared: false,
});

export const suggestionPayload = (asked: {
  person: Person;
  query: string;
  blockId: string;
  actionId: string;
  place: { readonly channel: Channel; readonly message: Message } | { readonly view: View };
}): object => ({
  type: "block_suggestion",
  ...interaction(asked.person),
  action_id: asked.actionId,
  block_id: asked.blockId,
  value: asked.query,
  ...("view" in asked.place
    ? { container: { type: "view", view_id: asked.place.view.id }, view: presentView(asked.place.view) }
    : {
        container: {
          type: "message",
          message_ts: asked.place.message.ts,
          channel_id: asked.place.channel.id,
        },
        channel: { id: asked.place.channel.id, name: channelNameOf(asked.place.channel) },
      }),
});

/** An event inside its envelope, with an id of its own. */
export const eventPayload = (event: object, now: Date): object => ({
  token: verificationToken,
  team_id: team.id,
  api_app_id: app.id,
  event,
  type: "event_callback",
  event_id: `Ev${randomBytes(6).toString("hex").toUpperCase()}`,
  event_time: Math.floor(now.getTime() / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: team.id,
      user_id: bot.userId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
});
