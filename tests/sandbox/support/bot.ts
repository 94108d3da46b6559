import type { AddressInfo } from "node:net";
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../../src/sandbox/sandbox.ts";

const secret = "a-secret-for-tests";
const botToken = "xoxb-test";
const appToken = "xapp-test";

export const commands = [
  { name: "top", usage: "[N] GROUP by METRIC", summary: "A ranking" },
  { name: "kpi", usage: "[PERIOD]", summary: "Key figures" },
  { name: "slow", usage: "", summary: "Answers too late" },
];

export interface Stage {
  readonly sandbox: Sandbox;
  readonly app: App;
  /** Calls the scripted API: a body makes it a POST. */
  script<T = Scripted>(path: string, body?: object): Promise<T>;
  close(): Promise<void>;
}

export interface ScriptedMessage {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly ephemeral: boolean;
  readonly text: string;
  readonly edited: boolean;
  readonly thread_ts?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into blocks freely
  readonly blocks: readonly any[];
  readonly files?: readonly { readonly name: string; readonly url: string }[];
}

export interface Scripted {
  readonly messages: readonly ScriptedMessage[];
  readonly deleted?: readonly { readonly ts: string }[];
  readonly error?: string;
  readonly errors?: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into views freely
  readonly view?: any;
  readonly now?: string;
}

/** The faults are meant; nobody wants to read of them. */
const silence = (): undefined => undefined;
export const logger: Logger = {
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  setLevel: silence,
  getLevel: () => LogLevel.ERROR,
  setName: silence,
};

const clientOptions = (sandbox: Sandbox): object => ({
  slackApiUrl: `${sandbox.url}/api/`,
  logger,
  retryConfig: { retries: 0 },
  timeout: 10_000,
});

/** Knows when the app has nothing left to do. */
class Activity {
  readonly #running = new Set<Promise<void>>();

  watch(app: App): void {
    const process = app.processEvent.bind(app);
    app.processEvent = (event) => {
      const running = process(event).finally(() => this.#running.delete(running));
      this.#running.add(running);
      return running;
    };
  }

  readonly settled = async (): Promise<void> => {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  };
}

/** The real Bolt app before the sandbox, over signed HTTP. */
export const startHttp = async (
  define: (app: App, sandbox: Sandbox) => void,
  options: Partial<SandboxOptions> = {},
): Promise<Stage> => {
  let port = 0;
  const activity = new Activity();
  const sandbox = await start({
    appUrl: () => `http://127.0.0.1:${port}`,
    settled: activity.settled,
    ...options,
  });
  const receiver = new HTTPReceiver({
    signingSecret: secret,
    logger,
    unhandledRequestTimeoutMillis: 600,
  });
  const app = await startApp(new App({ ...appOptions(sandbox), receiver }), () => receiver.start(0));
  port = ((receiver as unknown as { server: { address(): AddressInfo } }).server.address() as AddressInfo)
    .port;
  activity.watch(app);
  define(app, sandbox);
  return stage(sandbox, app);
};

/** The same over Socket Mode. */
export const startSocketMode = async (
  define: (app: App, sandbox: Sandbox) => void,
  options: Partial<SandboxOptions> = {},
): Promise<Stage> => {
  const activity = new Activity();
  const sandbox = await start({ settled: activity.settled, ...options });
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: 1_000,
    installerOptions: { clientOptions: clientOptions(sandbox) },
  });
  const app = await startApp(new App({ ...appOptions(sandbox), receiver }), () => receiver.start());
  activity.watch(app);
  define(app, sandbox);
  return stage(sandbox, app);
};

const start = (options: Partial<SandboxOptions>): Promise<Sandbox> =>
  createSandbox({
    port: 0,
    signingSecret: secret,
    botToken,
    appToken,
    commands,
    ackTimeout: 1_000,
    ...options,
  });

const appOptions = (sandbox: Sandbox) => ({
  token: botToken,
  clientOptions: clientOptions(sandbox),
  logger,
  deferInitialization: true,
});

const startApp = async (app: App, listen: () => Promise<unknown>): Promise<App> => {
  await app.init();
  await listen();
  return app;
};

const stage = (sandbox: Sandbox, app: App): Stage => ({
  sandbox,
  app,
  script: async <T>(path: string, body?: object) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${sandbox.url}/sandbox/api/${path}`, init);
    return (await response.json()) as T;
  },
  close: async () => {
    await app.stop();
    await sandbox.close();
  },
});

/** A PNG of one pixel. */
export const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);
