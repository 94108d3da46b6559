import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from "@prisma/driver-adapter-utils";
import { DeadlineError } from "../../errors.ts";
import { currentDeadline, markOverrun } from "../deadline.ts";
import type { EmbeddedEngine, Hold, SendOptions } from "./engine.ts";
import type { Replies, Request } from "./messages.ts";

const identity = { provider: "postgres", adapterName: "bims-embedded" } as const;

/** Prisma's door to the worker thread: every call is passed on to the adapter that lives beside PGlite. */
export const embeddedAdapter = (engine: EmbeddedEngine): SqlDriverAdapterFactory => ({
  ...identity,
  connect: async (): Promise<SqlDriverAdapter> => ({
    ...identity,
    ...statements(engine, {}),
    executeScript: (script) => engine.send({ kind: "script", script }),
    startTransaction: (isolation) => startTransaction(engine, isolation),
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: async () => {},
  }),
});

const statements = (engine: EmbeddedEngine, options: SendOptions) => ({
  queryRaw: (query: SqlQuery) => send(engine, "query", query, options),
  executeRaw: (query: SqlQuery) => send(engine, "execute", query, options),
});

const send = async <K extends "query" | "execute">(
  engine: EmbeddedEngine,
  kind: K,
  query: SqlQuery,
  options: SendOptions,
): Promise<Replies[K]> => {
  try {
    const request = { kind, query } as Extract<Request, { readonly kind: K }>;
    return await engine.send(request, { ...options, deadline: currentDeadline() });
  } catch (error) {
    if (error instanceof DeadlineError) markOverrun();
    throw error;
  }
};

const startTransaction = async (engine: EmbeddedEngine, isolation?: IsolationLevel): Promise<Transaction> => {
  const hold: Hold = { lost: false };
  const script = isolation === undefined ? "BEGIN" : `BEGIN ISOLATION LEVEL ${isolation}`;
  await engine.send({ kind: "script", script }, { hold, holds: "begins" });
  const { queryRaw, executeRaw } = statements(engine, { hold });
  const say = (text: string, options: SendOptions = { hold }) =>
    engine.send({ kind: "script", script: text }, options);
  return {
    ...identity,
    options: { usePhantomQuery: true },
    queryRaw,
    executeRaw,
    commit: () => say("COMMIT", { hold, holds: "ends" }),
    rollback: () => say("ROLLBACK", { hold, holds: "ends" }),
    createSavepoint: (name) => say(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => say(`ROLLBACK TO SAVEPOINT ${name}`),
    releaseSavepoint: (name) => say(`RELEASE SAVEPOINT ${name}`),
  };
};
