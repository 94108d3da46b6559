import { resolve } from "node:path";
import { CommanderError, InvalidArgumentError, Option, Command as Program } from "commander";
import type { Command } from "../command.ts";
import { answerCommand, answerQuestion, type Forms } from "./answer-words.ts";
import { presentError } from "./present-error.ts";
import { presentReport } from "./present-report.ts";
import { startProgress } from "./start-progress.ts";
import type { TerminalIo } from "./terminal-io.ts";
import type { ImportForms, Outcome, Tools, Work } from "./tools.ts";

/** Exit statuses: answered · theirs to change · ours · stopped by Ctrl-C (128 + SIGINT). */
const status = Object.freeze({ done: 0, ours: 1, theirs: 2, cancelled: 130 });

/** Runs one typed command line (without `npx bims`) and returns its exit status; throws nothing. */
export const runTerminal = async (argv: readonly string[], io: TerminalIo, tools: Tools): Promise<number> => {
  try {
    return await parse(splitFirst(argv), io, tools);
  } catch (error) {
    if (io.signal.aborted) return status.cancelled;
    if (error instanceof CommanderError) return error.exitCode === 0 ? status.done : status.theirs;
    const failure = presentError(error, tools.noteFailure);
    if (failure.json !== undefined && argv.includes("--json")) io.out(`${failure.json}\n`);
    else io.err(failure.text);
    return failure.status;
  }
};

/** `bims "top products by net sales"` means the same as without the quotes. */
const splitFirst = (argv: readonly string[]): readonly string[] => {
  const [first = "", ...rest] = argv;
  return /\s/.test(first.trim()) ? [...first.trim().split(/\s+/), ...rest] : argv;
};

/** Collects the exit status of the one action that runs. */
type Act = (work: () => Promise<number>) => Promise<void>;

const parse = async (argv: readonly string[], io: TerminalIo, tools: Tools): Promise<number> => {
  let result: number = status.done;
  const act: Act = async (work) => {
    result = await work();
  };
  const program = makeProgram(io).version(tools.version, "-V, --version", "Tells which BIMS this is");
  program.command("start").description("Serves Slack, or the sandbox where no Slack token is set");
  addQuestions(program, act, io, tools);
  addDataWork(program, act, io, tools);
  addBackup(program, act, io, tools);
  addSetup(program, act, io, tools);
  if (argv.length === 0) program.outputHelp();
  else await untilAborted(program.parseAsync([...argv], { from: "user" }), io.signal);
  return result;
};

const makeProgram = (io: TerminalIo): Program =>
  new Program("bims")
    .description("The analyst that lives in your company's Slack, in your terminal.")
    .usage("COMMAND")
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
      getOutHasColors: () => io.colour,
      getErrHasColors: () => io.colour,
    })
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .showHelpAfterError("See: npx bims help")
    .helpCommand("help [command]", "Says more about a command")
    .addHelpText("after", help);

const help = `
Examples:
  npx bims start
  npx bims ask top 5 markets by net sales
  npx bims ask net sales by month vs last year --chart sales.png
  npx bims import ./exports`;

/** `ask`, and every command that can be typed in Slack. What is no command is asked as it is. */
const addQuestions = (program: Program, act: Act, io: TerminalIo, tools: Tools): void => {
  addForms(program.command("ask", { isDefault: true }).argument("<words...>"))
    .description("Answers a question: top 5 markets by net sales")
    .action((words: string[], forms: Forms) => act(() => answerQuestion(words, forms, io, tools)));
  for (const command of tools.commands.filter(({ name }) => !reserved.has(name)))
    addForms(program.command(command.name).argument("[words...]", command.usage))
      .description(command.summary)
      .addHelpText("after", () => examplesOf(command))
      .action((words: string[], forms: Forms) => act(() => answerCommand(command, words, forms, io, tools)));
};

/** Names that mean something else in a terminal than in Slack. */
const reserved: ReadonlySet<string> = new Set(["help", "ask", "import"]);

const examplesOf = ({ name, examples }: Command): string =>
  ["\nExamples:", ...examples.map((example) => ["  npx bims", name, example].join(" ").trimEnd())].join("\n");

const addForms = (command: Program): Program =>
  command
    .option("--json", "Prints it as JSON")
    .option("--csv", "Prints it as CSV")
    .option("--chart <file>", "Draws its chart into a PNG file")
    .allowUnknownOption();

const dateFormats: readonly NonNullable<ImportForms["dateFormat"]>[] = ["dd/mm/yyyy", "mm/dd/yyyy"];

const addDataWork = (program: Program, act: Act, io: TerminalIo, tools: Tools): void => {
  program
    .command("import")
    .argument("[paths...]", "Folders, or .csv, .sql and .xlsx files of the ten tables; none: the inbox")
    .option("--quarantine", "Loads the good rows and sets the bad ones aside")
    .description("Loads a company's export files")
    .option("--replace-months", "Removes the facts of the files' months that the files do not hold")
    .addOption(
      new Option("--date-format <format>", "What comes first in dates like 01/02/2021").choices(dateFormats),
    )
    .action((paths: string[], given: Partial<ImportForms>) =>
      act(() => {
        const absolute = paths.map((path) => resolve(io.cwd, path));
        const forms = { quarantine: false, replaceMonths: false, ...given };
        return longWork(io, (work) => tools.importFiles(absolute, { ...work, ...forms }));
      }),
    );
  program
    .command("undo")
    .argument("<load>", "Number of the load; npx bims loads lists them", readLoadNumber)
    .description("Takes a load back: answers are then those before it")
    .action((load: number) => act(() => longWork(io, (work) => tools.undo(load, work))));
  program
    .command("refresh")
    .description("Computes again what questions are answered from")
    .action(() => act(() => longWork(io, (work) => tools.refresh(work))));
  program
    .command("demo")
    .addOption(
      new Option("--scale <scale>", "demo: 50,000 sales lines; full: 1.4 million")
        .choices(["demo", "full"])
        .default("demo"),
    )
    .option("--to <folder>", "Writes its files there and loads nothing")
    .description("Loads the invented demo company into an empty database")
    .action(({ scale, to }: { scale: "demo" | "full"; to?: string }) =>
      act(() =>
        longWork(io, (work) =>
          tools.demo({ ...work, scale, ...(to === undefined ? {} : { to: resolve(io.cwd, to) }) }),
        ),
      ),
    );
};

const addBackup = (program: Program, act: Act, io: TerminalIo, tools: Tools): void => {
  program
    .command("backup")
    .argument("<file>", "File to write: backup.tar.gz")
    .description("Writes everything that is loaded, set up and remembered into one file")
    .action((file: string) => act(() => longWork(io, (work) => tools.backup(resolve(io.cwd, file), work))));
  program
    .command("restore")
    .argument("<file>", "File that backup wrote")
    .option("--force", "Replaces everything in a database that is not empty")
    .description("Puts everything of a backup into an empty database")
    .action((file: string, { force = false }: { force?: boolean }) =>
      act(() => longWork(io, (work) => tools.restore(resolve(io.cwd, file), { ...work, force }))),
    );
};

const readLoadNumber = (text: string): number => {
  const load = Number(text.replace(/^#/, ""));
  if (Number.isInteger(load) && load > 0 && load < 2 ** 31) return load;
  throw new InvalidArgumentError("Say which load by its number, as: npx bims undo 3");
};

const addSetup = (program: Program, act: Act, io: TerminalIo, tools: Tools): void => {
  program
    .command("migrate")
    .description("Brings the database to this version's tables")
    .action(() => act(async () => finish(await tools.migrate(), io)));
  program
    .command("manifest")
    .description("Prints the Slack app manifest")
    .action(() => act(async () => print(tools.manifest(), io)));
  program
    .command("doctor")
    .option("--live <channel>", "Also posts to this channel and checks what Slack does with it")
    .description("Checks tokens, scopes, database, data and fonts")
    .action((options: { live?: string }) => act(async () => finish(await tools.doctor(options), io)));
};

const print = (text: string, io: TerminalIo): number => {
  io.out(text.endsWith("\n") ? text : `${text}\n`);
  return status.done;
};

/** A refusal goes to standard error, so that a script never takes it for the result. */
const finish = ({ report, done }: Outcome, io: TerminalIo): number => {
  const text = presentReport(report, io);
  if (done) io.out(text);
  else io.err(text);
  return done ? status.done : status.theirs;
};

const longWork = async (io: TerminalIo, start: (work: Work) => Promise<Outcome>): Promise<number> => {
  const progress = startProgress(io);
  try {
    const outcome = await start({ progress: progress.show, signal: io.signal });
    progress.stop();
    return finish(outcome, io);
  } finally {
    progress.stop();
  }
};

/** Ctrl-C gives the prompt back at once; work that was told to stop ends by itself. */
const untilAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise, reject } = withRejection<T>();
  const stop = (): void => reject(new Error("Stopped."));
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", stop));
};

const withRejection = <T>(): { promise: Promise<T>; reject: (error: Error) => void } => {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((_, fail) => {
    reject = fail;
  });
  return { promise, reject };
};
