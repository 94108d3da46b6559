import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SlackAppOptions } from "../../src/slack/app.ts";
import { openWorkspace, type TestWorkspace } from "./support/workspace.ts";

let running: TestWorkspace;
beforeAll(async () => {
  running = await openWorkspace();
});
afterAll(() => running.close());

const start = (options: Partial<SlackAppOptions>): Promise<TestWorkspace> =>
  openWorkspace({ slackApiUrl: `${running.sandbox.url}/api/`, ...options });

describe("starting", () => {
  test.each<[string, Partial<SlackAppOptions>, string]>([
    [
      "a token that Slack refuses",
      { tokens: { bot: "xoxb-wrong", signingSecret: "s" } },
      "SLACK_BOT_TOKEN (invalid_auth)",
    ],
    ["no way in", { tokens: { bot: "xoxb-invented" } }, "SLACK_SIGNING_SECRET"],
    ["a Slack that cannot be reached", { slackApiUrl: "http://127.0.0.1:9/api/" }, "Slack cannot be reached"],
    [
      "another Slack in production",
      { production: true },
      "In production tokens go to https://slack.com/api/ only",
    ],
  ])("with %s ends in a sentence that says what to do", async (_name, options, words) => {
    await expect(start(options)).rejects.toMatchObject({
      name: "SetupError",
      message: expect.stringContaining(words),
    });
  });

  test("on a port in use names PORT", async () => {
    const port = Number(new URL(running.app.url ?? "").port);
    await expect(start({ port })).rejects.toMatchObject({
      name: "SetupError",
      message: expect.stringContaining("PORT"),
    });
  });

  test("logs no token", () => {
    expect(JSON.stringify(running.logged)).not.toContain("xoxb-");
  });
});

test("stopping waits for the answers that are under way", async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const workspace = await openWorkspace({
    openDesk: async () => {
      await held;
      return {} as never;
    },
  });
  const answered = workspace.type("/top products");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const stopped = workspace.app.stop();
  release();
  await stopped;
  expect(await answered).toHaveLength(1);
  await workspace.sandbox.close();
});
