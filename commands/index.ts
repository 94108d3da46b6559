import type { Command } from "../src/command.ts";
import { ask } from "./ask.ts";
import { digest } from "./digest.ts";
import { importFiles } from "./import.ts";
import { kpi } from "./kpi.ts";
import { loads } from "./loads.ts";
import { metrics } from "./metrics.ts";
import { status } from "./status.ts";
import { top } from "./top.ts";
import { trend } from "./trend.ts";

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = Object.freeze([
  top,
  trend,
  kpi,
  digest,
  ask,
  metrics,
  status,
  loads,
  importFiles,
]);
