import { PrismaPg } from "@prisma/adapter-pg";
import { DriverAdapterError, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { DeadlineError, InterruptedError } from "../../errors.ts";
import type { Database, Session } from "../database.ts";
import { questionDeadline } from "../deadline.ts";
import { quoteIdentifier } from "../dialect.ts";
import { Prisma, PrismaClient } from "../generated/client.ts";
import { inTurn } from "../in-turn.ts";
import { migrate } from "../migrations/migrate.ts";
import type { Sql } from "../sql.ts";
import { checkServer, connectionConfig, describePlace, explain, readUrl } from "./connection.ts";
import { openPostgresSession } from "./session.ts";

/** Of one process, at most, for questions. */
const connections = 10;
/** SQLSTATE of a statement that statement_timeout stopped. */
const canceled = "57014";
/** Advisory lock that sessions of all processes on one database take: one import at a time. */
const sessionLock = 3_141_592_653;

/** Opens the database of a PostgreSQL server, brought to the newest migration. Throws a SetupError. */
export const openPostgresDatabase = async (address: string): Promise<Database> => {
  const url = readUrl(address);
  await checkServer(url);
  await migrateServer(url);
  // Compiling a question's plan takes longer than answering it; so does sorting by way of the disk.
  const config = connectionConfig(url, "-c jit=off -c work_mem=32MB");
  const pool = new pg.Pool({ ...config, statement_timeout: questionDeadline, max: connections });
  pool.on("error", () => {});
  const client = new PrismaClient({ adapter: new PrismaPg(pool) });
  const takeTurn = inTurn();
  const session = <T>(work: (session: Session) => Promise<T>) => takeTurn(() => withSession(url, work));
  return {
    engine: "postgres",
    place: describePlace(url),
    client,
    isLoading: () => false,
    revision: () => undefined,
    query: (sql, { deadline = questionDeadline } = {}) => runQuestion(client, sql, deadline),
    session,
    maintain: (tables) =>
      session(async ({ run }) => {
        for (const table of tables) await run(`ANALYZE ${quoteIdentifier(table)}`);
      }),
    close: async () => {
      await client.$disconnect();
      await pool.end();
    },
  };
};

const runQuestion = async <T extends object>(
  client: PrismaClient,
  sql: Sql,
  deadline: number,
): Promise<T[]> => {
  try {
    if (deadline === questionDeadline) return await client.$queryRaw<T[]>(sql);
    return await client.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SELECT set_config('statement_timeout', ${String(deadline)}, true)`;
        return transaction.$queryRaw<T[]>(sql);
      },
      { maxWait: deadline, timeout: deadline + 5_000 },
    );
  } catch (error) {
    if (isCanceled(error))
      throw (await isTaken(client))
        ? new InterruptedError(taken, { cause: error })
        : new DeadlineError(deadline);
    throw isUnserved(error) ? new InterruptedError(busy, { cause: error }) : error;
  }
};

const busy = `All ${connections} connections to the database are busy with other questions. Ask again in a moment.`;

const taken =
  "The data is being replaced at this moment, and the question waited for that. Ask again in a minute.";

/** Something, as a restore, holds a table of those that every question reads. */
const isTaken = async (client: PrismaClient): Promise<boolean> => {
  const [found] = await client.$queryRaw<{ taken: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND relation = ANY (CAST('{load,dim_market,dim_customer,dim_product}' AS regclass[]))) AS taken`;
  return found?.taken ?? false;
};

/** No connection came free in time: Prisma's word for it, or the pool's. */
const isUnserved = (error: unknown): boolean => {
  const { code, message = "" } = error as { readonly code?: unknown; readonly message?: string };
  return code === "P2028" || message.startsWith("timeout exceeded when trying to connect");
};

const isCanceled = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  JSON.stringify(error.meta ?? {}).includes(canceled);

const withSession = async <T>(url: URL, work: (session: Session) => Promise<T>): Promise<T> => {
  const client = new pg.Client(connectionConfig(url, "-c work_mem=64MB -c hash_mem_multiplier=1"));
  client.on("error", () => {});
  await client.connect().catch((error: unknown) => {
    throw explain(error, url);
  });
  try {
    const session = openPostgresSession(client);
    await session.run(`SELECT pg_advisory_lock(${sessionLock})`);
    return await work(session);
  } finally {
    await client.end();
  }
};

const migrateServer = async (url: URL): Promise<void> => {
  // One connection only: the schema engine's advisory lock belongs to the connection that took it.
  const pool = new pg.Pool({ ...connectionConfig(url), max: 1 });
  pool.on("error", () => {});
  try {
    await migrate(migrationFactory(pool));
  } finally {
    await pool.end();
  }
};

/** Prisma's own `executeScript` cuts at every semicolon, comments included, and commits each piece by itself. */
const migrationFactory = (pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory => {
  const factory = new PrismaPg(pool);
  return {
    provider: "postgres",
    adapterName: "bims-pg",
    connectToShadowDb: () => factory.connectToShadowDb(),
    connect: async () => {
      const adapter = await factory.connect();
      return Object.assign(adapter, {
        executeScript: async (script: string) => {
          await pool.query(script).catch((error: pg.DatabaseError) => {
            const { code = "XX000", severity = "ERROR", message, detail, column, hint } = error;
            throw new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint });
          });
        },
      });
    },
  };
};
