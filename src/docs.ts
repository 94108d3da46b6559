import { commands } from "../commands/index.ts";
import { repositoryRoot } from "./database/root.ts";
import { describeCommands } from "./docs/describe-commands.ts";
import { describeMetrics } from "./docs/describe-metrics.ts";
import { type Page, writeDocs } from "./docs/write-docs.ts";
import { environmentExample } from "./environment.ts";
import { metrics } from "./metrics/index.ts";
import type { TerminalIo } from "./terminal/terminal-io.ts";

/** Every page that is made from code. */
const pages = (): readonly Page[] => [
  { path: ".env.example", text: environmentExample() },
  { path: "src/metrics/README.md", text: describeMetrics(metrics) },
  { path: "commands/README.md", text: describeCommands(commands) },
];

/** `npm run docs`, and `npm run docs -- --check`. */
export const makeDocs = (argv: readonly string[], io: TerminalIo): Promise<number> =>
  writeDocs(pages(), {
    root: repositoryRoot(),
    check: argv.includes("--check"),
    say: (text) => io.err(text),
  });
