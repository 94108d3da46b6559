import { rm } from "node:fs/promises";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { type Core, openCore } from "../../src/compose/core.ts";
import { readEnvironment } from "../../src/environment.ts";
import { createSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import { createSlackApp, type SlackApp } from "../../src/slack/app.ts";
import { copyDemoFolder } from "./support/demo-folder.ts";
import { asha, finance, scriptOf } from "./support/running-service.ts";

const tokens = { bot: "xoxb-invented", app: "xapp-invented" };
let folder: string;
let core: Core;
let sandbox: Sandbox;
let app: SlackApp;

beforeAll(async () => {
  folder = await copyDemoFolder();
  core = await openCore(readEnvironment({ BIMS_DATA_DIR: folder }));
  sandbox = await createSandbox({
    port: 0,
    signingSecret: "invented",
    botToken: tokens.bot,
    appToken: tokens.app,
    settled: () => app.settled(),
    commands: commands.map(({ name, usage, summary }) => ({ name, usage, summary })),
  });
  app = await createSlackApp({
    commands,
    openDesk: (viewer, place) => core.analyst.openDesk(viewer, place, {} as never),
    painter: core.painter,
    access: { admins: [], people: [asha], sandbox: false },
    tokens,
    port: 0,
    slackApiUrl: `${sandbox.url}/api/`,
    log: pino({ level: "silent" }),
  });
  await app.start();
});

afterAll(async () => {
  await app?.stop();
  await sandbox?.close();
  await core?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("over Socket Mode, without an address that Slack could reach, the answer has Slack's own chart", async () => {
  const text = "/top 5 markets by net sales FY2026";
  const { messages } = await scriptOf(sandbox.url)("command", { as: asha, channel: finance, text });
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toMatch(/India leads with \$\d/);
  const types = messages[0]?.blocks.map(({ type }) => type);
  expect(types).toContain("data_table");
  expect(types).toContain("data_visualization");
});

test("who is not on the list is turned away, and hears whom to ask", async () => {
  const asked = { as: "U0OLIVER", channel: finance, text: "/top markets" };
  const { messages } = await scriptOf(sandbox.url)("command", asked);
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toContain("BIMS_PEOPLE");
});
