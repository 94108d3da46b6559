import { type KeyColumn, lineExpressions, lineTable, type Rollup, rollups } from "../data/rollups.ts";
import { empty, join, raw, type Sql, sql } from "../database/sql.ts";
import type { DimensionKey } from "../dimension.ts";
import type { Measure } from "../metric.ts";
import type { Filter } from "../question/question.ts";
import { type DimensionTable, joins, sourceOf } from "./columns.ts";

/** 0 is what was asked, 1 what it is compared with. */
export type Side = 0 | 1;

/** Distinct codes that a scan can count. */
export type Distinct = "product_code" | "customer_code" | "market";

/** A month that a scan reads, for one side of a comparison and one time bucket. */
export interface AskedMonth {
  readonly date: string;
  readonly side: Side;
  readonly bucket: string;
  /** Sales and forecast are both loaded: the month counts for demand errors. */
  readonly paired: boolean;
}

/** Compares one member with another instead of one period with another. */
export interface MemberSides {
  readonly dimension: DimensionKey;
  readonly now: readonly string[];
  readonly before: string;
}

/** One pass over the smallest table that holds every column the question needs. */
export interface Scan {
  readonly dimensions: readonly DimensionKey[];
  readonly byTime: boolean;
  readonly measures: readonly Measure[];
  readonly distinct: readonly Distinct[];
  readonly demand: boolean;
  /** Level at which |forecast − sold| is taken; not stored anywhere, since it depends on the asked slice. */
  readonly absolute?: "variant" | "account";
  readonly months: readonly AskedMonth[];
  readonly filters: readonly Filter[];
  readonly sides?: MemberSides;
}

/** What each scan returns per group and side: sums by name; NULL where no line had a value. */
export type ScanRow = Readonly<Record<string, string | number | boolean | null>>;

/** The smallest rollup that holds every column the scan needs; the line table when none does. */
export const chooseRollup = (scan: Scan): Rollup => {
  const asked = [
    ...scan.dimensions,
    ...scan.filters.map((filter) => filter.dimension),
    ...(scan.sides ? [scan.sides.dimension] : []),
  ];
  const codes = neededCodes(scan);
  const holds = (rollup: Rollup): boolean =>
    codes.every((code) => rollup.keys.includes(code)) &&
    asked.every((dimension) => sourceOf(dimension, rollup.keys) !== undefined);
  return rollups.find(holds) ?? lineTable;
};

const neededCodes = (scan: Scan): readonly KeyColumn[] => [
  ...scan.distinct,
  ...(scan.absolute ? (["product_code"] as const) : []),
  ...(scan.absolute === "account" ? (["customer_code"] as const) : []),
];

/** The statement of a scan: rows per group, and in the same pass the total of the slice (`total` = 1). */
export const compileScan = (scan: Scan, rollup: Rollup): Sql => {
  const sides: readonly Side[] = scan.sides || scan.months.some((month) => month.side === 1) ? [0, 1] : [0];
  return scan.absolute ? compileAbsolute(scan, rollup, sides) : compileSums(scan, rollup, sides);
};

const compileSums = (scan: Scan, rollup: Rollup, sides: readonly Side[]): Sql => {
  const groups = groupColumns(scan, rollup);
  const sums = sides.flatMap((side) => {
    const only = (also?: string): string => filterClause(sides, side, also);
    return [
      ...scan.measures.map((measure) =>
        double(`SUM(${expressionOf(measure, rollup)})${only()}`, `${measure}_${side}`),
      ),
      ...scan.distinct.map((code) =>
        double(`COUNT(DISTINCT fact.${code})${only("sold_quantity > 0")}`, `distinct_${code}_${side}`),
      ),
      ...(scan.demand
        ? paired.map((name) => double(`SUM(${name})${only("asked.paired")}`, `paired_${name}_${side}`))
        : []),
    ];
  });
  return sql`SELECT ${selectGroups(groups)}, ${raw(sums.join(", "))} ${fromWhere(scan, rollup)} ${groupBy(groups, [])}`;
};

const paired = ["sold_quantity", "forecast_quantity"] as const;
const double = (aggregate: string, name: string): string =>
  `CAST(${aggregate} AS double precision) AS ${name}`;

/** FILTER for one side of a comparison; nothing where there is only one. */
const filterClause = (sides: readonly Side[], side: Side, also?: string): string => {
  const conditions = [...(sides.length > 1 ? [`compared.side = ${side}`] : []), ...(also ? [also] : [])];
  return conditions.length > 0 ? ` FILTER (WHERE ${conditions.join(" AND ")})` : "";
};

/** Two steps: units per variant (and account) and month within each group, then the differences summed. */
const compileAbsolute = (scan: Scan, rollup: Rollup, sides: readonly Side[]): Sql => {
  const groups = groupColumns(scan, rollup);
  const account = scan.absolute === "account" ? ["fact.customer_code"] : [];
  const grain = ["fact.product_code", ...account, "asked.date", "compared.side"];
  const inner = sql`SELECT ${selectGroups(groups)}, compared.side AS side,
    SUM(forecast_quantity) AS forecast, SUM(sold_quantity) AS sold
    ${fromWhere(scan, rollup)} AND asked.paired ${groupBy(groups, grain)}`;
  const error = "SUM(ABS(COALESCE(forecast, 0) - COALESCE(sold, 0)))";
  const errors = sides.map((side) =>
    double(`${error} FILTER (WHERE side = ${side})`, `absolute_error_${side}`),
  );
  const outer = ["total", ...groups.map((group) => group.name)].join(", ");
  return sql`SELECT ${raw(outer)}, ${raw(errors.join(", "))} FROM (${inner}) AS grains GROUP BY ${raw(outer)}`;
};

interface GroupColumn {
  readonly name: string;
  readonly column: string;
}

const groupColumns = (scan: Scan, rollup: Rollup): readonly GroupColumn[] => [
  ...scan.dimensions.map((dimension) => ({
    name: dimension as string,
    column: sourceOf(dimension, rollup.keys)?.column ?? "",
  })),
  ...(scan.byTime ? [{ name: "bucket", column: "asked.bucket" }] : []),
];

const selectGroups = (groups: readonly GroupColumn[]): Sql => {
  const first = groups[0];
  if (!first) return sql`1 AS total`;
  return raw(
    [`GROUPING(${first.column}) AS total`, ...groups.map(({ name, column }) => `${column} AS ${name}`)].join(
      ", ",
    ),
  );
};

const groupBy = (groups: readonly GroupColumn[], grain: readonly string[]): Sql => {
  const rows = [...groups.map((group) => group.column), ...grain].join(", ");
  if (groups.length > 0) return raw(`GROUP BY GROUPING SETS ((${rows}), (${grain.join(", ")}))`);
  return grain.length > 0 ? raw(`GROUP BY ${rows}`) : empty;
};

const expressionOf = (measure: Measure, rollup: Rollup): string =>
  rollup === lineTable ? lineExpressions[measure] : measure;

/** Which side of the comparison a row belongs to: told by its month, or by its member. */
const compared = (scan: Scan, rollup: Rollup): Sql => {
  if (!scan.sides) return sql`asked.side`;
  const column = sourceOf(scan.sides.dimension, rollup.keys)?.column ?? "";
  return sql`CASE WHEN ${raw(column)} = ${scan.sides.before} THEN 1 ELSE 0 END`;
};

const fromWhere = (scan: Scan, rollup: Rollup): Sql => {
  const filters = [...scan.filters, ...memberFilter(scan.sides)];
  const tables = [
    ...new Set(
      [...scan.dimensions, ...filters.map((filter) => filter.dimension)].map(
        (key) => sourceOf(key, rollup.keys)?.join,
      ),
    ),
  ];
  const joined = tables
    .filter((table): table is DimensionTable => table !== undefined)
    .map((table) => joins[table]);
  return sql`FROM answers.${raw(rollup.name)} AS fact
    JOIN ${askedMonths(scan.months)} ON asked.date = fact.date ${raw(joined.join(" "))}
    CROSS JOIN LATERAL (SELECT ${compared(scan, rollup)} AS side) AS compared
    WHERE TRUE ${
      filters.length > 0
        ? sql`AND ${join(
            filters.map((filter) => condition(filter, rollup)),
            " AND ",
          )}`
        : empty
    }`;
};

const memberFilter = (sides: MemberSides | undefined): readonly Filter[] =>
  sides ? [{ dimension: sides.dimension, members: [...sides.now, sides.before], excluded: false }] : [];

const condition = (filter: Filter, rollup: Rollup): Sql => {
  const column = raw(sourceOf(filter.dimension, rollup.keys)?.column ?? "");
  return filter.excluded
    ? sql`NOT (${column} = ANY(${filter.members}))`
    : sql`${column} = ANY(${filter.members})`;
};

const askedMonths = (months: readonly AskedMonth[]): Sql => sql`(
    SELECT CAST(date AS date) AS date, side, bucket, paired
    FROM unnest(${months.map((month) => month.date)}::text[], ${months.map((month) => month.side)}::integer[],
      ${months.map((month) => month.bucket)}::text[], ${months.map((month) => month.paired)}::boolean[]) AS given(date, side, bucket, paired)
  ) AS asked`;
