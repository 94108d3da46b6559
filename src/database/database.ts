import type { PrismaClient } from "./generated/client.ts";
import type { Sql } from "./sql.ts";

/** One database, embedded (PGlite in its worker thread) or a PostgreSQL server; nothing outside database/ can tell. */
export interface Database {
  readonly engine: "embedded" | "postgres";
  /** Where it is, for status and doctor; never holds a password. */
  readonly place: string;
  readonly client: PrismaClient;
  /** True while questions wait for a load: the embedded engine has one connection. Never on a server. */
  isLoading(): boolean;
  /**
   * Rises with each transaction and each end of a session; while it stays, so does what is loaded, and nobody has to
   * ask. Undefined on a server, where other processes load too.
   */
  revision(): number | undefined;
  /**
   * Rows of one read-only statement. The deadline (milliseconds, 5,000 unless given) counts from the start of its
   * work, not while it waits; past it the statement is stopped and a DeadlineError thrown. Casts are the caller's:
   * int4 and double precision arrive as numbers, int8 as bigint, numeric as Decimal, date and timestamp as Date.
   */
  query<T extends object>(sql: Sql, options?: { readonly deadline?: number }): Promise<T[]>;
  /**
   * A session for import and refresh: no deadline, COPY, DDL. One at a time; others wait. Questions are answered
   * between its statements; it must not rely on temporary tables or SET outside a transaction, since a question that
   * overruns its deadline takes the connection with it on the embedded engine.
   */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** After a load: statistics, and on the embedded engine, which has no background processes, VACUUM and CHECKPOINT. */
  maintain(tables: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** What a session's statement returns; values are text or null. */
export interface SessionResult {
  readonly rows: Record<string, string | null>[];
  readonly affected: number;
}

export interface CopiedRows {
  readonly csv: Uint8Array;
  readonly rows: number;
}

export interface Session {
  /** One statement, autocommitted unless inside `transaction`. Throws a StatementError. */
  run(text: string, parameters?: readonly unknown[]): Promise<SessionResult>;
  /**
   * COPY … FROM STDIN (FORMAT csv); an unquoted empty field is NULL. Returns the number of rows. The embedded engine
   * copies in pieces of about 4 MB, each committed by itself outside a transaction.
   */
  copyIn(table: string, columns: readonly string[], csv: AsyncIterable<string | Uint8Array>): Promise<number>;
  /** The rows of a SELECT as CSV that `copyIn` reads back; ask for pieces that fit in memory. */
  copyOut(select: string): Promise<CopiedRows>;
  /** All or nothing. On the embedded engine questions wait until it ends. Does not nest. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}
