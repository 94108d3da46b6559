import { commands } from "../../../commands/index.ts";
import { createAnalyst } from "../../../src/compose/analyst.ts";
import type { Database } from "../../../src/database/database.ts";
import { raw } from "../../../src/database/sql.ts";
import type { Desk, DigestDesk } from "../../../src/desk.ts";
import type { Chart, Report, Section, Table } from "../../../src/report.ts";

/** Someone who types commands at a database of their own. */
export interface Typist {
  readonly desk: Desk;
  readonly database: Database;
  /** "top products by units": the command's name and what follows it. */
  type(text: string): Promise<Report>;
  /** Plain SQL, to check against. */
  query<Row extends object>(text: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const refuse = async (): Promise<never> => {
  throw new Error("No digests here");
};
const noDigests: DigestDesk = { create: refuse, list: refuse, run: refuse, remove: refuse };

/** Fills the database, where it is empty, and opens a desk over it. */
export const openTypist = async (
  database: Database,
  fill: (database: Database) => Promise<void> = async () => undefined,
  digests = noDigests,
): Promise<Typist> => {
  await fill(database);
  const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;
  const analyst = createAnalyst({ database, fiscalYearStartMonth: 9 });
  const desk = analyst.openDesk(viewer, { kind: "terminal" }, digests);
  return {
    desk,
    database,
    type: async (text) => {
      const [name, ...words] = text.split(" ");
      const command = commands.find((candidate) => candidate.name === name);
      if (!command) throw new Error(`No command ${name}`);
      return command.respond(words.join(" "), desk);
    },
    query: (text) => database.query(raw(text)),
    close: () => database.close(),
  };
};

export const sectionOf = <K extends Section["kind"]>(
  report: Report,
  kind: K,
): Extract<Section, { kind: K }> => {
  const found = report.sections.find((one): one is Extract<Section, { kind: K }> => one.kind === kind);
  if (!found) throw new Error(`No ${kind} in "${report.title}"`);
  return found;
};
export const tableOf = (report: Report): Table => sectionOf(report, "table").table;
export const chartOf = (report: Report): Chart => sectionOf(report, "chart").chart;
