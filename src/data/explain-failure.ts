import type { Database } from "../database/database.ts";
import { LostError } from "../database/errors.ts";
import { InterruptedError, SetupError } from "../errors.ts";
import { explainDiskFull } from "./free-space.ts";

/**
 * Says what to do about a disk, a memory or a connection that failed in the middle of a load, an undo or a refresh;
 * any other error as it is. Only for work that then has changed nothing.
 */
export const explainFailure = async (
  error: unknown,
  { database, folder }: { readonly database: Database; readonly folder: string },
): Promise<unknown> => {
  const isEmbedded = database.engine === "embedded";
  const server = `the PostgreSQL server (${database.place})`;
  const said = await explainDiskFull(error, isEmbedded ? folder : `the data folder of ${server}`);
  if (said !== error) return said;
  const { code, message = "" } = error as { readonly code?: unknown; readonly message?: string };
  if (error instanceof LostError) {
    return new InterruptedError(
      isEmbedded
        ? "The embedded database stopped in the middle, and nothing was changed. It starts again by itself: try again."
        : `The connection to ${server} was lost in the middle, and nothing was changed. See that it runs, then try again.`,
      { cause: error },
    );
  }
  const cause = reasons.find(([state]) => state.test(String(code)))?.[1];
  if (cause === undefined) return error;
  const where = isEmbedded ? `The embedded database in ${folder}` : server.replace("the", "The");
  return new SetupError(`${where} ${cause(message)}`, { cause: error });
};

/** By SQLSTATE. */
const reasons: readonly (readonly [RegExp, (message: string) => string])[] = [
  [
    /^58/,
    (message) =>
      `cannot read or write its files (${message}), and nothing was changed. Look after its disk, then try again.`,
  ],
  [
    /^57014$/,
    (message) =>
      `stopped the work (${message}), and nothing was changed. Try again; where a time limit did it, raise statement_timeout.`,
  ],
  [
    /^53[2-4]00$/,
    (message) =>
      `ran out of memory or connections (${message}), and nothing was changed. Give it more, or load fewer files at once.`,
  ],
];
