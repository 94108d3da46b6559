import { createHmac } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Backstage } from "./backstage.ts";
import { type Fields, isFields } from "./blocks/problems.ts";
import type { Envelope } from "./sockets.ts";

/** How the app took what it was sent; `body` is what it said in its acknowledgement. */
export type Acknowledgement =
  | { readonly ok: true; readonly body: Fields }
  | {
      readonly ok: false;
      readonly reason: "http_timeout" | "http_error" | "connection_failed";
      readonly detail: string;
    };

/** Sends one request to the app, over Socket Mode when it is connected, signed over HTTP otherwise. */
export const deliver = async (
  envelope: Envelope,
  backstage: Backstage,
  headers: Readonly<Record<string, string>> = {},
): Promise<Acknowledgement> => {
  if (backstage.sockets.isConnected) return deliverBySocket(envelope, backstage);
  const appUrl = backstage.appUrl();
  if (appUrl === undefined) return notTaken("connection_failed", "the app is not connected");
  return deliverByHttp(`${appUrl}/slack/events`, envelope, backstage, headers);
};

const deliverBySocket = async (envelope: Envelope, backstage: Backstage): Promise<Acknowledgement> => {
  const outcome = await backstage.sockets.send(envelope, backstage.ackTimeout);
  if (outcome === "timeout") return notTaken("http_timeout", "operation_timeout");
  return { ok: true, body: isFields(outcome.payload) ? outcome.payload : {} };
};

const deliverByHttp = async (
  url: string,
  envelope: Envelope,
  backstage: Backstage,
  headers: Readonly<Record<string, string>>,
): Promise<Acknowledgement> => {
  const { type, body } = encode(envelope);
  try {
    const response = await fetch(url, {
      method: "POST",
      // Bytes, not text: fetch would add ";charset=UTF-8" to the type, which Bolt refuses.
      body: Buffer.from(body),
      headers: { "content-type": type, ...signed(body, backstage.signingSecret), ...headers },
      signal: AbortSignal.timeout(backstage.ackTimeout),
    });
    const text = await response.text();
    if (!response.ok) return notTaken("http_error", `http_status_code_${response.status}`);
    return { ok: true, body: parseAcknowledgement(text) };
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
    return isTimeout
      ? notTaken("http_timeout", "operation_timeout")
      : notTaken("connection_failed", "dispatch_failed");
  }
};

const encode = ({ type, payload }: Envelope): { type: string; body: string } => {
  if (type === "events_api") return { type: "application/json", body: JSON.stringify(payload) };
  const fields =
    type === "interactive" ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
  return { type: "application/x-www-form-urlencoded", body: new URLSearchParams(fields).toString() };
};

/** Dated by the machine's clock, not by the pretend one: the receiver compares it with its own. */
const signed = (body: string, secret: string): Record<string, string> => {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": timestamp, "x-slack-signature": `v0=${digest}` };
};

const parseAcknowledgement = (text: string): Fields => {
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : { text };
  } catch {
    return { text };
  }
};

const notTaken = (
  reason: "http_timeout" | "http_error" | "connection_failed",
  detail: string,
): Acknowledgement => ({
  ok: false,
  reason,
  detail,
});

/** Sends an event until it is acknowledged, with Slack's retry headers; the last outcome is returned. */
export const deliverEvent = async (payload: unknown, backstage: Backstage): Promise<Acknowledgement> => {
  const envelope: Envelope = { type: "events_api", payload };
  let outcome = await deliver(envelope, backstage);
  if (backstage.faults.take("event", "repeated-event") !== undefined) {
    outcome = await repeat(envelope, 1, "http_timeout", backstage);
  }
  for (const [index, delay] of backstage.eventRetries.entries()) {
    if (outcome.ok) break;
    await wait(delay, undefined, { ref: false });
    outcome = await repeat(envelope, index + 1, outcome.reason, backstage);
  }
  return outcome;
};

const repeat = (
  envelope: Envelope,
  number: number,
  reason: string,
  backstage: Backstage,
): Promise<Acknowledgement> =>
  deliver({ ...envelope, retryAttempt: number, retryReason: reason }, backstage, {
    "x-slack-retry-num": String(number),
    "x-slack-retry-reason": reason,
  });
