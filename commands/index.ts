import type { Command } from "../src/command.ts";
import { ask } from "./ask.ts";
import { bottom } from "./bottom.ts";
import { changes } from "./changes.ts";
import { costs } from "./costs.ts";
import { deductions } from "./deductions.ts";
import { demand } from "./demand.ts";
import { digest } from "./digest.ts";
import { importFiles } from "./import.ts";
import { kpi } from "./kpi.ts";
import { list } from "./list.ts";
import { loads } from "./loads.ts";
import { metrics } from "./metrics.ts";
import { mix } from "./mix.ts";
import { pnl } from "./pnl.ts";
import { pricing } from "./pricing.ts";
import { profile } from "./profile.ts";
import { risk } from "./risk.ts";
import { status } from "./status.ts";
import { top } from "./top.ts";
import { trend } from "./trend.ts";
import { why } from "./why.ts";

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = Object.freeze([
  top,
  bottom,
  trend,
  kpi,
  pnl,
  why,
  pricing,
  demand,
  deductions,
  costs,
  mix,
  profile,
  risk,
  changes,
  list,
  digest,
  ask,
  metrics,
  status,
  loads,
  importFiles,
]);
