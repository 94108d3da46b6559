import type { Database, Session } from "../../database/database.ts";
import { DataError } from "../../errors.ts";
import { joinWords } from "../../format.ts";
import { accountName } from "../account-name.ts";
import { inFinalTransaction, runLoad, type WrittenLoad } from "../final-transaction.ts";
import { maySkipTriggers } from "../foreign-keys.ts";
import { type ImportTable, importTables, keysOf, type TableName, tableNamed } from "../import/tables.ts";
import { withLoadLock } from "../load-lock.ts";
import type { TouchedMonths } from "../refresh/refresh.ts";
import { tidyTables } from "../tidy-tables.ts";
import { findBlockers } from "./blockers.ts";
import { keptColumns, replacedTable } from "./replaced-rows.ts";

export interface UndoOptions {
  readonly database: Database;
  /** Number of the load to take back. */
  readonly load: number;
  readonly who?: string;
  /** Makes the answers of the touched months anew, inside the same transaction. */
  readonly refresh: (session: Session, touched: TouchedMonths) => Promise<void>;
  readonly now: () => Date;
}

export interface UndoReport {
  /** Number of the undo itself, which is a load of its own. */
  readonly load: number;
  readonly undone: number;
  /** Rows that the load had added, now gone, and rows that it had changed or removed, now as they were. */
  readonly tables: readonly {
    readonly table: TableName;
    readonly removed: number;
    readonly restored: number;
  }[];
  /** The load had taken the place of the invented demo company, which does not come back. */
  readonly replacedDemo: boolean;
  readonly touched: TouchedMonths;
  readonly warnings: readonly string[];
}

/**
 * Takes a load back, whole, in one transaction: answers are then those before it. Throws a DataError that says why it
 * cannot be, and which later loads are to be undone first.
 */
export const undoLoad = async (options: UndoOptions): Promise<UndoReport> => {
  const report = await runLoad(options.database, (session) =>
    withLoadLock(session, async () => {
      const found = await findLoad(session, options.load);
      await refuseBlocked(session, options.load);
      return inFinalTransaction(session, () => takeBack(session, options, found));
    }),
  );
  const changed = report.tables.flatMap(({ table }) => [table, replacedTable(tableNamed(table))]);
  return { ...report, warnings: [...report.warnings, ...(await tidyTables(options.database, changed))] };
};

interface FoundLoad {
  readonly touched: TouchedMonths;
  readonly replacedDemo: boolean;
  /** No other load holds rows: nothing is left after it. */
  readonly only: boolean;
}

const findLoad = async (session: Session, id: number): Promise<FoundLoad> => {
  const { rows } = await session.run(
    `SELECT kind, demo::text AS demo, reversible::text AS reversible, undone_by, summary->>'undoes' AS undoes,
       summary->>'months' AS months, summary->>'replacedDemo' AS replaced_demo,
       (SELECT count(*) FROM load o WHERE o.id <> load.id AND o.kind <> 'undo' AND o.undone_by IS NULL) AS others
     FROM load WHERE id = $1`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) throw new DataError(`There is no load ${id}. npx bims loads lists them.`);
  const reason = whyNot(id, row);
  if (reason !== null) throw new DataError(reason);
  const months = row["months"] ?? "all";
  return {
    touched: months === "all" ? "all" : (JSON.parse(months) as readonly string[]),
    replacedDemo: row["replaced_demo"] === "true",
    only: Number(row["others"]) === 0,
  };
};

const whyNot = (id: number, row: Record<string, string | null>): string | null => {
  if (row["undone_by"] !== null) return `Load ${id} was already undone, by load ${row["undone_by"]}.`;
  if (row["kind"] === "undo") {
    return `Load ${id} is itself the undo of load ${row["undoes"]}. To have its rows again, import its files again.`;
  }
  if (row["kind"] === "restore") {
    return `Load ${id} restored a backup and cannot be undone. Restore another backup with --force instead.`;
  }
  if (row["demo"] === "true") {
    return `Load ${id} is the invented demo company. There is nothing to undo: the first import of your own files removes it.`;
  }
  if (row["reversible"] !== "true") {
    return `Load ${id} cannot be undone: it was made before BIMS kept what a load replaces. Import the right files over it.`;
  }
  return null;
};

const refuseBlocked = async (session: Session, load: number): Promise<void> => {
  const blockers = await findBlockers(session, load);
  if (blockers.length === 0) return;
  const loads = `${blockers.length === 1 ? "load" : "loads"} ${joinWords(blockers.map(String))}`;
  const order = blockers.length === 1 ? "" : ", in this order";
  throw new DataError(
    `Load ${load} cannot be undone yet: ${loads} replaced rows of it or need members that it added. ` +
      `Nothing was changed. Undo ${loads} first${order}, then load ${load}.`,
  );
};

const takeBack = async (
  session: Session,
  options: UndoOptions,
  found: FoundLoad,
): Promise<WrittenLoad<UndoReport>> => {
  const { load: undone, who = accountName(), now } = options;
  const startedAt = now();
  await session.run("SET LOCAL work_mem = '64MB'");
  const skipsTriggers = await maySkipTriggers(session);
  if (skipsTriggers) await session.run("SET LOCAL session_replication_role = replica");
  const tables = found.only ? await empty(session) : await putBack(session, undone, found.touched);
  if (skipsTriggers) await session.run("SET LOCAL session_replication_role = origin");
  const summary = JSON.stringify({ undoes: undone, tables, months: found.touched });
  const { rows } = await session.run(
    "INSERT INTO load (kind, who, started_at, summary) VALUES ('undo', $1, $2, $3) RETURNING id",
    [who, startedAt.toISOString(), summary],
  );
  const load = Number(rows[0]?.["id"]);
  await session.run(`UPDATE load SET undone_by = ${load} WHERE id = $1`, [undone]);
  await options.refresh(session, found.touched);
  await session.run(`UPDATE load SET finished_at = $1 WHERE id = ${load}`, [now().toISOString()]);
  const { replacedDemo, touched } = found;
  const warnings = [
    ...(await sayUnchanged(session, undone, tables)),
    ...(await sayStillNamed(session, undone, tables)),
  ];
  return { load, startedAt, report: { load, undone, tables, replacedDemo, touched, warnings } };
};

type Counted = UndoReport["tables"][number];

/** Files of later loads may hold rows that this one had written already: they went with it. */
const sayUnchanged = async (
  session: Session,
  undone: number,
  tables: readonly Counted[],
): Promise<readonly string[]> => {
  const names = tables.map(({ table }) => `'${table}'`).join(", ");
  const { rows } = await session.run(`
    SELECT l.id, t->>'table' AS name, t->>'unchanged' AS unchanged
    FROM load l, json_array_elements(CAST(l.summary AS json)->'tables') t
    WHERE l.id > ${undone} AND l.kind = 'import' AND l.undone_by IS NULL AND t->>'table' IN (${names || "NULL"})
      AND CAST(t->>'unchanged' AS bigint) > 0 ORDER BY 1, 2`);
  return rows.map(
    ({ id, name, unchanged }) =>
      `Load ${id} found ${count(Number(unchanged))} of ${name} loaded already; those that load ${undone} had written are gone with it. ` +
      `Import the files of load ${id} again to have them`,
  );
};

/** Later rows came under the aliases that are gone now; what they were called themselves only their files know. */
const sayStillNamed = async (
  session: Session,
  undone: number,
  tables: readonly Counted[],
): Promise<readonly string[]> => {
  if (!tables.some(({ table }) => table === "alias")) return [];
  const { rows } = await session.run(
    `SELECT id FROM load WHERE id > ${undone} AND kind = 'import' AND undone_by IS NULL ORDER BY id`,
  );
  if (rows.length === 0) return [];
  const loads = `${rows.length === 1 ? "load" : "loads"} ${joinWords(rows.map(({ id }) => String(id)))}`;
  return [
    `Rows that ${loads} brought under its aliases keep the members' names. Import their files again to have their own`,
  ];
};

const count = (rows: number): string => `${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;

/** All rows are of the one load: nothing need be searched, and no foreign key be followed. */
const empty = async (session: Session): Promise<readonly Counted[]> => {
  const tables: Counted[] = [];
  for (const { name } of importTables) {
    const { rows } = await session.run(`SELECT count(*) AS count FROM ${name}`);
    tables.push({ table: name, removed: Number(rows[0]?.["count"]), restored: 0 });
  }
  await session.run(
    `TRUNCATE ${importTables.flatMap((table) => [table.name, replacedTable(table)]).join(", ")}`,
  );
  return tables.filter(({ removed }) => removed > 0);
};

/** Members come back before the rows that need them, and go after them. */
const putBack = async (
  session: Session,
  load: number,
  touched: TouchedMonths,
): Promise<readonly Counted[]> => {
  const restored = new Map<ImportTable, number>();
  for (const table of importTables) restored.set(table, await restoreReplaced(session, table, load));
  const tables: Counted[] = [];
  for (const table of [...importTables].reverse()) {
    const { affected } = await session.run(
      `DELETE FROM ${table.name} WHERE load_id = ${load}${withinMonths(table, touched)}`,
    );
    tables.unshift({ table: table.name, removed: affected, restored: restored.get(table) ?? 0 });
  }
  return tables.filter(({ removed, restored: back }) => removed + back > 0);
};

const restoreReplaced = async (session: Session, table: ImportTable, load: number): Promise<number> => {
  const columns = keptColumns(table);
  const keys = keysOf(table);
  const replace = columns.filter((name) => !keys.includes(name)).map((name) => `${name} = excluded.${name}`);
  const { affected } = await session.run(`
    INSERT INTO ${table.name} (${columns.join(", ")})
    SELECT ${columns.join(", ")} FROM ${replacedTable(table)} WHERE replaced_by = ${load}
    ON CONFLICT (${keys.join(", ")}) DO UPDATE SET ${replace.join(", ")}`);
  await session.run(`DELETE FROM ${replacedTable(table)} WHERE replaced_by = ${load}`);
  return affected;
};

/** Facts lie by month: the months that the load touched are found without reading the others. */
const withinMonths = (table: ImportTable, touched: TouchedMonths): string =>
  table.role !== "fact" || touched === "all"
    ? ""
    : ` AND date IN (${touched.map((month) => `DATE '${month}'`).join(", ") || "NULL"})`;
