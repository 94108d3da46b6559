import { App, HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import type { Logger } from "pino";
import { SetupError } from "../errors.ts";
import type { createBoltLogger } from "./bolt-logger.ts";
import { eventsPath } from "./door.ts";
import { limits } from "./limits.ts";
import { askAction, chooseAction, clauseAction, menuAction, verbAction } from "./message.ts";
import {
  type CommandBody,
  type EventBody,
  type PressBody,
  readCommand,
  readEvent,
  readPress,
} from "./read-request.ts";
import type { Request } from "./request.ts";
import { type ClientSettings, clientOptions } from "./web-client.ts";

export interface SlackTokens {
  /** xoxb-… */
  readonly bot: string;
  /** Needed over HTTP. */
  readonly signingSecret?: string;
  /** xapp-…: Socket Mode. */
  readonly app?: string;
}

/** `logger` is Bolt's, which writes to `log`. */
export interface BoltOptions extends Omit<ClientSettings, "logger"> {
  readonly tokens: SlackTokens;
  readonly log: Logger;
}

/** What takes Slack's requests: Socket Mode where there is an app token, HTTP otherwise. */
export const createReceiver = (options: BoltOptions, logger: ReturnType<typeof createBoltLogger>) => {
  const { tokens } = options;
  if (tokens.app !== undefined) {
    return new SocketModeReceiver({
      appToken: tokens.app,
      logger,
      clientPingTimeout: 1_000,
      installerOptions: {
        clientOptions: {
          ...clientOptions({ ...options, logger }),
          retryConfig: { retries: 100, factor: 1.3, maxTimeout: 30_000 },
          rejectRateLimitedCalls: false,
        },
      },
    });
  }
  if (tokens.signingSecret === undefined) {
    throw new SetupError(
      "Set SLACK_SIGNING_SECRET (Slack calls this program over HTTP) or SLACK_APP_TOKEN (Socket Mode).",
    );
  }
  return new HTTPReceiver({
    signingSecret: tokens.signingSecret,
    endpoints: [eventsPath],
    bodyLimit: limits.bodyBytes,
    logger,
  });
};

/** Bolt between the receiver and us: every command and every press of ours is acknowledged first, then taken. */
export const connectBolt = async (parts: {
  readonly options: BoltOptions;
  readonly receiver: HTTPReceiver | SocketModeReceiver;
  readonly logger: ReturnType<typeof createBoltLogger>;
  readonly authorization: { readonly botToken: string; readonly botId: string; readonly botUserId: string };
  readonly take: (request: Request | undefined, triggerId: string | undefined) => void;
  readonly createReference: () => string;
}): Promise<void> => {
  const { options, receiver, logger, authorization, take, createReference } = parts;
  const bolt = new App({
    receiver,
    deferInitialization: true,
    convoStore: false,
    logger,
    clientOptions: clientOptions({ ...options, logger }),
    authorize: async () => authorization,
  });
  bolt.command(/^\//, async ({ ack, body }) => {
    await ack();
    take(readCommand(body as CommandBody), body.trigger_id);
  });
  bolt.action(ourActions, async ({ ack, body }) => {
    await ack();
    take(readPress(body as PressBody), (body as PressBody).trigger_id);
  });
  const hear = async (body: unknown): Promise<void> =>
    take(readEvent(body as EventBody, authorization.botUserId), undefined);
  bolt.event("app_mention", ({ body }) => hear(body));
  bolt.event("message", ({ body }) => hear(body));
  bolt.error(async (error) => {
    options.log.error({ reference: createReference(), err: error }, "Bolt could not process a request");
  });
  await bolt.init();
};

const ourActions = new RegExp(
  `^((${askAction}|${chooseAction}|${clauseAction}|${verbAction}):|${menuAction}$)`,
);
