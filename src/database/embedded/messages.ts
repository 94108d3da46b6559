import type { SqlQuery, SqlResultSet } from "@prisma/driver-adapter-utils";
import type { CopiedRows, SessionResult } from "../database.ts";
import type { StatementProblem } from "../errors.ts";

/** What the worker that owns PGlite can be asked, one at a time. */
export type Request =
  | { readonly kind: "query"; readonly query: SqlQuery }
  | { readonly kind: "execute"; readonly query: SqlQuery }
  | { readonly kind: "script"; readonly script: string }
  | { readonly kind: "run"; readonly text: string; readonly parameters: readonly unknown[] }
  | {
      readonly kind: "copy";
      readonly table: string;
      readonly columns: readonly string[];
      readonly csv: Uint8Array;
    }
  | { readonly kind: "copy-out"; readonly select: string }
  | { readonly kind: "migrate" }
  | { readonly kind: "close" };

/** What comes back for each kind of request. */
export interface Replies {
  readonly query: SqlResultSet;
  readonly execute: number;
  readonly script: undefined;
  readonly run: SessionResult;
  readonly copy: number;
  readonly "copy-out": CopiedRows;
  readonly migrate: readonly string[];
  readonly close: undefined;
}

/** An error that can cross threads: what Prisma needs to know of it, or what the database said. */
export interface Failure {
  readonly problem: StatementProblem;
  /** Payload of Prisma's DriverAdapterError. */
  readonly prisma?: unknown;
  /** The operator's to repair: a SetupError's sentence. */
  readonly setup: boolean;
  /** The engine itself fell; it must be reopened before the next statement. */
  readonly broken: boolean;
}

export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: Failure };
