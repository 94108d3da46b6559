import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createPainter } from "../../src/charts/painter.ts";
import { createAnalyst } from "../../src/compose/analyst.ts";
import { firstChart } from "../../src/compose/terminal.ts";
import { type DemoScale, writeDemo } from "../../src/data/demo.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { composeAnswer } from "../../src/reports/index.ts";
import { type AskFigures, measureQuestions } from "./ask.ts";
import { type CommandTimes, measureReports, timedCommands } from "./commands.ts";
import { type Engine, embeddedEngine, postgresEngine } from "./engines.ts";
import { summarise, type Times, timed } from "./measure.ts";
import { measureService, type ServiceFigures } from "./service.ts";

/** `npm run bench -- --scale full`: every budget measured on both engines, as one table. */

interface Loaded {
  readonly seconds: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly rows: number;
}

interface EngineFigures {
  readonly name: string;
  readonly load: Loaded;
  readonly month: Loaded;
  readonly megabytes: number;
  readonly ask: AskFigures;
  readonly reports: CommandTimes;
  readonly service: ServiceFigures;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const here = fileURLToPath(new URL(".", import.meta.url));

/** In a process of its own, whose peak memory is then that of the load. */
const load = (
  engine: Engine,
  paths: readonly string[],
): Pick<EngineFigures, "load" | "month" | "megabytes"> => {
  const loaders = ["--import", "tsx", "--import", join(here, "use-build.ts")];
  const words = [...loaders, join(here, "load.ts"), engine.folder, engine.url, ...paths];
  const printed = execFileSync(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const [first, second, memory] = String(printed)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { load: first, month: second, megabytes: memory.megabytes };
};

const measureEngine = async (
  engine: Engine,
  scale: DemoScale,
  paths: readonly string[],
): Promise<EngineFigures> => {
  mkdirSync(engine.folder, { recursive: true });
  say(`${engine.name}: loading …`);
  const loaded = load(engine, paths);
  say(`${engine.name}: asking …`);
  const database = await openDatabase({
    url: engine.url === "" ? undefined : engine.url,
    folder: engine.folder,
  });
  const rounds = { rounds: 40, starRounds: scale === "full" ? 3 : 5 };
  const [ask, reports] = await measureQuestions(database, rounds)
    .then(async (ask) => [ask, await measureReports(database, 7)] as const)
    .finally(() => database.close());
  say(`${engine.name}: typing commands …`);
  return { name: engine.name, ...loaded, ask, reports, service: await measureService(engine) };
};

const measureCharts = async (engine: Engine): Promise<{ readonly first: number; readonly warm: Times }> => {
  const database = await openDatabase({
    url: engine.url === "" ? undefined : engine.url,
    folder: engine.folder,
  });
  const analyst = createAnalyst({ database, fiscalYearStartMonth: 9 });
  const viewer = { enterprise: "", team: "bench", user: "bench", policy: "everything" } as const;
  const painter = createPainter();
  try {
    const desk = analyst.openDesk(viewer, { kind: "terminal" }, noDigests);
    const { question } = await desk.read("net sales by month FY2026 vs last year");
    const chart = firstChart(composeAnswer(await analyst.answerer.answer(question, viewer), analyst.say));
    if (!chart) throw new Error("A trend has a chart");
    const { milliseconds: first } = await timed(() => painter.draw(chart));
    const warm: number[] = [];
    for (let round = 0; round < 30; round += 1)
      warm.push((await timed(() => painter.draw(chart))).milliseconds);
    return { first, warm: summarise(warm) };
  } finally {
    await painter.close();
    await database.close();
  }
};

const refuse = async (): Promise<never> => {
  throw new Error("Benchmarks make no digests");
};
const noDigests = { create: refuse, list: refuse, run: refuse, remove: refuse };

const milliseconds = ({ median, p95 }: Times): string => `${median.toFixed(1)} / ${p95.toFixed(1)} ms`;
const seconds = (value: number): string => `${value.toFixed(1)} s`;

const tableOf = (engines: readonly EngineFigures[]): readonly (readonly string[])[] => {
  const row = (
    label: string,
    budget: string,
    cell: (figures: EngineFigures) => string,
  ): readonly string[] => [...[label, budget], ...engines.map(cell)];
  return [
    ["", "budget (PostgreSQL; PGlite)", ...engines.map(({ name }) => name)],
    row("question, median / p95", "3 / 25 ms; 10 / 100 ms", ({ ask }) => milliseconds(ask.uncached)),
    row("the same, cached", "1 ms", ({ ask }) => milliseconds(ask.cached)),
    row("times faster than the star join, median", "150; 100", ({ ask }) => ask.ratios.median.toFixed(0)),
    row("wider questions, slowest", "1 s", ({ ask }) =>
      seconds(Math.max(...ask.wider.map(({ times }) => times.median)) / 1000),
    ),
    row("import + refresh of ten tables", "60 s; 180 s", ({ load }) => seconds(load.seconds)),
    row("  of which refresh", "", ({ load }) => seconds(load.phases.refresh ?? 0)),
    row("a month's sales file", "5 s", ({ month }) => seconds(month.seconds)),
    row("peak memory of the load", "1024 MB", ({ megabytes }) => `${megabytes.toFixed(0)} MB`),
    ...timedCommands.map(({ words, budget }) =>
      row(`${words}, median / p95`, budget, ({ reports }) => {
        const times = reports.get(words);
        return times ? milliseconds(times) : "";
      }),
    ),
    row("slash command → message, median / p95", "300 ms at p95", ({ service }) =>
      milliseconds(service.command),
    ),
    row("press → updated message, median / p95", "300 ms at p95", ({ service }) =>
      milliseconds(service.press),
    ),
    row("  without picture", "150 ms at p95", ({ service }) => milliseconds(service.pressWithoutChart)),
    row(
      "20 people at once",
      "30 answers/s",
      ({ service }) => `${service.answersPerSecond.toFixed(0)} answers/s`,
    ),
  ];
};

const print = (rows: readonly (readonly string[])[]): void => {
  for (const [index, row] of rows.entries()) {
    process.stdout.write(`| ${row.join(" | ")} |\n`);
    if (index === 0) process.stdout.write(`|${row.map(() => "---").join("|")}|\n`);
  }
};

const questionRows = ({ name, ask }: EngineFigures): readonly (readonly string[])[] => [
  [`${name}: question`, "read from", "median / p95", "cached", "star join", "times faster"],
  ...ask.each.map(({ words, rollup, uncached, cached, star }) => [
    ...[words, rollup, milliseconds(uncached), milliseconds(cached), `${star.median.toFixed(0)} ms`],
    (star.median / uncached.median).toFixed(0),
  ]),
  ...ask.wider.map(({ words, times }) => [words, "", milliseconds(times), "", "", ""]),
];

const run = async (scale: DemoScale): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "bims-bench-"));
  execFileSync("chmod", ["755", folder]);
  const engines: Engine[] = [];
  try {
    say(`Writing the invented company, scale ${scale} …`);
    await writeDemo(join(folder, "files"), { scale, packed: true });
    await writeDemo(join(folder, "month"), { scale, packed: true, through: "2026-11", months: 1 });
    const paths = [join(folder, "files"), join(folder, "month", "fact_sales_monthly.csv.gz")];
    engines.push(embeddedEngine(folder));
    const server = await postgresEngine(folder);
    if (server) engines.push(server);
    else say("Skipped PostgreSQL: BIMS_TEST_DATABASE_URL is not set and none is in /usr/lib/postgresql.");
    const figures: EngineFigures[] = [];
    for (const engine of engines) figures.push(await measureEngine(engine, scale, paths));
    const chart = await measureCharts(engines[0] as Engine);
    const [cpu] = cpus();
    const memory = (totalmem() / 2 ** 30).toFixed(0);
    process.stdout.write(
      `\nScale ${scale}, ${figures[0]?.load.rows.toLocaleString("en")} rows · Node ${process.version} · ` +
        `${cpus().length} × ${cpu?.model}, ${memory} GB · load ${loadavg()[0]?.toFixed(1)} · ` +
        `12 questions × 40, 20 commands, 30 charts\n\n`,
    );
    const warm = ["chart, first; warm median / p95", "300 ms; 25 ms"];
    const charts = `${chart.first.toFixed(0)} ms; ${milliseconds(chart.warm)}`;
    print([...tableOf(figures), [...warm, ...figures.map((_, index) => (index === 0 ? charts : ""))]]);
    for (const engine of figures) {
      process.stdout.write("\n");
      print(questionRows(engine));
    }
  } finally {
    for (const engine of engines) await engine.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const { values } = parseArgs({ options: { scale: { type: "string", default: "full" } } });
if (values.scale !== "demo" && values.scale !== "full") throw new Error("--scale is demo or full");
await run(values.scale);
process.exit(0);
