import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import { commands } from "../../../commands/index.ts";
import { openCore } from "../../../src/compose/core.ts";
import { openConversations } from "../../../src/data/conversations.ts";
import { readEnvironment } from "../../../src/environment.ts";
import { createSandbox } from "../../../src/sandbox/sandbox.ts";
import { createSlackApp, type SlackApp } from "../../../src/slack/app.ts";
import { asha, finance, type Seen, scriptOf } from "./running-service.ts";

/** A company's own workspace as far as BIMS can tell: Socket Mode, a list of people, no address of its own. */
export interface SocketWorkspace {
  ask(text: string, as?: string): Promise<readonly Seen[]>;
  close(): Promise<void>;
}

const tokens = { bot: "xoxb-invented", app: "xapp-invented" };

/** Over the data folder, which `close` removes. A busy machine may lose the connection for a moment: then asks again. */
export const openSocketWorkspace = async (folder: string): Promise<SocketWorkspace> => {
  const core = await openCore(readEnvironment({ BIMS_DATA_DIR: folder }));
  let app: SlackApp | undefined;
  const sandbox = await createSandbox({
    port: 0,
    signingSecret: "invented",
    botToken: tokens.bot,
    appToken: tokens.app,
    settled: async () => app?.settled(),
    commands: [{ name: "bims", usage: "", summary: "" }, ...commands],
  });
  app = await createSlackApp({
    commands,
    openDesk: (viewer, place) => core.analyst.openDesk(viewer, place, {} as never),
    painter: core.painter,
    memory: openConversations(core.database, () => new Date()),
    access: { admins: [], people: [asha], sandbox: false },
    tokens,
    port: 0,
    slackApiUrl: `${sandbox.url}/api/`,
    log: pino({ level: "silent" }),
  });
  await app.start();
  return {
    ask: async (text, as = asha) => {
      for (;;) {
        const { messages } = await scriptOf(sandbox.url)("command", { as, channel: finance, text });
        if (!messages[0]?.text.includes("the app is not connected")) return messages;
        await wait(200);
      }
    },
    close: async () => {
      await app?.stop();
      await sandbox.close();
      await core.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
