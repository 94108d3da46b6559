import type { Answer } from "../answer/answer.ts";
import type { Command } from "../command.ts";
import type { Desk } from "../desk.ts";
import type { Report } from "../report.ts";

/** What long work tells while it runs: "Loading fact_sales_monthly", 12,000 of 50,000. */
export type OnProgress = (label: string, done: number, total: number) => void;

export interface Work {
  readonly progress: OnProgress;
  readonly signal: AbortSignal;
}

/** How files are to be read and loaded. */
export interface ImportForms {
  readonly quarantine: boolean;
  readonly replaceMonths: boolean;
  /** What comes first in dates like 01/02/2021; the files tell where they can. */
  readonly dateFormat?: "dd/mm/yyyy" | "mm/dd/yyyy";
}

/** How an act ended: a document for standard output, and whether it did what was asked. */
export interface Outcome {
  readonly report: Report;
  /** False: refused for a reason that lies with the data or the settings, exit status 2. */
  readonly done: boolean;
}

/** All that the terminal's commands may use, composed once per process. */
export interface Tools {
  /** Of BIMS: "0.1.0". */
  readonly version: string;
  readonly commands: readonly Command[];
  /** The desk of whoever sits at the terminal. */
  desk(): Promise<Desk>;
  /** Whether a load keeps questions waiting: then the asker is told. */
  isLoading(): boolean;
  /** The document that shows an answer. */
  report(answer: Answer): Promise<Report>;
  /** PNG of the report's chart; none where it has no chart (one number). */
  draw(report: Report): Promise<Uint8Array | undefined>;
  /** Absolute paths of files or folders; without any the inbox (BIMS_INBOX). */
  importFiles(paths: readonly string[], options: Work & ImportForms): Promise<Outcome>;
  /** Takes a load back by its number. */
  undo(load: number, work: Work): Promise<Outcome>;
  /** Everything into one file; absolute path. */
  backup(file: string, work: Work): Promise<Outcome>;
  restore(file: string, options: Work & { readonly force: boolean }): Promise<Outcome>;
  refresh(work: Work): Promise<Outcome>;
  /** Loads the invented company, or writes its files into the folder `to` (absolute). */
  demo(work: Work & { readonly scale: "demo" | "full"; readonly to?: string }): Promise<Outcome>;
  migrate(): Promise<Outcome>;
  doctor(options: { readonly live?: string }): Promise<Outcome>;
  /** The Slack app manifest, as text to paste. */
  manifest(): string;
  /** Logs what went wrong on our side and returns the reference that the person can quote. */
  noteFailure(error: unknown): string;
}

/** The composed program of one process. */
export interface Composition {
  readonly tools: Tools;
  /** Opens the database; only what needs no data works before. Throws a SetupError. */
  open(): Promise<void>;
  /** Also after an `open` that failed. */
  close(): Promise<void>;
}
