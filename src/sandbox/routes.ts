import type { IncomingMessage, ServerResponse } from "node:http";
import { invite } from "./acts.ts";
import { type Backstage, SlackError } from "./backstage.ts";
import { readBody, send, sendJson } from "./http.ts";
import { findAsset } from "./page/assets.ts";
import { serveLive } from "./page/live.ts";
import { contentSecurityPolicy, renderPage } from "./page/render.ts";
import { serveResponseUrl } from "./response-urls.ts";
import type { SandboxCommand } from "./sandbox.ts";
import { serveScriptedApi } from "./scripted-api.ts";
import { receiveUpload } from "./web-api/files.ts";
import { serveWebApi } from "./web-api/serve.ts";

interface Routes {
  readonly backstage: Backstage;
  readonly commands: readonly SandboxCommand[];
  readonly moveClock: (to: Date) => Promise<void>;
  readonly settled: () => Promise<void>;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Finds who answers a request. */
export const route = (routes: Routes): Handle => {
  const { backstage } = routes;
  const api = { ...routes, commands: routes.commands.map((command) => command.name) };
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://sandbox");
    const rest = (prefix: string): string => decodeURIComponent(pathname.slice(prefix.length));
    if (pathname.startsWith("/api/")) return serveWebApi(request, response, rest("/api/"), backstage);
    if (pathname.startsWith("/response/"))
      return serveResponseUrl(request, response, rest("/response/"), backstage);
    if (pathname.startsWith("/upload/")) return serveUpload(request, response, rest("/upload/"), backstage);
    if (pathname.startsWith("/files/")) return serveFile(response, rest("/files/"), backstage);
    if (pathname.startsWith("/pictures/")) return servePicture(request, response, backstage);
    if (pathname === "/") return servePage(response, routes);
    if (pathname === "/health") return sendJson(response, { ok: true });
    if (pathname.startsWith("/page/")) return serveAsset(response, rest("/page/"));
    if (pathname === "/sandbox/api/events") return serveLive(request, response, backstage.store);
    if (pathname.startsWith("/sandbox/api/")) {
      return serveScriptedApi(request, response, rest("/sandbox/api/"), api);
    }
    send(response, "Not found.", { status: 404 });
  };
};

/** Takes the bytes as they are, or as the one file of a form. */
const serveUpload = async (
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  backstage: Backstage,
): Promise<void> => {
  const body = await readBody(request);
  try {
    receiveUpload(id, await fileBytes(request, body), backstage);
    send(response, `OK - ${body.length}`);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    sendJson(response, { ok: false, error: error.error }, { status: 404 });
  }
};

const fileBytes = async (request: IncomingMessage, body: Buffer): Promise<Uint8Array> => {
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) return body;
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  for (const [, value] of form)
    if (typeof value !== "string") return new Uint8Array(await value.arrayBuffer());
  throw new SlackError("no_file_data");
};

const serveFile = async (response: ServerResponse, rest: string, { store }: Backstage): Promise<void> => {
  const file = store.file(rest.split("/")[0] ?? "");
  if (file === undefined || file.state === "announced") return send(response, "Not found.", { status: 404 });
  send(response, file.bytes, { type: file.mimeType, headers: { "cache-control": "private, max-age=3600" } });
};

/** The bot's own pictures, under the sandbox's address. */
const servePicture = async (
  request: IncomingMessage,
  response: ServerResponse,
  { appUrl }: Backstage,
): Promise<void> => {
  const base = appUrl();
  if (base === undefined) return send(response, "Not found.", { status: 404 });
  const picture = await fetch(`${base}${request.url ?? ""}`, { signal: AbortSignal.timeout(10_000) });
  const bytes = new Uint8Array(await picture.arrayBuffer());
  send(response, bytes, {
    status: picture.status,
    type: picture.headers.get("content-type") ?? "application/octet-stream",
  });
};

/** What a newcomer is offered to type first. */
const suggestions = Object.freeze(["/top products by net sales", "/kpi", "/digest kpi every monday at 8:00"]);

const servePage = (response: ServerResponse, { backstage, commands }: Routes): void =>
  send(
    response,
    renderPage({ commands: [...commands, invite], people: backstage.store.people, suggestions }),
    {
      type: "text/html; charset=utf-8",
      headers: {
        "content-security-policy": contentSecurityPolicy,
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
      },
    },
  );

const serveAsset = async (response: ServerResponse, name: string): Promise<void> => {
  const asset = await findAsset(name);
  if (asset === undefined) return send(response, "Not found.", { status: 404 });
  send(response, asset.body, { type: asset.type, headers: { "cache-control": "no-cache" } });
};
