import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { Environment } from "./environment.ts";
import { presentError } from "./terminal/present-error.ts";
import { drained, interruptSignal, processIo } from "./terminal/process-io.ts";
import type { TerminalIo } from "./terminal/terminal-io.ts";

/**
 * The terminal's door. Everything heavy is imported when it is needed: a command that a running service answers
 * opens no database here.
 */
const run = async (argv: readonly string[], io: TerminalIo): Promise<number> => {
  if (argv[0] === "docs") return (await import("./docs.ts")).makeDocs(argv.slice(1), io);
  if (argv[0] === "migration") return writeMigration(argv[1] ?? "", io);
  const { readEnvironment } = await import("./environment.ts");
  const environment = readEnvironment();
  if (argv[0] === "start") return (await import("./main.ts")).start(environment, io);
  return needsDatabase(argv) ? onDatabase(argv, io, environment) : withoutDatabase(argv, io, environment);
};

/** For developers: the migration that a changed schema asks for. */
const writeMigration = async (name: string, io: TerminalIo): Promise<number> => {
  const migrations = await import("./database/migrations/write-migration.ts");
  const path = await migrations.writeMigration(name);
  io.out(path === undefined ? "The migrations already lead to prisma/schema.prisma.\n" : `${path}\n`);
  return 0;
};

const withoutData: ReadonlySet<string | undefined> = new Set([undefined, "help", "manifest"]);

const writesFiles = (argv: readonly string[]): boolean =>
  argv[0] === "demo" && argv.some((word) => word === "--to" || word.startsWith("--to="));

const needsDatabase = (argv: readonly string[]): boolean =>
  !withoutData.has(argv[0]) && !writesFiles(argv) && !argv.includes("--help") && !argv.includes("-h");

const withoutDatabase = async (
  argv: readonly string[],
  io: TerminalIo,
  environment: Environment,
): Promise<number> => {
  const { composeTerminal } = await import("./compose/terminal.ts");
  const { runTerminal } = await import("./terminal/run-terminal.ts");
  const { tools, close } = await composeTerminal(environment, io.err);
  return runTerminal(argv, io, tools).finally(close);
};

const onDatabase = async (
  argv: readonly string[],
  io: TerminalIo,
  environment: Environment,
): Promise<number> => {
  const { findHolder } = await import("./database/embedded/lock.ts");
  const { FolderInUseError } = await import("./database/errors.ts");
  const { runOrForward } = await import("./service/run-or-forward.ts");
  const { socketPathOf } = await import("./service/socket-path.ts");
  const folder = resolve(environment.dataFolder);
  const embedded = environment.databaseUrl === undefined;
  return runOrForward(argv, io, {
    findSocket: async () => (embedded ? (await findHolder(folder))?.socket : undefined),
    socketPath: embedded ? socketPathOf(folder) : undefined,
    compose: async () => (await import("./compose/terminal.ts")).composeTerminal(environment, io.err),
    isTaken: (error) => error instanceof FolderInUseError && error.socket !== undefined,
  });
};

/** Before anything is composed there is no log: the cause is shown beside its reference. */
const noteFailure = (error: unknown): string => {
  const reference = randomUUID().slice(0, 8);
  process.stderr.write(`${reference} ${error instanceof Error ? error.stack : String(error)}\n`);
  return reference;
};

const io = processIo(interruptSignal());
const status = await run(process.argv.slice(2), io).catch((error: unknown) => {
  const failure = presentError(error, noteFailure);
  io.err(failure.text);
  return failure.status;
});
await drained();
process.exit(status);
