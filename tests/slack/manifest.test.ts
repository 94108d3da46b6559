import { describe, expect, test } from "vitest";
import { defineCommand } from "../../src/command.ts";
import { limits } from "../../src/slack/limits.ts";
import { createManifest } from "../../src/slack/manifest.ts";
import { toyCommands } from "./support/workspace.ts";

describe("createManifest", () => {
  test("has /bims and every global command, reached over HTTP where there is an address", () => {
    const manifest = createManifest(toyCommands, { publicUrl: "https://bims.example/" });
    const url = "https://bims.example/slack/events";
    expect(manifest.features?.slash_commands?.map((command) => [command.command, command.url])).toEqual([
      ["/bims", url],
      ["/top", url],
      ["/trend", url],
    ]);
    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: false,
      interactivity: { is_enabled: true, request_url: url },
    });
  });

  test("uses Socket Mode without an address", () => {
    const manifest = createManifest(toyCommands);
    expect(manifest.settings?.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(manifest)).not.toContain('url":');
  });

  test("asks for what BIMS needs and never for a channel's messages, files or addresses", () => {
    expect(createManifest(toyCommands).oauth_config?.scopes?.bot).toEqual([
      "commands",
      "app_mentions:read",
      "chat:write",
      "files:write",
      "im:write",
      "im:history",
      "users:read",
      "channels:read",
      "groups:read",
    ]);
  });

  test("stays within Slack's lengths", () => {
    const long = defineCommand({
      name: "n".repeat(60),
      summary: "s".repeat(5_000),
      usage: "u".repeat(5_000),
      examples: [],
      global: true,
      respond: () => Promise.reject(new Error("never")),
    });
    const { display_information: shown, features } = createManifest([long], { name: "N".repeat(99) });
    const command = features?.slash_commands?.[1];
    expect(command?.command.length).toBeLessThanOrEqual(limits.commandName);
    expect(command?.description.length).toBeLessThanOrEqual(limits.commandDescription);
    expect(command?.usage_hint?.length).toBeLessThanOrEqual(limits.commandUsage);
    expect(shown.name.length).toBeLessThanOrEqual(limits.displayName);
    expect(shown.description?.length).toBeLessThanOrEqual(limits.displayDescription);
    expect(shown.long_description?.length).toBeGreaterThanOrEqual(175);
  });

  test("refuses more commands than Slack takes", () => {
    const [command] = toyCommands;
    const many = Array.from({ length: limits.commands }, () => command as (typeof toyCommands)[number]);
    expect(() => createManifest(many)).toThrow("51");
  });
});
