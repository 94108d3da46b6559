import type { Worker } from "node:worker_threads";
import type { Chart } from "../report.ts";
import { startWorker } from "../worker-thread.ts";
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
  readonly chart: Chart;
  resolve(picture: Buffer): void;
  reject(error: Error): void;
}

type Reply = { readonly picture: Uint8Array } | { readonly failure: string };

const startDrawing = (): Worker => startWorker(import.meta.url, "./worker");

/**
 * Draws in a worker thread, one picture at a time. A thread that dies or overruns its deadline costs the
 * picture it was drawing; the next one is drawn by a new thread. An idle thread keeps no process alive.
 */
export const startDrawingThread = ({
  start = startDrawing,
  deadlineMilliseconds = 10_000,
}: DrawingOptions = {}): DrawingThread => {
  const waiting: Job[] = [];
  let worker: Worker | undefined;
  let current: { readonly job: Job; readonly timer: NodeJS.Timeout } | undefined;

  const finish = (settle: (job: Job) => void): void => {
    if (!current) return;
    const { job, timer } = current;
    clearTimeout(timer);
    current = undefined;
    worker?.unref();
    settle(job);
    drawNext();
  };

  const lose = (lost: Worker, error: Error): void => {
    if (worker !== lost) return;
    worker = undefined;
    void lost.terminate();
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
    if (current) return;
    const job = waiting.shift();
    if (!job) return;
    worker ??= open();
    const busy = worker;
    const timer = setTimeout(
      () => lose(busy, new Error(`The chart took longer than ${deadlineMilliseconds / 1000} s to draw.`)),
      deadlineMilliseconds,
    );
    current = { job, timer };
    busy.ref();
    busy.postMessage(configureChart(job.chart));
  };

  return {
    draw: (chart) =>
      new Promise((resolve, reject) => {
        waiting.push({ chart, resolve, reject });
        drawNext();
      }),
    close: async () => {
      const closing = worker;
      const error = new Error("Charts are closed.");
      for (const job of waiting.splice(0)) job.reject(error);
      worker = undefined;
      finish((job) => job.reject(error));
      await closing?.terminate();
    },
  };
};
