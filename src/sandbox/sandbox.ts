import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MovableClock } from "../clock.ts";
import { SetupError } from "../errors.ts";
import type { Backstage } from "./backstage.ts";
import { Faults } from "./faults.ts";
import { isLocalCaller, send } from "./http.ts";
import { whenQuiet } from "./quiet.ts";
import { route } from "./routes.ts";
import { Sockets } from "./sockets.ts";
import { Store } from "./store.ts";
import { ResponseUrls, Triggers } from "./tickets.ts";
import {
  type ChannelSeed,
  channelFromSeed,
  defaultChannels,
  defaultPeople,
  directChannelOf,
  type Person,
} from "./workspace.ts";

/** A slash command for the composer's autocomplete; the name is without its slash. */
export interface SandboxCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
}

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Where the bot listens on HTTP ("http://127.0.0.1:3001"); not needed with Socket Mode. */
  readonly appUrl?: () => string | undefined;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken?: string;
  /** Pretend time; without it a clock of the sandbox's own that only the page moves. */
  readonly now?: () => Date;
  /** Moves pretend time forward, doing on the way what falls due; resolves when that is done. */
  readonly moveClock?: (to: Date) => Promise<void>;
  /** Resolves when the bot has nothing left to do; without it the sandbox waits for a quiet moment. */
  readonly settled?: () => Promise<void>;
  readonly commands: readonly SandboxCommand[];
  readonly people?: readonly Person[];
  readonly channels?: readonly ChannelSeed[];
  /** Milliseconds the app has to acknowledge; Slack gives 3,000. */
  readonly ackTimeout?: number;
  /** Milliseconds before each repetition of an unacknowledged event; Slack waits 0, 1 and 5 minutes. */
  readonly eventRetries?: readonly number[];
}

export interface Sandbox {
  /** "http://127.0.0.1:3000"; the Web API is at `${url}/api/`. */
  readonly url: string;
  readonly faults: Faults;
  readonly store: Store;
  readonly sockets: Sockets;
  close(): Promise<void>;
}

/** Starts a pretend Slack workspace on this machine; a SetupError says when the port is taken. */
export const createSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const clock = new MovableClock();
  const now = options.now ?? (() => clock.now());
  const moveClock = options.moveClock ?? (async (to: Date) => clock.moveTo(to));
  let url = "";
  const backstage = createBackstage(options, now, () => url);
  const settled = options.settled ?? whenQuiet(backstage.store);
  const commands = options.commands.map((command) => ({
    ...command,
    name: `/${command.name.replace(/^\//, "")}`,
  }));
  const handle = route({ backstage, commands, moveClock, settled });
  // A browser's connection is not closed under a request on its way.
  const patience = { keepAliveTimeout: 75_000, headersTimeout: 80_000 };
  const server = createServer(patience, (request, response) => void serve(request, response, handle));
  server.on("upgrade", (request, socket, head) => {
    if (isLocalCaller(request)) backstage.sockets.upgrade(request, socket, head);
    else socket.destroy();
  });
  url = await listen(server, options.port, options.host ?? "127.0.0.1");
  const { faults, store, sockets } = backstage;
  return { url, faults, store, sockets, close: () => close(server, sockets) };
};

const createBackstage = (options: SandboxOptions, now: () => Date, url: () => string): Backstage => {
  const people = options.people ?? defaultPeople;
  const channels = [
    ...(options.channels ?? defaultChannels).map(channelFromSeed),
    ...people.map(directChannelOf),
  ];
  return {
    store: new Store({ people, channels, now }),
    faults: new Faults(),
    responseUrls: new ResponseUrls(now),
    triggers: new Triggers(now),
    sockets: new Sockets(),
    tokens: { bot: options.botToken, app: options.appToken },
    now,
    url,
    appUrl: options.appUrl ?? (() => undefined),
    signingSecret: options.signingSecret,
    ackTimeout: options.ackTimeout ?? 3_000,
    eventRetries: options.eventRetries ?? [0, 60_000, 300_000],
  };
};

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const serve = async (request: IncomingMessage, response: ServerResponse, handle: Handle): Promise<void> => {
  if (!isLocalCaller(request))
    return send(response, "The sandbox answers only this machine.", { status: 403 });
  try {
    await handle(request, response);
  } catch (error) {
    if (response.headersSent || response.destroyed) return void response.destroy();
    send(response, `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`, {
      status: 500,
    });
  }
};

const listen = (server: Server, port: number, host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(
        isTaken
          ? new SetupError(`Port ${port} is in use. Set PORT to a free one, or end what uses it.`)
          : error,
      );
    });
    server.listen(port, host, () => {
      const { port: actual } = server.address() as AddressInfo;
      resolve(`http://${nameOf(host)}:${actual}`);
    });
  });

/** A host that means every address is reached by this machine's own name. */
const nameOf = (host: string): string => {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
};

const close = (server: Server, sockets: Sockets): Promise<void> =>
  new Promise((resolve) => {
    sockets.close();
    server.close(() => resolve());
    server.closeAllConnections();
  });
