import type { Database } from "../database/database.ts";
import { sql } from "../database/sql.ts";
import type { DimensionKey } from "../dimension.ts";
import type { LoadedMonth, LoadedMonths } from "../question/loaded-months.ts";
import type { DimensionRows } from "../question/vocabulary.ts";

/** Everything about the loaded data that reading and answering a question needs; fixed for one load number. */
export interface DataState {
  /** Number of the latest load; 0 before the first. */
  readonly load: number;
  readonly loadedAt: string;
  readonly demo: boolean;
  readonly months: LoadedMonths;
  /** Latest complete month with sales, ISO; "" when none is loaded. */
  readonly through: string;
  readonly dimensions: DimensionRows;
  readonly targets: readonly TargetRow[];
}

/** What a metric is to reach in one member and period. */
export interface TargetRow {
  readonly metric: string;
  /** `company` has one member, `all`. */
  readonly dimension: DimensionKey | "company";
  readonly member: string;
  /** "FY2027", "FY2027 Q1" or "2026-11". */
  readonly period: string;
  readonly value: number;
}

interface LoadRow {
  readonly id: number;
  readonly finished_at: string;
  readonly demo: boolean;
}

/** Number of the latest finished load; 0 before the first. */
export const latestLoad = async (database: Database): Promise<number> => {
  const [row] = await database.query<{ id: number }>(
    sql`SELECT CAST(COALESCE(MAX(id), 0) AS integer) AS id FROM load WHERE finished_at IS NOT NULL`,
  );
  return row?.id ?? 0;
};

/** Reads the state of the data, whole; done once per load. */
export const readState = async (database: Database, fiscalYearStartMonth: number): Promise<DataState> => {
  const [load] = await database.query<LoadRow>(
    sql`SELECT id, CAST(finished_at AS text) AS finished_at, demo FROM load WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1`,
  );
  const months = load ? markPartial(await readMonths(database)) : [];
  return {
    load: load?.id ?? 0,
    loadedAt: load ? new Date(load.finished_at).toISOString() : "",
    demo: load?.demo ?? false,
    months: { fiscalYearStartMonth, months },
    through: months.findLast((month) => month.sales && !month.partial)?.month ?? "",
    dimensions: await readDimensions(database),
    targets: await readTargets(database),
  };
};

interface MonthRow {
  readonly month: string;
  readonly sales_lines: number;
  readonly forecast_lines: number;
}

const readMonths = async (database: Database): Promise<readonly MonthRow[]> => {
  const [built] = await database.query<{ built: boolean }>(
    sql`SELECT to_regclass('answers.month') IS NOT NULL AS built`,
  );
  if (!built?.built) return [];
  return database.query<MonthRow>(sql`
    SELECT CAST(date AS text) AS month, CAST(sales_lines AS integer) AS sales_lines, CAST(forecast_lines AS integer) AS forecast_lines
    FROM answers.month ORDER BY date`);
};

/**
 * A month is partial when its sales lines are under half the median of the three months with sales before it;
 * the first three are never partial.
 */
export const markPartial = (rows: readonly MonthRow[]): readonly LoadedMonth[] => {
  const sold = rows.filter((row) => row.sales_lines > 0);
  return rows.map((row) => {
    const before = sold.slice(0, Math.max(0, sold.indexOf(row))).slice(-3);
    const [, median] = before.map((month) => month.sales_lines).sort((a, b) => a - b);
    const partial = before.length === 3 && median !== undefined && row.sales_lines < median / 2;
    return { month: row.month, sales: row.sales_lines > 0, forecast: row.forecast_lines > 0, partial };
  });
};

const readDimensions = async (database: Database): Promise<DimensionRows> => {
  const [markets, customers, products, aliases] = await Promise.all([
    database.query<DimensionRows["markets"][number]>(
      sql`SELECT market, sub_zone, region FROM dim_market ORDER BY market`,
    ),
    database.query<DimensionRows["customers"][number]>(
      sql`SELECT customer_code, customer, market, platform, channel FROM dim_customer ORDER BY customer_code`,
    ),
    database.query<DimensionRows["products"][number]>(
      sql`SELECT product_code, division, segment, category, product, variant FROM dim_product ORDER BY product_code`,
    ),
    database.query<{ dimension: DimensionKey; alias: string; member: string }>(
      sql`SELECT dimension, alias, member FROM alias`,
    ),
  ]);
  return { markets, customers, products, aliases };
};

/** A target of a member that was merged into another since is the other's, unless that has one of its own. */
const readTargets = (database: Database): Promise<readonly TargetRow[]> =>
  database.query<TargetRow>(sql`
    SELECT DISTINCT ON (metric, dimension, member, period) metric, dimension, member, period, value FROM (
      SELECT t.metric, t.dimension, COALESCE(a.member, t.member) AS member, t.period,
        CAST(t.value AS double precision) AS value, a.member IS NOT NULL AS renamed, t.member AS written
      FROM target t LEFT JOIN alias a ON a.dimension = t.dimension AND a.alias = t.member) named
    ORDER BY metric, dimension, member, period, renamed, written`);
