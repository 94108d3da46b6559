import { rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import type { TerminalIo } from "../terminal/terminal-io.ts";
import { cancel, type Request, receive, request, send } from "./frames.ts";

export type Run = (argv: readonly string[], io: TerminalIo) => Promise<number>;

export interface TerminalService {
  /** Stops listening; commands that run are told to stop. */
  close(): Promise<void>;
  /** Stops listening, and waits for the commands that run. */
  finish(): Promise<void>;
}

/**
 * Listens for the commands of other terminals and runs them here, where the embedded database is open. Only this
 * user may connect (mode 0600). Whoever holds the database's lock owns the path, so what lies there is left over.
 */
export const serveTerminal = async (socketPath: string, run: Run): Promise<TerminalService> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    serve(socket, run).catch(() => socket.destroy());
  });
  await rm(socketPath, { force: true });
  await listen(server, socketPath);
  const finish = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
    await rm(socketPath, { force: true });
  };
  return {
    finish,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return finish();
    },
  };
};

/** The socket appears while `listen` is called, so the mask is narrowed just for that: it is never open to others. */
const listen = (server: Server, socketPath: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    const mask = process.umask(0o177);
    server.listen(socketPath, resolve);
    process.umask(mask);
  });

const serve = async (socket: Socket, run: Run): Promise<void> => {
  const frames = receive(socket);
  const first = await frames.next();
  const asked = request.parse(first.value);
  const gone = new AbortController();
  socket.once("close", () => gone.abort());
  listenForCancel(frames, gone).catch(() => gone.abort());
  const status = await run(asked.argv, ioOver(socket, asked, gone.signal));
  send(socket, { kind: "exit", status });
  socket.end();
};

const listenForCancel = async (frames: AsyncGenerator<unknown>, gone: AbortController): Promise<void> => {
  for await (const frame of frames) if (cancel.safeParse(frame).success) gone.abort();
};

const ioOver = (socket: Socket, { cwd, width, colour, isTTY }: Request, signal: AbortSignal): TerminalIo => ({
  out: (text) => send(socket, { kind: "out", text }),
  err: (text) => send(socket, { kind: "err", text }),
  cwd,
  width,
  colour,
  isTTY,
  signal,
});
