import { randomBytes, randomUUID } from "node:crypto";
import { commands } from "../commands/index.ts";
import type { Viewer } from "./access/viewer.ts";
import { MovableClock } from "./clock.ts";
import { terminalTools } from "./compose.ts";
import { type Core, openCore } from "./core.ts";
import type { Desk, DigestDesk, Place } from "./desk.ts";
import { createDigests, type Digests } from "./digests/digests.ts";
import type { Environment } from "./environment.ts";
import { createLog, noteFailureIn } from "./log.ts";
import { createSandbox, type Sandbox } from "./sandbox/sandbox.ts";
import { serveTerminal } from "./service/serve-terminal.ts";
import { socketPathOf } from "./service/socket-path.ts";
import { createSlackApp, type SlackApp, type SlackTokens } from "./slack/app.ts";
import { respondTo } from "./slack/respond-to-words.ts";
import { runTerminal } from "./terminal/run-terminal.ts";
import { startProgress } from "./terminal/start-progress.ts";
import type { TerminalIo } from "./terminal/terminal-io.ts";

/** Serves Slack, or the sandbox where no Slack token is set, until Ctrl-C. Returns the exit status. */
export const start = async (environment: Environment, io: TerminalIo): Promise<number> => {
  const service = await startService(environment, io);
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  io.err("Stopping.\n");
  await service.stop();
  return 0;
};

export interface Service {
  /** The sandbox's page, or where Slack reaches the program. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The composed service: database, Slack or the sandbox, clock, and the socket for other terminals. */
export const startService = async (environment: Environment, io: TerminalIo): Promise<Service> => {
  const log = createLog(environment.slack ? environment : { logLevel: environment.logLevel === "info" ? "warn" : environment.logLevel });
  const clock = new MovableClock();
  const core = await openCore(environment, () => clock.now());
  const tools = terminalTools(environment, () => core, noteFailureIn(log));
  const terminal =
    core.database.engine === "embedded"
      ? await serveTerminal(socketPathOf(environment.dataFolder), (argv, their) => runTerminal(argv, their, tools))
      : undefined;
  if (!environment.slack && core.database.engine === "embedded") await fillEmpty(core, io);

  const pretend = environment.slack ? undefined : { secret: randomBytes(16).toString("hex"), token: `xoxb-${randomUUID()}` };
  let digests: Digests | undefined;
  let sandbox: Sandbox | undefined;
  const deskOf = (viewer: Viewer, place: Place): Desk =>
    core.analyst.openDesk(viewer, place, digestDesk(() => digests, viewer, place, environment));
  const appOptions = (tokens: SlackTokens, port: number, slackApiUrl: string | undefined) => ({
    commands,
    openDesk: deskOf,
    painter: core.painter,
    access: { admins: environment.admins, people: environment.people, sandbox: pretend !== undefined },
    tokens,
    port,
    publicUrl: () => sandbox?.url ?? environment.publicUrl,
    ...(slackApiUrl ? { slackApiUrl } : {}),
    production: environment.nodeEnvironment === "production",
    log,
    clock,
  });

  let app: SlackApp | undefined;
  if (pretend) {
    sandbox = await createSandbox({
      port: environment.port,
      appUrl: () => app?.url,
      signingSecret: pretend.secret,
      botToken: pretend.token,
      now: () => clock.now(),
      moveClock: async (to) => moveClock(clock, digests, to),
      settled: async () => app?.settled(),
      commands: [{ name: "bims", usage: "[COMMAND|QUESTION]", summary: "Answers a question in your own words; alone, it shows what you can ask" }, ...commands.filter((command) => command.global)],
    });
    app = await createSlackApp(appOptions({ bot: pretend.token, signingSecret: pretend.secret }, 0, `${sandbox.url}/api/`));
  } else if (environment.slack) {
    const { botToken, signingSecret, appToken } = environment.slack;
    app = await createSlackApp(
      appOptions({ bot: botToken, ...(signingSecret ? { signingSecret } : {}), ...(appToken ? { app: appToken } : {}) }, environment.port, undefined),
    );
  }
  if (!app) throw new Error("Neither Slack nor the sandbox was composed");
  const running = app;
  digests = createDigests({
    database: core.database,
    courier: running.courier,
    clock,
    painter: core.painter,
    compose: ({ owner, request }) => respondTo(request, deskOf(owner, { kind: "terminal" }), commands),
    log,
    instance: randomUUID(),
  });
  await running.start();
  digests.start();
  const url = sandbox?.url ?? running.url ?? "";
  io.err(sandbox ? `\nBIMS is ready: open ${url}\nType /top products by net sales there. Ctrl-C stops it.\n` : `BIMS is ready and listens to Slack.\n`);

  return {
    url,
    stop: async () => {
      await digests?.stop();
      await running.settled();
      await running.stop();
      await sandbox?.close();
      await terminal?.close();
      await core.close();
    },
  };
};

/** The demo company fills an empty embedded database, so that the first question has an answer. */
const fillEmpty = async ({ loading }: Core, io: TerminalIo): Promise<void> => {
  if (!(await loading.isEmpty())) return;
  const progress = startProgress(io);
  try {
    await loading.importDemo({ who: "demo", progress: ({ file, bytesRead, bytesTotal }) => progress.show(`Inventing a company ${file}`, bytesRead, Math.max(1, bytesTotal)) });
  } finally {
    progress.stop();
  }
};

/** Steps through what falls due, each sent at its own time. */
const moveClock = async (clock: MovableClock, digests: Digests | undefined, to: Date): Promise<void> => {
  for (;;) {
    const due = await digests?.nextDue();
    if (!due || due > to) break;
    clock.moveTo(due);
    await digests?.tick(clock.now());
  }
  clock.moveTo(to);
  await digests?.tick(clock.now());
};

const digestDesk = (digests: () => Digests | undefined, viewer: Viewer, place: Place, environment: Environment): DigestDesk => {
  const isAdmin = environment.admins.includes(viewer.user);
  const open = (): Digests => {
    const found = digests();
    if (!found) throw new Error("Digests are not ready yet");
    return found;
  };
  return {
    create: (words) => open().create(viewer, place, words),
    list: () => open().list(viewer, place),
    run: (id) => open().runNow(id, viewer, isAdmin),
    remove: (id) => open().remove(id, viewer, isAdmin),
  };
};
