import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { SetupError } from "../errors.ts";
import { limits } from "./limits.ts";
import type { PictureStore } from "./picture-store.ts";

/** The web server of BIMS: Slack's requests, pictures for Slack to fetch, and a sign of life. */
export interface Door {
  /** "http://127.0.0.1:3000", once open. */
  readonly url: string | undefined;
  /** Throws a SetupError when the port is taken. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly port: number;
  readonly pictures: PictureStore;
  /** Bolt's listener for /slack/events; none in Socket Mode, where nothing comes in this way. */
  readonly slack?: RequestListener;
  /** What /health says beside `ok`. */
  readonly health?: () => Readonly<Record<string, unknown>>;
}

export const eventsPath = "/slack/events";
const picturesPath = "/pictures/";

const answer = (
  response: ServerResponse,
  status: number,
  body: string | Buffer = "",
  type = "text/plain; charset=utf-8",
): void => {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "x-content-type-options": "nosniff",
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
};

/** Bolt refuses stale signatures but takes those dated ahead, which could be used again later. */
const isDatedAhead = (request: IncomingMessage): boolean => {
  const seconds = Number(request.headers["x-slack-request-timestamp"]);
  return !(seconds <= Date.now() / 1000 + limits.signatureAheadSeconds);
};

const receive = (options: DoorOptions, request: IncomingMessage, response: ServerResponse): void => {
  if (options.slack === undefined) return answer(response, 404, "Socket Mode: nothing is received here.");
  if (request.method !== "POST") return answer(response, 405, "POST only.");
  if (Number(request.headers["content-length"] ?? 0) > limits.bodyBytes)
    return answer(response, 413, "Too large.");
  if (isDatedAhead(request)) return answer(response, 401, "The signature is dated ahead.");
  options.slack(request, response);
};

const showPicture = (options: DoorOptions, name: string, response: ServerResponse): void => {
  const picture = options.pictures.find(name);
  if (picture === undefined) return answer(response, 404, "This picture is gone; ask again.");
  response.setHeader("cache-control", "private, max-age=86400");
  answer(response, 200, picture, "image/png");
};

const route = (options: DoorOptions, request: IncomingMessage, response: ServerResponse): void => {
  // What is left of a refused body is let pass: the next request of the connection stands behind it.
  response.once("finish", () => request.resume());
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === eventsPath) return receive(options, request, response);
  if (request.method !== "GET" && request.method !== "HEAD") return answer(response, 405, "GET only.");
  if (path.startsWith(picturesPath)) return showPicture(options, path.slice(picturesPath.length), response);
  if (path === "/health")
    return answer(response, 200, JSON.stringify({ ok: true, ...options.health?.() }), "application/json");
  answer(response, 404, "Not found.");
};

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken
          ? new SetupError(
              `Port ${port} is in use. Stop the program that uses it, or set PORT to another one.`,
            )
          : error,
      );
    });
    server.listen(port, () => resolve());
  });

/** Longer than a proxy before us keeps a connection, so that none is closed under a request on its way. */
const patience = { keepAliveTimeout: 75_000, headersTimeout: 80_000 };

export const createDoor = (options: DoorOptions): Door => {
  const server = createServer(patience, (request, response) => route(options, request, response));
  return {
    get url() {
      const address = server.address() as AddressInfo | null;
      return address === null ? undefined : `http://127.0.0.1:${address.port}`;
    },
    open: () => listen(server, options.port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
};
