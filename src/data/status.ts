import type { Database } from "../database/database.ts";
import { raw, sql } from "../database/sql.ts";
import { lineTable, rollups } from "./rollups.ts";

/** A table as it stands. */
export interface TableStatus {
  readonly table: string;
  /** Null while a load has taken the table for itself: to count it would be to wait for the end of the load. */
  readonly rows: number | null;
  /** First and last month or fiscal year, as text; "" where the table has no time. */
  readonly from: string;
  readonly to: string;
  /** Periods between the first and the last one that hold no row. */
  readonly gaps: readonly string[];
  /** A company need not have it. */
  readonly optional: boolean;
}

export interface LoadStatus {
  readonly id: number;
  readonly kind: string;
  readonly who: string;
  readonly finishedAt: string;
  readonly demo: boolean;
  readonly files: number;
  readonly rows: number;
  /** Number of the load that took it back. */
  readonly undoneBy: number | null;
}

/** What a table of answers costs, and what it earns. */
export interface RollupStatus {
  readonly name: string;
  /** What one row is, in words. */
  readonly grain: string;
  /** As last counted by the database, after each load. */
  readonly rows: number;
  readonly megabytes: number;
  /** Questions since the start of this process. */
  readonly served: number;
}

export interface DataStatus {
  readonly tables: readonly TableStatus[];
  readonly rollups: readonly RollupStatus[];
  /** Latest first, at most ten. */
  readonly loads: readonly LoadStatus[];
}

/** Tables with the column that says when, and how far apart its values are. */
const tables = [
  { table: "dim_market" },
  { table: "dim_customer" },
  { table: "dim_product" },
  { table: "fact_sales_monthly", time: "date" },
  { table: "fact_forecast_monthly", time: "date" },
  { table: "gross_price", time: "fiscal_year" },
  { table: "manufacturing_cost", time: "cost_year" },
  { table: "pre_invoice_deductions", time: "fiscal_year" },
  { table: "post_invoice_deductions", time: "date" },
  { table: "freight_cost", time: "fiscal_year" },
  { table: "target", optional: true },
] as const;

export const readStatus = async (
  database: Database,
  served: ReadonlyMap<string, number> = new Map(),
): Promise<DataStatus> => ({
  tables: await readTables(database),
  rollups: await readRollups(database, served),
  loads: await readLoads(database),
});

/** One after another, so that connections are left for those who ask meanwhile. */
const readTables = async (database: Database): Promise<readonly TableStatus[]> => {
  const read: TableStatus[] = [];
  for (const { table, ...entry } of tables) {
    const counted = (await readTaken(database)).has(table)
      ? { table, rows: null, from: "", to: "", gaps: [] }
      : await readTable(database, table, "time" in entry ? entry.time : undefined);
    read.push({ ...counted, optional: "optional" in entry });
  }
  return read;
};

/** Tables that a load has taken, or waits to take: whoever reads them waits behind it. */
const readTaken = async (database: Database): Promise<ReadonlySet<string>> => {
  const locks = await database.query<{ table: string }>(sql`
    SELECT CAST(CAST(relation AS regclass) AS text) AS table FROM pg_locks
    WHERE mode = 'AccessExclusiveLock' AND locktype = 'relation'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  return new Set(locks.map(({ table }) => table));
};

const tablesRead = [...rollups, lineTable];

const readRollups = async (
  database: Database,
  served: ReadonlyMap<string, number>,
): Promise<readonly RollupStatus[]> => {
  const sizes = await database.query<{ name: string; rows: number; bytes: number }>(sql`
    SELECT CAST(relname AS text) AS name, CAST(GREATEST(reltuples, 0) AS double precision) AS rows,
      CAST(pg_total_relation_size(oid) AS double precision) AS bytes
    FROM pg_class WHERE relnamespace = to_regnamespace('answers') AND relname = ANY(${tablesRead.map(({ name }) => name)})`);
  const sizeOf = new Map(sizes.map((size) => [size.name, size]));
  return tablesRead.flatMap(({ name, grain }) => {
    const size = sizeOf.get(name);
    if (!size) return [];
    return [{ name, grain, rows: size.rows, megabytes: size.bytes / 2 ** 20, served: served.get(name) ?? 0 }];
  });
};

const readTable = async (
  database: Database,
  table: string,
  time: "date" | "fiscal_year" | "cost_year" | undefined,
): Promise<Omit<TableStatus, "optional">> => {
  if (!time) {
    const [counted] = await database.query<{ rows: number }>(
      sql`SELECT CAST(COUNT(*) AS integer) AS rows FROM ${raw(table)}`,
    );
    return { table, rows: counted?.rows ?? 0, from: "", to: "", gaps: [] };
  }
  const periods = await database.query<{ period: string; rows: number }>(
    sql`SELECT CAST(${raw(time)} AS text) AS period, CAST(COUNT(*) AS integer) AS rows FROM ${raw(table)} GROUP BY 1 ORDER BY 1`,
    { deadline: 30_000 },
  );
  const known = periods.map((row) => row.period);
  return {
    table,
    rows: periods.reduce((sum, row) => sum + row.rows, 0),
    from: known[0] ?? "",
    to: known.at(-1) ?? "",
    gaps: gapsIn(known, time === "date" ? nextMonth : nextYear),
  };
};

const nextYear = (year: string): string => String(Number(year) + 1);
const nextMonth = (month: string): string => {
  const date = new Date(`${month}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1);
  return date.toISOString().slice(0, 10);
};

/** Periods between neighbours that are missing. */
const gapsIn = (known: readonly string[], next: (period: string) => string): readonly string[] => {
  const present = new Set(known);
  const last = known.at(-1) ?? "";
  const gaps: string[] = [];
  for (let period = known[0] ?? last; period < last; period = next(period))
    if (!present.has(period)) gaps.push(period);
  return gaps;
};

const readLoads = (database: Database): Promise<LoadStatus[]> =>
  database.query<LoadStatus>(sql`
    SELECT id, kind, who, demo, undone_by AS "undoneBy", to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS "finishedAt",
      CAST((SELECT COUNT(*) FROM load_file WHERE load_id = load.id) AS integer) AS files,
      CAST(COALESCE((SELECT SUM(rows) FROM load_file WHERE load_id = load.id), 0) AS integer) AS rows
    FROM load WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 10`);
