import type { WriteStream } from "node:tty";
import type { TerminalIo } from "./terminal-io.ts";

/** The terminal of this process. A reader that left (`| head`) misses the rest; the work goes on, to its own status. */
export const processIo = (signal: AbortSignal): TerminalIo => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", goOnUnread);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTTY: isTTY(process.stderr),
    width: (isTTY(process.stdout) && process.stdout.columns) || 100,
    colour: isTTY(process.stdout) && process.stdout.hasColors(),
    cwd: process.cwd(),
    signal,
  };
};

const goOnUnread = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
};

const isTTY = (stream: WriteStream): boolean => stream.isTTY === true;

/** Aborts at the first Ctrl-C (or when told to end); the second one ends the process at once. */
export const interruptSignal = (): AbortSignal => {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
};

/** Resolves when all that was written has left the process. */
export const drained = async (): Promise<void> => {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
};
