import type { IncomingMessage, ServerResponse } from "node:http";
import { type Backstage, SlackError } from "./backstage.ts";
import { type Fields, isFields } from "./blocks/problems.ts";
import { readBody, send, sendJson } from "./http.ts";
import type { Message } from "./message.ts";
import type { ResponseTarget } from "./tickets.ts";
import { type Content, checkContent } from "./web-api/posting.ts";
import { bot } from "./workspace.ts";

/** Answers a post to a response_url, with the faults that were told of "response_url". */
export const serveResponseUrl = async (
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  backstage: Backstage,
): Promise<void> => {
  const body = await readBody(request);
  const fault = backstage.faults.take(
    "response_url",
    "429",
    "500",
    "500-after-store",
    "dropped-socket",
    "error",
  );
  if (fault?.kind === "429") {
    return send(response, "ratelimited", {
      status: 429,
      headers: { "retry-after": String(fault.retryAfter) },
    });
  }
  if (fault?.kind === "500") return send(response, "internal_error", { status: 500 });
  if (fault?.kind === "error") return sendJson(response, { ok: false, error: fault.error }, { status: 404 });
  if (fault?.kind === "dropped-socket" && fault.after !== "store") return void request.socket.destroy();
  try {
    await answerTo(backstage.responseUrls.use(name), parse(body), backstage);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const status = ["used_url", "expired_url", "no_such_url"].includes(error.error) ? 404 : 400;
    const messages = { response_metadata: { messages: error.details } };
    return sendJson(response, { ok: false, error: error.error, ...messages }, { status });
  }
  if (fault?.kind === "dropped-socket") return void request.socket.destroy();
  if (fault?.kind === "500-after-store") return send(response, "internal_error", { status: 500 });
  send(response, "ok");
};

const parse = (body: Buffer): Fields => {
  const text = body.toString();
  const json = text.startsWith("payload=") ? new URLSearchParams(text).get("payload") : text;
  try {
    const value: unknown = JSON.parse(json ?? "");
    if (isFields(value)) return value;
  } catch {
    // falls through to Slack's word for it
  }
  throw new SlackError("invalid_payload");
};

/**
 * Does what a response asks for. A command's always posts a new message; a press's changes the pressed one
 * (`replace_original`, `delete_original`, or nothing said) unless it asks for a new message.
 */
export const answerTo = async (
  target: ResponseTarget,
  answer: Fields,
  backstage: Backstage,
): Promise<void> => {
  const { store } = backstage;
  const pressed = target.pressed === undefined ? undefined : store.message(target.channel, target.pressed.ts);
  if (pressed !== undefined && isTrue(answer.delete_original)) {
    store.edit(pressed, { deleted: true });
    return;
  }
  const text = typeof answer.text === "string" ? answer.text : undefined;
  const content = await checkContent(
    { text, blocks: answer.blocks, mrkdwn: answer.mrkdwn },
    backstage,
    "response_url",
  );
  if (pressed !== undefined && replaces(answer)) store.edit(pressed, content);
  else postAnswer(target, answer, content, backstage);
};

const replaces = (answer: Fields): boolean =>
  answer.replace_original === undefined
    ? answer.response_type === undefined
    : isTrue(answer.replace_original);

const postAnswer = (
  target: ResponseTarget,
  answer: Fields,
  content: Content,
  { store }: Backstage,
): Message => {
  const threadTs = typeof answer.thread_ts === "string" ? answer.thread_ts : target.threadTs;
  return store.post({
    channel: target.channel,
    user: bot.userId,
    ...content,
    ...(answer.response_type !== "in_channel" && { visibleTo: target.person }),
    ...(threadTs !== undefined && { threadTs }),
  });
};

const isTrue = (value: unknown): boolean => String(value) === "true";
