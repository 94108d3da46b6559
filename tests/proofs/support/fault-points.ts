import type { ImportProgress } from "../../../src/data/import/import-report.ts";
import { importTables } from "../../../src/data/import/tables.ts";
import { rollups } from "../../../src/data/rollups.ts";
import type { Database, Session } from "../../../src/database/database.ts";

const written = importTables.filter(({ role }) => role !== "alias").map(({ name }) => name);
const refreshed = ["sides", "line", ...[...rollups].reverse().map(({ name }) => name), "month"];

/** Where an import is stopped: every place between two steps that a power of the world could part. */
export const faultPoints: readonly string[] = [
  "examine",
  "staged",
  "checked",
  "before the final transaction",
  ...written.map((table) => `written ${table}`),
  "before refresh",
  ...refreshed.map((table) => `refreshed ${table}`),
  "before commit",
  "after commit, before maintain",
  "inside maintain",
];

/** The few of them that stand for all: the refresh is stopped once inside and not after each of its tables. */
export const mainFaultPoints: readonly string[] = faultPoints.filter(
  (point) => !point.startsWith("refreshed ") || point === "refreshed line",
);

/** Calls `reach` with the name of each fault point as an import comes to it. */
export const watchDatabase = (database: Database, reach: (point: string) => void): Database => ({
  ...database,
  session: (work) => database.session((session) => work(watchSession(session, reach))),
  maintain: async (tables) => {
    reach("after commit, before maintain");
    await database.maintain(tables.slice(0, 1));
    reach("inside maintain");
    await database.maintain(tables);
  },
});

const watchSession = (session: Session, reach: (point: string) => void): Session => {
  let inside = false;
  return {
    ...session,
    run: async (text, parameters) => {
      const result = await session.run(text, parameters);
      const [, table] = /^\s*INSERT INTO (\S+)/.exec(text) ?? [];
      if (inside && table?.startsWith("answers.")) reach(`refreshed ${table.slice("answers.".length)}`);
      else if (inside && table !== undefined) reach(`written ${table}`);
      return result;
    },
    transaction: async (work) => {
      reach("before the final transaction");
      return session.transaction(async () => {
        inside = true;
        const value = await work();
        inside = false;
        reach("before commit");
        return value;
      });
    },
  };
};

/** The same for what an import tells of itself. */
export const watchProgress =
  (reach: (point: string) => void) =>
  ({ phase, table }: ImportProgress): void => {
    if (phase === "examine") reach("examine");
    if (phase === "check" && table === "post_invoice_deductions") reach("staged");
    if (phase === "compare") reach("checked");
    if (phase === "refresh") reach("before refresh");
  };
