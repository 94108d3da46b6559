import type { TouchedMonths } from "../refresh/refresh.ts";
import type { ViolationGroup } from "./rejects.ts";
import type { TableName } from "./tables.ts";

/** What became of an import, as plain data; describe-import.ts says it in words. */
export interface ImportReport {
  /** `already-loaded`: nothing in the files is new. `refused`: a rule is broken and nothing was changed. */
  readonly outcome: "loaded" | "already-loaded" | "refused";
  /** Number of the load; null when nothing was loaded. */
  readonly load: number | null;
  readonly demo: boolean;
  /** The invented demo company was removed in the same step. */
  readonly replacedDemo: boolean;
  readonly files: readonly FileReport[];
  readonly tables: readonly TableReport[];
  readonly violations: readonly ViolationGroup[];
  /** Where every violation was written; null when there is none. */
  readonly rejectsFile: string | null;
  /** The file lists so many violations at most; others are counted. */
  readonly rejectsLimit: number;
  readonly warnings: readonly string[];
  /** Months whose answers were made anew. */
  readonly touched: TouchedMonths;
  readonly seconds: number;
}

export interface FileReport {
  readonly file: string;
  readonly table: TableName;
  readonly alreadyLoaded: boolean;
  readonly rows: number;
  readonly refused: number;
}

/** Row counts of one table; `added + changed + unchanged + refused = read`. */
export interface TableReport {
  readonly table: TableName;
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Loaded rows of the same months that the files do not hold; they stay. */
  readonly kept: number;
  /** The same, when whole months were to be replaced: they are gone. */
  readonly removed: number;
  /** Rows that break a rule: put aside under quarantine, else the reason of the refusal. */
  readonly refused: number;
}

/** Rows that a load writes or takes away. */
export const writtenRows = ({
  added,
  changed,
  removed,
}: Pick<TableReport, "added" | "changed" | "removed">): number => added + changed + removed;

/**
 * How far an import is: `done` of `total` bytes of an unpacked file that is read, else tables or steps; 0 of 0 where
 * nobody knows.
 */
export interface ImportProgress {
  readonly phase: "examine" | "read" | "check" | "compare" | "load" | "refresh";
  /** The file, or the table where it is no longer files that are worked on. */
  readonly file: string;
  readonly table: TableName | null;
  readonly done: number;
  readonly total: number;
}
