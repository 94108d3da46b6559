import type { Message } from "./message.ts";

/** What became of a message. `unknown`: Slack may have shown it. */
export type Delivery =
  | { readonly kind: "delivered" }
  | { readonly kind: "refused"; readonly error: string; readonly details: readonly string[] }
  | { readonly kind: "rate-limited"; readonly retryAfterMs: number }
  | { readonly kind: "unknown"; readonly error: string };

export interface ResponseOptions {
  /** Replaces the message whose button was pressed instead of adding one. */
  readonly replace: boolean;
  /** Seen by everyone in the channel instead of the asker alone. */
  readonly everyone: boolean;
  /** The thread of the pressed message. */
  readonly thread?: string | undefined;
}

/** The address takes nothing any more, whatever is sent: five uses or thirty minutes are over. */
export const isUsedUp = (delivery: Delivery): boolean =>
  delivery.kind === "refused" && /(expired|used|no_such)_url/.test(delivery.error);

const timeoutMs = 10_000;

/** Figures go to Slack and nobody else; a sandbox answers at the host that its Web API has. */
export const isSlackAddress = (url: string, slackApiUrl: string | undefined): boolean => {
  if (!URL.canParse(url)) return false;
  const target = new URL(url);
  if (slackApiUrl !== undefined) return target.hostname === new URL(slackApiUrl).hostname;
  return target.protocol === "https:" && /(^|\.)slack(-gov)?\.com$/.test(target.hostname);
};

/** Slack says "ok", or an error as JSON or as a bare word, under 200 as well as under 4xx. */
const readBody = (body: string): { error: string | undefined; details: readonly string[] } => {
  if (body === "" || body === "ok") return { error: undefined, details: [] };
  try {
    const parsed = JSON.parse(body) as {
      ok?: boolean;
      error?: string;
      response_metadata?: { messages?: string[] };
    };
    if (parsed.ok === true) return { error: undefined, details: [] };
    return { error: parsed.error ?? "refused", details: parsed.response_metadata?.messages ?? [] };
  } catch {
    return { error: body.slice(0, 200), details: [] };
  }
};

const judge = async (response: Response): Promise<Delivery> => {
  if (response.status === 429) {
    return { kind: "rate-limited", retryAfterMs: Number(response.headers.get("retry-after") ?? 1) * 1000 };
  }
  if (response.status >= 500) return { kind: "unknown", error: `HTTP ${response.status}` };
  const { error, details } = readBody((await response.text()).trim());
  if (response.ok && error === undefined) return { kind: "delivered" };
  return { kind: "refused", error: error ?? `HTTP ${response.status}`, details };
};

/** One use of a response_url. Never throws: what happened is the result. */
export const postToResponseUrl = async (
  url: string,
  message: Message,
  options: ResponseOptions,
): Promise<Delivery> => {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({
        response_type: options.everyone ? "in_channel" : "ephemeral",
        replace_original: options.replace,
        mrkdwn: false,
        ...(options.thread === undefined || options.replace ? {} : { thread_ts: options.thread }),
        ...message,
      }),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return await judge(response);
  } catch (error) {
    return { kind: "unknown", error: error instanceof Error ? error.message : String(error) };
  }
};
