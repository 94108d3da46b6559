import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Session } from "../database.ts";
import { quoteIdentifier } from "../dialect.ts";
import { LostError, StatementError, type StatementProblem } from "../errors.ts";

/** A session over a connection of its own. */
export const openPostgresSession = (client: pg.Client): Session => {
  let inside = false;
  let lost = false;
  for (const event of ["error", "end"] as const) {
    client.on(event, () => {
      lost = true;
    });
  }
  const reported = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      const problem = error as StatementProblem & { readonly severity?: string };
      if (problem.severity !== undefined && !ending.test(problem.code ?? ""))
        throw new StatementError(problem, { cause: error });
      throw lost || problem.severity !== undefined ? new LostError(problem.message, { cause: error }) : error;
    });
  const run: Session["run"] = async (text, parameters = []) => {
    const result = await reported(
      client.query<Record<string, string | null>>({
        text,
        ...(parameters.length === 0 ? {} : { values: [...parameters] }),
        types: { getTypeParser: () => (value: string) => value },
      }),
    );
    // Several statements at once give several results; the last counts, as on the embedded engine.
    const last = Array.isArray(result) ? (result.at(-1) as typeof result) : result;
    return { rows: last.rows, affected: last.rowCount ?? 0 };
  };
  return {
    run,
    async copyIn(table, columns, csv) {
      const list = columns.map(quoteIdentifier).join(", ");
      const stream = client.query(
        copyFrom(`COPY ${quoteIdentifier(table)} (${list}) FROM STDIN WITH (FORMAT csv)`),
      );
      await reported(pipeline(csv, stream));
      return stream.rowCount ?? 0;
    },
    async copyOut(select) {
      const stream = client.query(copyTo(`COPY (${select}) TO STDOUT WITH (FORMAT csv)`));
      const csv = await reported(buffer(stream));
      return { csv, rows: stream.rowCount };
    },
    async transaction(work) {
      if (inside) throw new Error("a transaction of a session does not nest");
      await run("BEGIN");
      inside = true;
      try {
        const value = await work();
        await run("COMMIT");
        return value;
      } catch (error) {
        // A lost connection cannot roll back, and the server has done it.
        await run("ROLLBACK").catch(() => {});
        throw error;
      } finally {
        inside = false;
      }
    },
  };
};

/** SQLSTATEs with which a server ends a connection: it is stopped, or it fell. */
const ending = /^57P0[1-4]$/;
