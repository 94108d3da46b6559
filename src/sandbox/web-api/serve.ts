import type { IncomingMessage, ServerResponse } from "node:http";
import { type Backstage, SlackError } from "../backstage.ts";
import { readBody, sendJson } from "../http.ts";
import { type Arguments, parseArguments } from "./arguments.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { fileMethods } from "./files.ts";
import { identityMethods, scopes } from "./identity.ts";
import type { Method } from "./method.ts";
import { viewMethods } from "./views.ts";

const methods: Readonly<Record<string, Method>> = Object.freeze({
  ...identityMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...viewMethods,
});

const withoutToken = new Set(["oauth.v2.access", "api.test"]);

/** Answers one call of the Web API at /api/METHOD, with the faults that were told. */
export const serveWebApi = async (
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  backstage: Backstage,
): Promise<void> => {
  const body = await readBody(request);
  const fault = backstage.faults.take(name, "429", "500", "500-after-store", "dropped-socket", "error");
  if (fault?.kind === "429") {
    sendJson(response, failed("ratelimited"), {
      status: 429,
      headers: { "retry-after": String(fault.retryAfter) },
    });
    return;
  }
  if (fault?.kind === "500") return sendJson(response, failed("internal_error"), { status: 500 });
  if (fault?.kind === "error") return sendJson(response, failed(fault.error));
  if (fault?.kind === "dropped-socket" && fault.after !== "store") return void request.socket.destroy();
  const answer = await perform(name, request, body, backstage);
  if (fault?.kind === "dropped-socket") return void request.socket.destroy();
  if (fault?.kind === "500-after-store") return sendJson(response, failed("internal_error"), { status: 500 });
  sendJson(response, answer, { headers: { "x-oauth-scopes": scopes } });
};

const perform = async (
  name: string,
  request: IncomingMessage,
  body: Buffer,
  backstage: Backstage,
): Promise<object> => {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) return failed("unknown_method", [], { req_method: name });
  try {
    const call = parseArguments(request, body);
    checkToken(name, request, call, backstage);
    return { ok: true, ...(await method(call, backstage)) };
  } catch (error) {
    if (error instanceof SlackError) return failed(error.error, error.details);
    throw error;
  }
};

const checkToken = (name: string, request: IncomingMessage, call: Arguments, backstage: Backstage): void => {
  if (withoutToken.has(name)) return;
  const token = request.headers.authorization?.replace(/^Bearer\s+/i, "") ?? call.text("token");
  const { tokens, faults } = backstage;
  if (token === undefined || token === "") throw new SlackError("not_authed");
  const isRight = name === "apps.connections.open" ? token === tokens.app : token === tokens.bot;
  if (!isRight) throw new SlackError("invalid_auth");
  if (faults.tokenIsRevoked) throw new SlackError("token_revoked");
};

const failed = (error: string, messages: readonly string[] = [], more: object = {}): object => ({
  ok: false,
  error,
  ...(messages.length > 0 && { errors: messages, response_metadata: { messages } }),
  ...more,
});
