import type { AppsManifestValidateArguments } from "@slack/web-api";
import type { Command } from "../command.ts";
import { SetupError } from "../errors.ts";
import { eventsPath } from "./door.ts";
import { plain } from "./escape.ts";
import { limits } from "./limits.ts";

export type Manifest = AppsManifestValidateArguments["manifest"];
type Scopes = NonNullable<NonNullable<NonNullable<Manifest["oauth_config"]>["scopes"]>["bot"]>;

/** Why BIMS asks for each scope: shown to the admin who installs it. No others, never a channel's history. */
export const scopeReasons = Object.freeze({
  commands: "slash commands",
  "app_mentions:read": "questions that mention it, in channels it was invited to",
  "chat:write": "digests and answers to mentions, in channels it was invited to",
  "files:write": "pictures of what it posts, and CSV files",
  "im:write": "digests and notices to a person",
  "im:history": "questions in its own direct messages, and looking up there whether a digest arrived",
  "users:read": "a person's time zone",
  "channels:read": "whether it is a member of a public channel, before a digest is saved",
  "groups:read": "the same for a private channel",
} satisfies Partial<Record<Scopes[number], string>>);

export const botScopes = Object.freeze(Object.keys(scopeReasons) as (keyof typeof scopeReasons)[]);

export interface ManifestOptions {
  /** Where Slack reaches this program over HTTP; without it the app uses Socket Mode. */
  readonly publicUrl?: string;
  readonly name?: string;
}

const longDescription =
  "BIMS answers questions about sales, finance and supply chain where people already talk. Type /top products by net sales, or /bims and a question in your own words: the answer comes back in a second, to you alone, with a table that sorts, a chart, the definitions behind the numbers and the next question one click away. A digest brings the figures by themselves, each Monday at eight or whenever you like. BIMS reads no messages in channels but those that mention it.";

const slashCommand = (name: string, description: string, usage: string, url: string | undefined) => ({
  command: `/${plain(name, limits.commandName - 1)}`,
  description: plain(description, limits.commandDescription),
  should_escape: false,
  ...(usage === "" ? {} : { usage_hint: plain(usage, limits.commandUsage) }),
  ...(url === undefined ? {} : { url }),
});

/** The app's manifest, made from its commands. Throws a SetupError when there are more than Slack takes. */
export const createManifest = (commands: readonly Command[], options: ManifestOptions = {}): Manifest => {
  const url =
    options.publicUrl === undefined ? undefined : `${options.publicUrl.replace(/\/+$/, "")}${eventsPath}`;
  const name = options.name ?? "BIMS";
  const slashCommands = [
    slashCommand(
      "bims",
      "Answers a question in your own words; alone, it shows what you can ask",
      "[COMMAND|QUESTION]",
      url,
    ),
    ...commands
      .filter((command) => command.global)
      .map((command) => slashCommand(command.name, command.summary, command.usage, url)),
  ];
  if (slashCommands.length > limits.commands) {
    throw new SetupError(
      `Slack takes ${limits.commands} slash commands, there are ${slashCommands.length}: make some of them words after /bims (global: false).`,
    );
  }
  return {
    display_information: {
      name: plain(name, limits.displayName),
      description: "The sales, finance and supply-chain analyst that lives in your Slack",
      long_description: plain(longDescription, limits.longDescription),
      background_color: "#1f3a5f",
    },
    features: {
      bot_user: { display_name: plain(name, limits.displayName), always_online: true },
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      slash_commands: slashCommands,
    },
    oauth_config: { scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: {
        bot_events: ["app_mention", "message.im"],
        ...(url === undefined ? {} : { request_url: url }),
      },
      interactivity: { is_enabled: true, ...(url === undefined ? {} : { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  };
};
