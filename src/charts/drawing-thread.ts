import type { Worker } from "node:worker_threads";
import type { Chart } from "../report.ts";
import { startWorker } from "../worker-thread.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { configureChart } from "./configure-chart.ts";

export interface DrawingOptions {
  readonly start?: () => Worker;
  readonly deadlineMilliseconds?: number;
}

export interface DrawingThread {
  draw(chart: Chart): Promise<Buffer>;
  close(): Promise<void>;
}

interface Job {
  readonly spec: ChartSpec;
  resolve(picture: Buffer): void;
  reject(error: Error): void;
}

type Reply = { readonly picture: Uint8Array } | { readonly failure: string };

const startDrawing = (): Worker => startWorker(import.meta.url, "./worker");

/** Two: one picture is packed on other threads while the next one is drawn. */
const mostUnderWay = 2;

/**
 * Draws in a worker thread, which answers in the order of asking. A thread that dies or overruns its deadline costs
 * the picture it was to answer next; the others are drawn by a new thread. An idle thread keeps no process alive.
 */
export const startDrawingThread = ({
  start = startDrawing,
  deadlineMilliseconds = 10_000,
}: DrawingOptions = {}): DrawingThread => {
  const waiting: Job[] = [];
  const underWay: Job[] = [];
  let worker: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** The deadline of the picture that is to come next. */
  const watch = (): void => {
    clearTimeout(timer);
    const watched = worker;
    if (underWay.length === 0 || !watched) return void watched?.unref();
    watched.ref();
    const overrun = `The chart took longer than ${deadlineMilliseconds / 1000} s to draw.`;
    timer = setTimeout(() => lose(watched, new Error(overrun)), deadlineMilliseconds);
  };

  const finish = (settle: (job: Job) => void): void => {
    const job = underWay.shift();
    watch();
    if (job) settle(job);
    drawNext();
  };

  const lose = (lost: Worker, error: Error): void => {
    if (worker !== lost) return;
    worker = undefined;
    void lost.terminate();
    waiting.unshift(...underWay.splice(1));
    finish((job) => job.reject(error));
  };

  const open = (): Worker => {
    const opened = start();
    opened.on("message", (reply: Reply) =>
      finish((job) =>
        "picture" in reply
          ? job.resolve(Buffer.from(reply.picture.buffer, reply.picture.byteOffset, reply.picture.byteLength))
          : job.reject(new Error(`The chart could not be drawn: ${reply.failure}`)),
      ),
    );
    opened.on("error", (cause) => lose(opened, new Error("The thread that draws charts failed.", { cause })));
    opened.on("exit", () => lose(opened, new Error("The thread that draws charts ended.")));
    return opened;
  };

  const drawNext = (): void => {
    while (underWay.length < mostUnderWay) {
      const job = waiting.shift();
      if (!job) return;
      worker ??= open();
      underWay.push(job);
      if (underWay.length === 1) watch();
      worker.postMessage(job.spec);
    }
  };

  return {
    draw: (chart) =>
      new Promise((resolve, reject) => {
        // A chart that cannot be configured rejects here: nothing under way may wait for an answer that never comes.
        waiting.push({ spec: configureChart(chart), resolve, reject });
        drawNext();
      }),
    close: async () => {
      const closing = worker;
      const error = new Error("Charts are closed.");
      worker = undefined;
      clearTimeout(timer);
      for (const job of [...underWay.splice(0), ...waiting.splice(0)]) job.reject(error);
      await closing?.terminate();
    },
  };
};
