import type { IncomingMessage, ServerResponse } from "node:http";

const mebibyte = 1024 * 1024;

/** The whole body; refuses one above `limit` bytes by ending the connection. */
export const readBody = async (request: IncomingMessage, limit = 64 * mebibyte): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > limit) {
      request.destroy();
      throw new Error(`A request body is larger than ${limit} bytes.`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const send = (response: ServerResponse, body: string | Uint8Array, reply: Reply = {}): void => {
  response.writeHead(reply.status ?? 200, {
    "content-type": reply.type ?? "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
    ...reply.headers,
  });
  response.end(body);
};

export const sendJson = (response: ServerResponse, body: unknown, reply: Reply = {}): void =>
  send(response, JSON.stringify(body), { type: "application/json; charset=utf-8", ...reply });

/** The media type without its parameters. */
export const mediaType = (request: IncomingMessage): string =>
  (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const localNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Whether the caller is this machine and means this server: a page of another site, also one whose name was
 * rebound to 127.0.0.1, shows itself by its Host or Origin.
 */
export const isLocalCaller = (request: IncomingMessage): boolean => {
  const { host, origin } = request.headers;
  return (
    loopback.test(request.socket.remoteAddress ?? "") &&
    host !== undefined &&
    localNames.has(hostNameOf(`http://${host}`)) &&
    (origin === undefined || (origin.startsWith("http://") && origin.slice("http://".length) === host))
  );
};

const hostNameOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : "");
