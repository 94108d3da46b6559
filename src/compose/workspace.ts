import { randomBytes, randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { commands } from "../../commands/index.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Painter } from "../charts/painter.ts";
import type { MovableClock } from "../clock.ts";
import type { Desk, Place } from "../desk.ts";
import type { Environment, SlackEnvironment } from "../environment.ts";
import type { Memory } from "../memory.ts";
import { createSandbox } from "../sandbox/sandbox.ts";
import { createSlackApp, type SlackApp, type SlackAppOptions } from "../slack/app.ts";

/** The Slack that BIMS serves: a company's own, or the pretend one of the sandbox. */
export interface Workspace {
  readonly app: SlackApp;
  /** The sandbox's page; "" for a real workspace. */
  readonly page: string;
  close(): Promise<void>;
}

export interface WorkspaceOptions {
  readonly environment: Environment;
  readonly openDesk: (viewer: Viewer, place: Place) => Desk;
  readonly painter: Painter;
  readonly memory: Memory;
  /** Whether a load keeps questions waiting. */
  readonly isLoading: () => boolean;
  readonly clock: MovableClock;
  /** Moves the sandbox's time forward; what falls due on the way is sent. */
  readonly moveClock: (to: Date) => Promise<void>;
  readonly log: Logger;
}

export const openWorkspace = (options: WorkspaceOptions): Promise<Workspace> =>
  options.environment.slack ? openReal(options, options.environment.slack) : openPretend(options);

const openReal = async (options: WorkspaceOptions, slack: SlackEnvironment): Promise<Workspace> => {
  const { botToken, signingSecret, appToken } = slack;
  const tokens = {
    bot: botToken,
    ...(signingSecret ? { signingSecret } : {}),
    ...(appToken ? { app: appToken } : {}),
  };
  const app = await createSlackApp({
    ...appOptions(options),
    tokens,
    port: options.environment.port,
    publicUrl: () => options.environment.publicUrl,
  });
  return { app, page: "", close: () => app.stop() };
};

/** The bot listens on a port of its own; the sandbox calls it as Slack would, with secrets made for this run. */
const openPretend = async (options: WorkspaceOptions): Promise<Workspace> => {
  const signingSecret = randomBytes(16).toString("hex");
  const bot = `xoxb-${randomUUID()}`;
  let app: SlackApp | undefined;
  const sandbox = await createSandbox({
    port: options.environment.port,
    appUrl: () => app?.url,
    signingSecret,
    botToken: bot,
    now: () => options.clock.now(),
    moveClock: options.moveClock,
    settled: async () => app?.settled(),
    commands: [everyCommand, ...commands.filter((command) => command.global)],
  });
  app = await createSlackApp({
    ...appOptions(options),
    tokens: { bot, signingSecret },
    port: 0,
    publicUrl: () => sandbox.url,
    slackApiUrl: `${sandbox.url}/api/`,
  });
  const running = app;
  return { app, page: sandbox.url, close: () => running.stop().then(() => sandbox.close()) };
};

const everyCommand = {
  name: "bims",
  usage: "[COMMAND|QUESTION]",
  summary: "Answers a question in your own words; alone, it shows what you can ask",
};

const appOptions = ({
  environment,
  openDesk,
  painter,
  memory,
  isLoading,
  log,
}: WorkspaceOptions): Omit<SlackAppOptions, "tokens" | "port"> => ({
  commands,
  openDesk,
  painter,
  memory,
  isLoading,
  access: {
    admins: environment.admins,
    people: environment.people,
    sandbox: environment.slack === undefined,
  },
  production: environment.nodeEnvironment === "production",
  log,
});
