import { commands } from "../../commands/index.ts";
import type { Chart } from "../report.ts";

/** A picture that needs no data. */
export const sampleChart: Chart = {
  kind: "ranked",
  title: "Sample",
  unit: "count",
  measure: "Commands",
  categories: commands.map((command) => command.name),
  series: [{ name: "now", role: "current", values: commands.map((_, index) => index + 1) }],
  alt: "A sample chart",
};
