import { defineCommand } from "../src/command.ts";
import { composeImportHelp } from "../src/reports/import-help.ts";

export const importFiles = defineCommand({
  name: "import",
  summary: "Says how a company's files are loaded: by the inbox, or in the terminal",
  usage: "",
  examples: [""],
  global: false,
  respond: async () => composeImportHelp(),
});
