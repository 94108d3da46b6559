import { defineCommand } from "../src/command.ts";

export const status = defineCommand({
  name: "status",
  summary: "Tells what is loaded: tables, months, gaps, freshness",
  usage: "",
  examples: [""],
  global: false,
  respond: (_words, desk) => desk.status(),
});
