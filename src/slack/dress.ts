import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { Memory } from "../memory.ts";
import type { Report } from "../report.ts";
import type { Shown, Verb } from "./buttons.ts";

/** Where an answer stands, which decides what can be done with it. */
export type Standing = "private" | "private-direct" | "posted" | "posted-direct";

/** Gives an answer its buttons: remembers the question they change. Undefined for what is no answer to a question. */
export type Dress = (report: Report, standing: Standing) => Promise<Shown | undefined>;

/** An answer does not wait longer for its question to be written down; a load may hold the database. */
const patienceMs = 500;

const hasTable = (report: Report): boolean =>
  report.sections.some((section) => section.kind === "table" && section.table.rows.length > 0);

const verbsOf = (report: Report, standing: Standing): Pick<Shown, "buttons" | "menu"> => {
  const csv: readonly Verb[] = hasTable(report) ? ["csv"] : [];
  switch (standing) {
    case "private":
      return { buttons: ["share", ...csv, "receipt"], menu: ["keep"] };
    case "posted":
      return { buttons: [...csv, "receipt"], menu: ["keep"] };
    case "private-direct":
    case "posted-direct":
      return { buttons: [...csv, "receipt"], menu: [] };
  }
};

/** Waits a little for something to be remembered; what fails is logged, since the answer stands all the same. */
export const createPatience =
  (log: Logger) =>
  async (work: Promise<unknown>): Promise<void> => {
    const noted = work.catch((error: unknown) =>
      log.error({ err: error }, "Something could not be remembered"),
    );
    await Promise.race([noted, wait(patienceMs, undefined, { ref: false })]);
  };

export const createDress = (memory: Memory, log: Logger): Dress => {
  const patiently = createPatience(log);
  return async (report, standing) => {
    if (report.asked === undefined) return undefined;
    const { id, kept } = memory.remember(report.asked);
    await patiently(kept);
    return { id, ...verbsOf(report, standing) };
  };
};
