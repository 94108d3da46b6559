import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../commands/index.ts";
import type { Viewer } from "../access/viewer.ts";
import { sayBackup, sayRestore } from "../data/backup/describe-backup.ts";
import { type DemoScale, writeDemo } from "../data/demo.ts";
import { describeUndo } from "../data/history/describe-undo.ts";
import { describeImport } from "../data/import/describe-import.ts";
import type { ImportReport } from "../data/import/import-report.ts";
import { repositoryRoot } from "../database/root.ts";
import type { Desk, DigestDesk } from "../desk.ts";
import type { Environment } from "../environment.ts";
import { DataError, QuestionError, SetupError } from "../errors.ts";
import { blankReport, type Chart, type Report } from "../report.ts";
import { reportOf } from "../reports/report-of.ts";
import { createManifest } from "../slack/manifest.ts";
import type { Composition, Outcome, Tools, Work } from "../terminal/tools.ts";
import { type Core, openCore } from "./core.ts";
import { createLog, noteFailureIn } from "./log.ts";
import { tellImport, tellRefresh } from "./tell-import.ts";

const { version } = JSON.parse(readFileSync(join(repositoryRoot(), "package.json"), "utf8")) as {
  version: string;
};

/** Whoever sits at this machine's terminal. */
const terminalViewer: Viewer = Object.freeze({
  enterprise: "",
  team: "terminal",
  user: "terminal",
  policy: "everything",
});

const openDesk = ({ analyst }: Core): Desk =>
  analyst.openDesk(terminalViewer, { kind: "terminal" }, digestsAreForSlack);

/** The tools of terminal commands over a core that is open, or will be when they are used. */
export const terminalTools = (
  environment: Environment,
  core: () => Core,
  noteFailure: (error: unknown) => string,
): Tools => ({
  version,
  commands,
  desk: async (): Promise<Desk> => openDesk(core()),
  isLoading: () => core().database.isLoading(),
  report: (answer) => reportOf(answer, openDesk(core())),
  draw: async (report) => {
    const chart = firstChart(report);
    return chart ? core().painter.draw(chart) : undefined;
  },
  importFiles: async (paths, { progress, signal, ...forms }) => {
    const from = paths.length > 0 ? paths : inboxOf(environment);
    return outcomeOf(
      await core().loading.importFiles({
        paths: from,
        ...forms,
        signal,
        progress: tellImport(progress),
      }),
    );
  },
  undo: async (load, { progress }) => {
    progress(`Undoing load ${load}`, 0, 1);
    const undone = await core().loading.undo(load, { refreshing: tellRefresh(progress) });
    return { done: true, report: linesOf("Undo", describeUndo(undone)) };
  },
  backup: async (file, { progress, signal }) => {
    const told = (table: string, done: number, of: number) => progress(`Copying ${table}`, done, of);
    const written = await core().loading.backup({ file, signal, progress: told });
    return { done: true, report: plain("Backup", sayBackup(written)) };
  },
  restore: async (file, { progress, signal, force }) => {
    const told = (table: string, done: number, of: number) => progress(`Restoring ${table}`, done, of);
    const restored = await core().loading.restore({
      ...{ file, force, signal },
      progress: told,
      refreshing: tellRefresh(progress),
    });
    return { done: true, report: plain("Restore", sayRestore(restored)) };
  },
  refresh: async ({ progress }) => {
    const warnings = await core().loading.refresh({ refreshing: tellRefresh(progress) });
    const said = "The rollups that answers come from were computed again.";
    return { done: true, report: linesOf("Refreshed", [said, ...warnings]) };
  },
  demo: async ({ progress, signal, scale, to }) =>
    to === undefined
      ? outcomeOf(
          await core().loading.importDemo({ who: "demo", scale, signal, progress: tellImport(progress) }),
        )
      : writeDemoFiles(environment, { progress, signal, scale, to }),
  migrate: async () => ({
    done: true,
    report: plain("Migrated", `The database is up to date (${core().database.place}).`),
  }),
  // What speaks to Slack takes longer to load than most commands take to answer.
  doctor: async ({ live }) => (await import("./doctor.ts")).examineProgram(core(), live),
  manifest: () =>
    JSON.stringify(
      createManifest(commands, environment.publicUrl ? { publicUrl: environment.publicUrl } : {}),
      null,
      2,
    ),
  noteFailure,
});

/** The program of one terminal command that holds the database itself. */
export const composeTerminal = async (
  environment: Environment,
  say?: (text: string) => void,
): Promise<Composition> => {
  let core: Core | undefined;
  const log = createLog(environment);
  const opened = (): Core => {
    if (!core) throw new SetupError("The database is not open.");
    return core;
  };
  return {
    tools: terminalTools(environment, opened, noteFailureIn(log)),
    open: async () => {
      core = await openCore(environment, () => new Date(), say);
    },
    close: async () => core?.close(),
  };
};

/** Its files as a company would export them, packed. */
const writeDemoFiles = async (
  { fiscalYearStartMonth }: Environment,
  { progress, signal, scale, to }: Work & { readonly scale: DemoScale; readonly to: string },
): Promise<Outcome> => {
  const paths = await writeDemo(to, {
    ...{ scale, fiscalYearStartMonth, packed: true, signal },
    progress: (table, done, of) => progress(`Writing ${table}`, done, of),
  });
  return { done: true, report: plain("Demo", `${paths.length} files stand in ${to}.`) };
};

const inboxOf = ({ inbox }: Environment): readonly string[] => {
  if (inbox) return [inbox];
  throw new DataError(
    "Say which files: npx bims import FOLDER. Without files the folder of BIMS_INBOX is read, which is not set.",
  );
};

export const firstChart = (report: Report): Chart | undefined =>
  report.sections.find((section) => section.kind === "chart")?.chart;

const outcomeOf = (report: ImportReport): Outcome => ({
  done: report.outcome !== "refused",
  report: linesOf("Import", describeImport(report)),
});

const linesOf = (title: string, [headline = "", ...lines]: readonly string[]): Report => ({
  ...plain(title, headline),
  sections: lines.length > 0 ? [{ kind: "text", text: lines.join("\n") }] : [],
});

const plain = (title: string, headline: string): Report => ({ ...blankReport, title, headline });

const refuse = async (): Promise<never> => {
  throw new QuestionError(
    "not-allowed",
    "Digests are made in Slack, in the channel that shall read them: /digest kpi every monday at 8:00",
  );
};
const digestsAreForSlack: DigestDesk = { create: refuse, list: refuse, run: refuse, remove: refuse };
