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

export const createDress = (memory: Memory, log: Logger): Dress => {
  const noted = (kept: Promise<void>): Promise<void> =>
    kept.catch((error: unknown) => log.error({ err: error }, "A question could not be remembered"));
  return async (report, standing) => {
    if (report.asked === undefined) return undefined;
    const { id, kept } = memory.remember(report.asked);
    await Promise.race([noted(kept), wait(patienceMs, undefined, { ref: false })]);
    return { id, ...verbsOf(report, standing) };
  };
};
