import { defineCommand } from "../src/command.ts";

export const loads = defineCommand({
  name: "loads",
  summary: "Lists what was loaded: who, what, when, and what was undone",
  usage: "",
  examples: [""],
  global: false,
  respond: (_words, desk) => desk.loads(),
});
