import { DeadlineError } from "../../errors.ts";
import type { Database, Session } from "../database.ts";
import { questionDeadline, withDeadline } from "../deadline.ts";
import { quoteIdentifier } from "../dialect.ts";
import { PrismaClient } from "../generated/client.ts";
import { inTurn } from "../in-turn.ts";
import { embeddedAdapter } from "./adapter.ts";
import { EmbeddedEngine } from "./engine.ts";
import { prepareFolder } from "./folder.ts";
import { takeLock } from "./lock.ts";
import { openEmbeddedSession } from "./session.ts";

export interface EmbeddedOptions {
  /** Folder of BIMS's data (`BIMS_DATA_DIR`); the database is the folder `database` in it. */
  readonly folder: string;
  /** Socket of the running service, named in the lock for the next terminal. */
  readonly socket?: string | undefined;
}

/** Opens, and where needed creates and migrates, the embedded database. Throws a SetupError. */
export const openEmbeddedDatabase = async ({ folder, socket }: EmbeddedOptions): Promise<Database> => {
  const lock = await takeLock(folder, socket);
  try {
    const place = await prepareFolder(folder);
    const engine = new EmbeddedEngine(place);
    await engine.open();
    await engine.send({ kind: "migrate" }).catch(async (error: unknown) => {
      await engine.close();
      throw error;
    });
    return assemble(engine, place, () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
};

const assemble = (engine: EmbeddedEngine, place: string, release: () => Promise<void>): Database => {
  const client = new PrismaClient({
    adapter: embeddedAdapter(engine),
    // Behind an import's final transaction a write waits; it must not give up after Prisma's two seconds.
    transactionOptions: { maxWait: 60_000, timeout: 15_000 },
  });
  const takeTurn = inTurn();
  let revision = 0;
  const rise = (): void => {
    revision += 1;
  };
  return {
    engine: "embedded",
    place,
    client,
    isLoading: () => engine.isTaken,
    revision: () => revision,
    query: <T extends object>(sql: Parameters<Database["query"]>[0], { deadline = questionDeadline } = {}) =>
      withDeadline(
        deadline,
        () => client.$queryRaw<T[]>(sql),
        () => new DeadlineError(deadline),
      ),
    session: <T>(work: (session: Session) => Promise<T>) =>
      takeTurn(() => work(openEmbeddedSession(engine, rise)).finally(rise)),
    maintain: async (tables) => {
      for (const table of tables) await runAlone(engine, `VACUUM (ANALYZE) ${quoteIdentifier(table)}`);
      await runAlone(engine, "CHECKPOINT");
    },
    close: async () => {
      await client.$disconnect();
      await engine.close();
      await release();
    },
  };
};

const runAlone = async (engine: EmbeddedEngine, text: string): Promise<void> => {
  await engine.send({ kind: "run", text, parameters: [] });
};
