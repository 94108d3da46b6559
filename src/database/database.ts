import type { PrismaClient } from "./generated/client.ts";
import type { Sql } from "./sql.ts";

/** One database, embedded (PGlite in its worker thread) or a PostgreSQL server; nothing outside database/ can tell. */
export interface Database {
  readonly engine: "embedded" | "postgres";
  readonly client: PrismaClient;
  /**
   * Rows of one read-only statement. The deadline (milliseconds, 5,000 unless given) counts from the start of its
   * work, not while it waits. Casts are the caller's: int8 and numeric arrive as Prisma gives them.
   */
  query<T extends object>(sql: Sql, options?: { readonly deadline?: number }): Promise<T[]>;
  /** A session for import and refresh: no deadline, COPY, DDL. One at a time; others wait. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Session {
  /** One statement, autocommitted unless inside `transaction`. Values of the rows are text or null. */
  run(text: string, parameters?: readonly unknown[]): Promise<{ readonly rows: Record<string, string | null>[]; readonly affected: number }>;
  /** COPY … FROM STDIN (FORMAT csv); an unquoted empty field is NULL. Returns the number of rows. */
  copyIn(table: string, columns: readonly string[], csv: AsyncIterable<string | Uint8Array>): Promise<number>;
  /** All or nothing. On the embedded engine questions wait until it ends. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}
