import type { Session } from "../database/database.ts";

/** One change of the data at a time on a database, whoever makes it: import, undo, backup, restore. */
const lock = "hashtext('bims import')";

export const withLoadLock = async <T>(session: Session, work: () => Promise<T>): Promise<T> => {
  await session.run(`SELECT pg_advisory_lock(${lock})`);
  try {
    return await work();
  } finally {
    await session.run(`SELECT pg_advisory_unlock(${lock})`).catch(() => undefined);
  }
};
