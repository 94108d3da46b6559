import { SetupError } from "../errors.ts";

/** What the database says of a refused statement; the same on both engines. */
export interface StatementProblem {
  readonly message: string;
  /** SQLSTATE: "23514" is a CHECK constraint. */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  /** CONTEXT of the server: for COPY the line. */
  readonly where?: string | undefined;
}

/** A statement of a session that the database refused. */
export class StatementError extends Error implements StatementProblem {
  override readonly name = "StatementError";
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly where: string | undefined;

  constructor(problem: StatementProblem, options?: ErrorOptions) {
    super(problem.message, options);
    this.code = problem.code;
    this.detail = problem.detail;
    this.constraint = problem.constraint;
    this.table = problem.table;
    this.column = problem.column;
    this.where = problem.where;
  }
}

/** The database went away under a statement; what was not committed is undone. */
export class LostError extends Error {
  override readonly name = "LostError";
}

/** Another process owns the embedded database; the service among them can be asked through its socket. */
export class FolderInUseError extends SetupError {
  readonly pid: number;
  readonly socket: string | undefined;

  constructor(message: string, holder: { readonly pid: number; readonly socket?: string | undefined }) {
    super(message);
    this.pid = holder.pid;
    this.socket = holder.socket;
  }
}
