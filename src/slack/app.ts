import { randomBytes } from "node:crypto";
import { HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { Viewer } from "../access/viewer.ts";
import { systemClock } from "../clock.ts";
import type { Command } from "../command.ts";
import type { Desk, Place } from "../desk.ts";
import type { Courier } from "../digests/courier.ts";
import { SetupError } from "../errors.ts";
import type { Memory } from "../memory.ts";
import { createAnswering } from "./answering.ts";
import { connectBolt, createReceiver, type SlackTokens } from "./bolt.ts";
import { createBoltLogger } from "./bolt-logger.ts";
import { createCourier } from "./courier.ts";
import { createSendCsv } from "./csv-file.ts";
import { createDoor } from "./door.ts";
import { createDress, createPatience } from "./dress.ts";
import { limits } from "./limits.ts";
import { type Access, createPeople, type Workspace } from "./people.ts";
import { createPictureStore, type PictureStore } from "./picture-store.ts";
import { createPictures, type Painter } from "./pictures.ts";
import type { Request } from "./request.ts";
import { createVersions } from "./versions.ts";
import { outcomeOf } from "./web-api-outcome.ts";
import { createClient } from "./web-client.ts";

export interface SlackAppOptions {
  readonly commands: readonly Command[];
  readonly openDesk: (viewer: Viewer, place: Place) => Promise<Desk> | Desk;
  readonly painter: Painter;
  readonly memory: Memory;
  readonly access: Access;
  readonly tokens: SlackTokens;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where Slack can reach this program; undefined when it cannot. */
  readonly publicUrl?: () => string | undefined;
  /** The sandbox's address; refused in production. */
  readonly slackApiUrl?: string;
  readonly production?: boolean;
  /** Whether a load keeps questions waiting: then people are told. */
  readonly isLoading?: () => boolean;
  readonly log: Logger;
  /** What /health says beside `ok`. */
  readonly health?: () => Readonly<Record<string, unknown>>;
  readonly createReference?: () => string;
  /** Milliseconds between two messages in one channel; Slack's own limit unless given. */
  readonly messageGapMs?: number;
}

export interface SlackApp {
  readonly client: WebClient;
  readonly courier: Courier;
  readonly workspace: Workspace;
  /** "http://127.0.0.1:3000" once started. */
  readonly url: string | undefined;
  /** Resolves when every request received so far is answered. */
  settled(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const randomReference = (): string => randomBytes(4).toString("hex").toUpperCase();

const whoAmI = async (
  client: WebClient,
): Promise<{ workspace: Workspace; botId: string; botUserId: string }> => {
  try {
    const me = await client.auth.test();
    return {
      workspace: {
        team: me.team_id ?? "",
        enterprise: me.enterprise_id ?? "",
        everyTeam: me.is_enterprise_install === true,
      },
      botId: me.bot_id ?? "",
      botUserId: me.user_id ?? "",
    };
  } catch (error) {
    const outcome = outcomeOf(error);
    const reason = outcome.kind === "rate-limited" ? "ratelimited" : outcome.error;
    if (outcome.kind === "refused")
      throw new SetupError(
        `Slack does not accept SLACK_BOT_TOKEN (${reason}). Copy the bot token again from "OAuth & Permissions" of the app.`,
      );
    throw new SetupError(`Slack cannot be reached (${reason}). Check the network, then start again.`);
  }
};

/** In-flight work, so that nobody's answer is cut off by a stop. */
const createTracker = () => {
  const running = new Set<Promise<void>>();
  return {
    track: (work: Promise<void>): void => {
      running.add(work);
      void work.finally(() => running.delete(work));
    },
    settled: async (): Promise<void> => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
};

/** A signed request that comes twice, sent again by Slack or by someone who recorded it, works once. */
const createOnce = (): ((triggerId: string | undefined) => boolean) => {
  const seen = new LRUCache<string, true>({ max: 20_000, ttl: 2 * limits.signatureAgeSeconds * 1000 });
  return (triggerId) => {
    if (triggerId === undefined) return true;
    if (seen.has(triggerId)) return false;
    seen.set(triggerId, true);
    return true;
  };
};

/** The door to one Slack workspace: what comes in is checked, acknowledged, answered privately. */
export const createSlackApp = async (options: SlackAppOptions): Promise<SlackApp> => {
  const { log } = options;
  const logger = createBoltLogger(log);
  const client = createClient(options.tokens.bot, { ...options, logger });
  const receiver = createReceiver(options, logger);
  const { workspace, botId, botUserId } = await whoAmI(client);
  // The machine's time: moving the sandbox's clock must not take pictures away from messages that are shown.
  const store = createPictureStore(systemClock);
  const tracker = createTracker();
  const isFirst = createOnce();
  const createReference = options.createReference ?? randomReference;
  const { courier, answer } = assemble(options, { client, store, workspace, createReference });
  const take = (request: Request | undefined, triggerId: string | undefined): void => {
    if (request !== undefined && isFirst(triggerId)) tracker.track(answer(request));
  };

  await connectBolt({
    options,
    receiver,
    logger,
    authorization: { botToken: options.tokens.bot, botId, botUserId },
    take,
    createReference,
  });

  const door = createDoor({
    port: options.port,
    pictures: store,
    ...(receiver instanceof HTTPReceiver ? { slack: receiver.requestListener } : {}),
    ...(options.health === undefined ? {} : { health: options.health }),
  });
  return {
    client,
    courier,
    workspace,
    get url() {
      return door.url;
    },
    settled: tracker.settled,
    start: async () => {
      await door.open();
      if (receiver instanceof SocketModeReceiver) await receiver.start();
    },
    stop: async () => {
      if (receiver instanceof SocketModeReceiver) await receiver.stop();
      await tracker.settled();
      await door.close();
    },
  };
};

/** Everything between a request and its answer. */
const assemble = (
  options: SlackAppOptions,
  parts: {
    readonly client: WebClient;
    readonly store: PictureStore;
    readonly workspace: Workspace;
    readonly createReference: () => string;
  },
): { readonly courier: Courier; readonly answer: (request: Request) => Promise<void> } => {
  const { client, store, workspace, createReference } = parts;
  const { log, painter, memory, commands, openDesk } = options;
  const versions = createVersions();
  const dress = createDress(memory, log);
  const patiently = createPatience(log);
  const whereOf = (channel: string) => ({
    enterprise: workspace.enterprise,
    team: workspace.team,
    channel,
  });
  const courier = createCourier({
    client,
    log,
    versions,
    ...(options.messageGapMs === undefined ? {} : { messageGapMs: options.messageGapMs }),
    dress: (report, channel) => dress(report, channel.startsWith("D") ? "posted-direct" : "posted"),
    onPosted: ({ channel, thread, id }) => patiently(memory.follow(whereOf(channel), thread, id)),
  });
  const publicUrl = options.publicUrl ?? (() => undefined);

  const answer = createAnswering({
    commands,
    openDesk,
    client,
    courier,
    painter,
    memory,
    versions,
    dress,
    whereOf,
    people: createPeople({ access: options.access, workspace, client, log }),
    pictureOf: createPictures({ painter, publicUrl, store, log }),
    placeOf: (request) => placeOf(request, courier),
    sendCsv: createSendCsv({ client, courier, log }),
    log,
    createReference,
    ...(options.isLoading === undefined ? {} : { isLoading: options.isLoading }),
    ...(options.slackApiUrl === undefined ? {} : { slackApiUrl: options.slackApiUrl }),
  });
  return { courier, answer };
};

const placeOf = async (request: Request, courier: Courier): Promise<Place> => ({
  kind: "slack",
  channel: request.channel,
  direct: request.isDirectMessage && (await isOwnDirect(request, courier)),
  isMember: () => courier.isMember(request.channel),
});

/** Two people's DM looks like the bot's; when Slack does not tell, what was typed stays with the person. */
const isOwnDirect = async (request: Request, courier: Courier): Promise<boolean> => {
  try {
    return (await courier.openDirect(request.person.user)) === request.channel;
  } catch {
    return true;
  }
};
