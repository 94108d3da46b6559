import { connect, type Socket } from "node:net";
import { SetupError } from "../errors.ts";
import type { TerminalIo } from "../terminal/terminal-io.ts";
import { receive, reply, send } from "./frames.ts";

/**
 * Sends a command line to the running service and shows what comes back as if it ran here. Returns its exit status;
 * `undefined` when nobody listens there, so that the caller can open the database itself.
 */
export const forward = async (
  socketPath: string,
  argv: readonly string[],
  io: TerminalIo,
): Promise<number | undefined> => {
  const socket = await open(socketPath);
  if (!socket) return undefined;
  const stop = (): void => send(socket, { kind: "cancel" });
  io.signal.addEventListener("abort", stop, { once: true });
  try {
    const { cwd, width, colour, isTTY } = io;
    send(socket, { kind: "run", argv: [...argv], cwd, width, colour, isTTY });
    return await show(socket, io);
  } finally {
    io.signal.removeEventListener("abort", stop);
    socket.destroy();
  }
};

/** Nobody listens: the file is gone, or left over from a service that was killed. */
const nobody: ReadonlySet<string | undefined> = new Set(["ENOENT", "ECONNREFUSED", "ENOTSOCK"]);

const open = (socketPath: string): Promise<Socket | undefined> =>
  new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (nobody.has(error.code)) resolve(undefined);
      else reject(new SetupError(`The running BIMS cannot be reached: ${error.message}`));
    });
  });

const show = async (socket: Socket, io: TerminalIo): Promise<number> => {
  try {
    for await (const frame of receive(socket)) {
      const part = reply.parse(frame);
      switch (part.kind) {
        case "out":
          io.out(part.text);
          break;
        case "err":
          io.err(part.text);
          break;
        case "exit":
          return part.status;
      }
    }
  } catch (cause) {
    throw new SetupError(lost, { cause });
  }
  throw new SetupError(lost);
};

const lost =
  "The running BIMS stopped before it was done. Start it again (npx bims start), then repeat the command.";
