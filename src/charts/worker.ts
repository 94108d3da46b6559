import { parentPort } from "node:worker_threads";
import type { ChartSpec } from "./chart-spec.ts";
import { drawSpec } from "./draw-spec.ts";

/** Draws one picture after another, away from the thread that answers people. */
parentPort?.on("message", (spec: ChartSpec) => {
  drawSpec(spec).then(
    (picture) => parentPort?.postMessage({ picture }),
    (error: unknown) =>
      parentPort?.postMessage({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
