import { Worker, type WorkerOptions } from "node:worker_threads";

const sources = new URL("./", import.meta.url).href;
const built = new URL("../dist/src/", import.meta.url).href;

/**
 * Starts the module that stands beside the caller in a worker thread: `startWorker(import.meta.url, "./worker")`.
 * Tests and scripts, which run from source, start it as it was built: loading TypeScript in each thread would cost
 * them more than most threads do. Loaders that this process was started with are not loaded there.
 */
export const startWorker = (from: string, name: string, options: WorkerOptions = {}): Worker => {
  const beside = from.endsWith(".ts") ? from.replace(sources, built) : from;
  return new Worker(new URL(`${name}.js`, beside), { ...options, execArgv: [] });
};
