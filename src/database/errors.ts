import { SetupError } from "../errors.ts";

/** A statement ran past its deadline and was stopped; nothing was changed. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    super(
      `This took longer than ${milliseconds / 1000} seconds and was stopped. Ask for a shorter period or a narrower slice.`,
    );
    this.milliseconds = milliseconds;
  }
}

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
