import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { Logger } from "pino";
import { commands } from "../commands/index.ts";
import type { Viewer } from "./access/viewer.ts";
import { MovableClock } from "./clock.ts";
import { type Core, openCore } from "./compose/core.ts";
import { composeInbox } from "./compose/inbox.ts";
import { announcing } from "./compose/loading.ts";
import { createLog, noteFailureIn } from "./compose/log.ts";
import { sampleChart } from "./compose/sample-chart.ts";
import { tellImport } from "./compose/tell-import.ts";
import { terminalTools } from "./compose/terminal.ts";
import { openWorkspace } from "./compose/workspace.ts";
import { openConversations } from "./data/conversations.ts";
import type { Desk, DigestDesk, Place } from "./desk.ts";
import { createDigests, type Digests } from "./digests/digests.ts";
import type { Environment } from "./environment.ts";
import { prepareInbox } from "./inbox/prepare-inbox.ts";
import { serveTerminal } from "./service/serve-terminal.ts";
import { socketPathOf } from "./service/socket-path.ts";
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

/** Composes and starts everything; what was started is stopped again when a later part fails. */
export const startService = async (environment: Environment, io: TerminalIo): Promise<Service> => {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopPart of stops.splice(0).reverse()) await stopPart();
  };
  try {
    return { url: await startParts(environment, io, (part) => stops.push(part)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startParts = async (
  environment: Environment,
  io: TerminalIo,
  onStop: (part: () => Promise<void>) => void,
): Promise<string> => {
  const log = createLog(environment.slack ? environment : quietly(environment));
  const clock = new MovableClock();
  let digests: Digests | undefined;
  if (environment.inbox) await prepareInbox(resolve(environment.inbox));
  const opened = await openCore(environment, () => clock.now(), io.err);
  const core = { ...opened, loading: announcing(opened.loading, () => sendAfterLoad(digests, log)) };
  onStop(core.close);
  const isEmbedded = core.database.engine === "embedded";
  if (isEmbedded) onStop((await serveOtherTerminals(environment, core, noteFailureIn(log))).close);

  const openDesk = (viewer: Viewer, place: Place): Desk =>
    core.analyst.openDesk(
      viewer,
      place,
      digestDesk(() => digests, viewer, place, environment),
    );
  const moveTo = (to: Date): Promise<void> => moveClock(clock, digests, to);
  const workspace = await openWorkspace({
    environment,
    openDesk,
    painter: core.painter,
    memory: openConversations(core.database, () => clock.now()),
    isLoading: () => core.database.isLoading(),
    clock,
    moveClock: moveTo,
    log,
  });
  onStop(workspace.close);
  if (isEmbedded && !environment.slack) await fillEmpty(core, io);
  digests = createDigests({
    database: core.database,
    courier: workspace.app.courier,
    clock,
    painter: core.painter,
    compose: ({ owner, request }) => respondTo(request, openDesk(owner, { kind: "terminal" }), commands),
    log,
    instance: randomUUID(),
  });
  await workspace.app.start();
  digests.start();
  onStop(digests.stop);
  const { courier } = workspace.app;
  const inbox = composeInbox({ environment, loading: core.loading, courier, log });
  await inbox?.start();
  if (inbox) onStop(inbox.stop);
  if (!environment.quickchartUrl) warm(core);
  io.err(workspace.page === "" ? "BIMS is ready and listens to Slack.\n" : welcome(workspace.page));
  return workspace.page || (workspace.app.url ?? "");
};

/** The first picture takes ten times as long as the next; nobody needs to wait for it. */
const warm = ({ painter }: Core): void => {
  painter.draw(sampleChart).catch(() => undefined);
};

/** Digests that wait for a load; what fails here is taken up by the next tick. */
const sendAfterLoad = (digests: Digests | undefined, log: Logger): void => {
  digests?.afterLoad().catch((error: unknown) => {
    log.error({ err: error }, "Digests after a load failed; the next tick takes over");
  });
};

/** A newcomer's terminal shows what goes wrong, not each answer. */
const quietly = ({ logLevel }: Environment): Pick<Environment, "logLevel"> => ({
  logLevel: logLevel === "info" ? "warn" : logLevel,
});

const welcome = (page: string): string => `
BIMS is ready: open ${page}
Type /top products by net sales there. Ctrl-C stops it.
`;

/** Commands typed in other terminals run here, where the embedded database is open. */
const serveOtherTerminals = (
  environment: Environment,
  core: Core,
  noteFailure: (error: unknown) => string,
) => {
  const tools = terminalTools(environment, () => core, noteFailure);
  return serveTerminal(socketPathOf(environment.dataFolder), (argv, io) => runTerminal(argv, io, tools));
};

/** The demo company fills an empty embedded database, so that the first question has an answer. */
const fillEmpty = async ({ loading }: Core, io: TerminalIo): Promise<void> => {
  if (!(await loading.isEmpty())) return;
  io.err("Inventing a company to try BIMS on …\n");
  const progress = startProgress(io);
  try {
    await loading.importDemo({
      who: "demo",
      progress: tellImport(progress.show),
    });
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

const digestDesk = (
  digests: () => Digests | undefined,
  viewer: Viewer,
  place: Place,
  environment: Environment,
): DigestDesk => {
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
