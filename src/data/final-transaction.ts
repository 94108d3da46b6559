import { setTimeout as wait } from "node:timers/promises";
import type { Database, Session } from "../database/database.ts";
import { SetupError } from "../errors.ts";

/** What the final transaction of a load wrote, if it is kept. */
export interface WrittenLoad<Report> {
  readonly load: number;
  readonly startedAt: Date;
  readonly report: Report;
}

/** The connection was lost at COMMIT: the load is kept, or nothing of it, and nobody has said which. */
export class UnansweredError extends Error {
  override readonly name = "UnansweredError";
  readonly written: WrittenLoad<unknown>;

  constructor(written: WrittenLoad<unknown>, options: ErrorOptions) {
    super("the end of the load got no answer", options);
    this.written = written;
  }
}

/** A transaction that ends a load; throws an UnansweredError when only its COMMIT failed. */
export const inFinalTransaction = async <Report>(
  session: Session,
  work: () => Promise<WrittenLoad<Report>>,
): Promise<Report> => {
  let written: WrittenLoad<Report> | undefined;
  try {
    return await session.transaction(async () => {
      written = await work();
      return written.report;
    });
  } catch (error) {
    throw written === undefined ? error : new UnansweredError(written, { cause: error });
  }
};

/** Milliseconds between attempts to ask a database that does not answer, as while a server starts again. */
const pauses = [500, 1_000, 2_000, 4_000];

/** Runs a load in a session of its own; when its end got no answer the ledger is asked whether it is kept. */
export const runLoad = async <Report>(
  database: Database,
  work: (session: Session) => Promise<Report>,
): Promise<Report> => {
  try {
    return await database.session(work);
  } catch (error) {
    if (!(error instanceof UnansweredError)) throw error;
    if (await isKept(database, error.written)) return error.written.report as Report;
    throw error.cause;
  }
};

/** Sessions take turns, across processes too: when this one begins, the lost one has ended, one way or the other. */
const isKept = async (database: Database, { load, startedAt }: WrittenLoad<unknown>): Promise<boolean> => {
  for (let attempt = 0; ; attempt++) {
    try {
      const { rows } = await database.session((session) =>
        session.run("SELECT id FROM load WHERE id = $1 AND started_at = $2 AND finished_at IS NOT NULL", [
          load,
          startedAt.toISOString(),
        ]),
      );
      return rows.length > 0;
    } catch (error) {
      const pause = pauses[attempt];
      if (pause === undefined) throw sayUnknown(load, error);
      await wait(pause);
    }
  }
};

const sayUnknown = (load: number, cause: unknown): SetupError =>
  new SetupError(
    `The connection to the database was lost while load ${load} was being completed, and the database does not answer since. ` +
      `The load is kept whole or not at all: once the database answers, npx bims loads lists it if it is kept; if not, import the files again.`,
    { cause },
  );
