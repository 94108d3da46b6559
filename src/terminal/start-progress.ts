import { Writable } from "node:stream";
import { SingleBar } from "cli-progress";
import { escapeForTerminal } from "./escape.ts";
import type { TerminalIo } from "./terminal-io.ts";
import type { OnProgress } from "./tools.ts";

/** Shows how far long work has come; `stop` is called once, however the work ended. */
export interface Progress {
  readonly show: OnProgress;
  stop(): void;
}

/** A bar where a person watches, plain lines otherwise; both on standard error. */
export const startProgress = (io: TerminalIo): Progress => (io.isTTY ? drawnBar(io) : plainLines(io));

const streamOf = (io: TerminalIo): NodeJS.WritableStream =>
  Object.assign(
    new Writable({
      write: (chunk, _encoding, done) => {
        io.err(String(chunk));
        done();
      },
    }),
    { isTTY: true, columns: io.width },
  );

const drawnBar = (io: TerminalIo): Progress => {
  const bar = new SingleBar({
    stream: streamOf(io),
    format: "{bar} {percentage}%  {label}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    gracefulExit: false,
    clearOnComplete: true,
  });
  let started = false;
  return {
    show: (label, done, total) => {
      const payload = { label: escapeForTerminal(label) };
      if (!started) bar.start(total, done, payload);
      started = true;
      bar.setTotal(total);
      bar.update(done, payload);
    },
    stop: () => bar.stop(),
  };
};

/** One line when a step begins, so that a log stays readable. */
const plainLines = (io: TerminalIo): Progress => {
  let last = "";
  return {
    show: (label) => {
      if (label === last) return;
      last = label;
      io.err(`${escapeForTerminal(label)}\n`);
    },
    stop: () => undefined,
  };
};
