import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { app } from "./workspace.ts";

const pingEvery = 2_000;

export interface Envelope {
  readonly type: "slash_commands" | "interactive" | "events_api";
  readonly payload: unknown;
  readonly retryAttempt?: number;
  readonly retryReason?: string;
}

/** The server's side of Socket Mode: envelopes go out, acknowledgements come back. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, (payload: unknown) => void>();
  readonly #open = new Set<WebSocket>();

  get isConnected(): boolean {
    return this.#open.size > 0;
  }

  /** A connection may be opened once with what apps.connections.open gave. */
  issueTicket(): string {
    const ticket = randomBytes(12).toString("hex");
    this.#tickets.add(ticket);
    return ticket;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? "/", "ws://sandbox").searchParams.get("ticket") ?? "";
    if (!this.#tickets.delete(ticket)) {
      socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#welcome(connection));
  }

  #welcome(connection: WebSocket): void {
    const ping = setInterval(() => connection.ping(), pingEvery);
    this.#open.add(connection);
    connection.on("message", (data) => this.#acknowledge(String(data)));
    connection.on("close", () => {
      clearInterval(ping);
      this.#open.delete(connection);
    });
    connection.on("error", () => connection.terminate());
    connection.send(
      JSON.stringify({
        type: "hello",
        num_connections: this.#open.size,
        connection_info: { app_id: app.id },
      }),
    );
  }

  #acknowledge(text: string): void {
    const message: unknown = JSON.parse(text);
    if (typeof message !== "object" || message === null || !("envelope_id" in message)) return;
    this.#waiting.get(String(message.envelope_id))?.("payload" in message ? message.payload : undefined);
  }

  /** Resolves with the payload of the acknowledgement; with "timeout" without one. */
  send(envelope: Envelope, timeout: number): Promise<{ readonly payload: unknown } | "timeout"> {
    const id = randomUUID();
    const [connection] = this.#open;
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish("timeout"), timeout);
      const finish = (outcome: { payload: unknown } | "timeout"): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(outcome);
      };
      this.#waiting.set(id, (payload) => finish({ payload }));
      connection?.send(
        JSON.stringify({
          envelope_id: id,
          type: envelope.type,
          payload: envelope.payload,
          accepts_response_payload: envelope.type !== "events_api",
          ...(envelope.retryAttempt !== undefined && { retry_attempt: envelope.retryAttempt }),
          ...(envelope.retryReason !== undefined && { retry_reason: envelope.retryReason }),
        }),
      );
    });
  }

  /** Ends every connection, as a network does; the client is expected to come back. */
  drop(): void {
    for (const connection of this.#open) connection.terminate();
    this.#open.clear();
  }

  /** Asks every client to reconnect, as Slack does when it moves a connection. */
  refresh(): void {
    for (const connection of this.#open)
      connection.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
  }

  close(): void {
    this.drop();
    this.#server.close();
  }
}
