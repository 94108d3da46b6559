import { WebClient, type WebClientOptions } from "@slack/web-api";
import { SetupError } from "../errors.ts";
import { type createBoltLogger, silentLogger } from "./bolt-logger.ts";

export const slackApi = "https://slack.com/api/";

export interface ClientSettings {
  /** Another Slack than Slack: the sandbox. It receives the bearer token. */
  readonly slackApiUrl?: string;
  readonly production?: boolean;
  readonly logger?: ReturnType<typeof createBoltLogger>;
}

/** A redirect would carry the token elsewhere. */
const fetchWithoutRedirect: NonNullable<WebClientOptions["fetch"]> = (url, init) =>
  fetch(url, { ...init, redirect: "error" } as RequestInit);

/**
 * Settings for every client: no retries, since a repeated chat.postMessage may post twice; ten seconds; a 429 is
 * the caller's to wait out, so that one busy channel does not stop the others. Never `headers`: Bolt shares them
 * between workspaces, tokens included.
 */
export const clientOptions = (settings: ClientSettings): WebClientOptions => {
  const { slackApiUrl } = settings;
  if (settings.production === true && slackApiUrl !== undefined && slackApiUrl !== slackApi) {
    throw new SetupError(
      `In production tokens go to ${slackApi} only, not to ${slackApiUrl}. Unset the other address or NODE_ENV.`,
    );
  }
  return {
    retryConfig: { retries: 0 },
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    fetch: fetchWithoutRedirect,
    ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
    logger: settings.logger ?? silentLogger,
  };
};

export const createClient = (token: string, settings: ClientSettings): WebClient =>
  new WebClient(token, clientOptions(settings));
