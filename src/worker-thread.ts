import { Worker, type WorkerOptions } from "node:worker_threads";

/** Run from source, a worker first needs the TypeScript loader; built, it is a plain module. */
const throughLoader = (url: string): string =>
  `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(url)}); });`;

/**
 * Starts the module that stands beside the caller in a worker thread, whether it runs built or from source:
 * `startWorker(import.meta.url, "./worker")`.
 */
export const startWorker = (from: string, name: string, options: WorkerOptions = {}): Worker => {
  const extension = from.endsWith(".ts") ? ".ts" : ".js";
  const url = new URL(`${name}${extension}`, from);
  return extension === ".ts"
    ? new Worker(throughLoader(url.href), { ...options, eval: true })
    : new Worker(url, options);
};
