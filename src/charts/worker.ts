import { parentPort } from "node:worker_threads";
import type { ChartSpec } from "./chart-spec.ts";
import { drawSpec } from "./draw-spec.ts";

let before: Promise<unknown> = Promise.resolve();

/** Draws one picture after another, away from the thread that answers people, and hands them over in that order. */
parentPort?.on("message", (spec: ChartSpec) => {
  const drawn = drawSpec(spec).then(
    (picture) => ({ picture }),
    (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
  );
  before = before.then(async () => parentPort?.postMessage(await drawn));
});
