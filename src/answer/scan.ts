import type { KeyColumn } from "../data/rollups.ts";
import { empty, join, raw, type Sql, sql } from "../database/sql.ts";
import type { DimensionKey } from "../dimension.ts";
import type { Filter } from "../question/question.ts";
import { type DimensionTable, joins, sourceOf } from "./columns.ts";

/** 0 is what was asked, 1 what it is compared with. */
export type Side = 0 | 1;

/** A month that a scan reads, for one side of a comparison and one time bucket. */
export interface AskedMonth {
  readonly date: string;
  readonly side: Side;
  readonly bucket: string;
  /** Sales and forecast are both loaded: the month counts for demand errors. */
  readonly paired: boolean;
}

/** Compares one member with others instead of one period with another. */
export interface MemberSides {
  readonly dimension: DimensionKey;
  readonly now: readonly string[];
  readonly before: string;
}

/** What a scan reads: a table or subquery of ours with a `date`, and the code columns it holds. */
export interface Relation {
  /** Name for provenance. */
  readonly name: string;
  readonly from: string;
  readonly keys: readonly KeyColumn[];
}

/** `expression` is an aggregate over the relation's columns, counted only where `only` holds. */
export interface Aggregate {
  readonly name: string;
  readonly expression: string;
  readonly only?: string;
}

/** One pass over one relation. Its texts come from our own constants; members and months are parameters. */
export interface Scan {
  readonly relation: Relation;
  readonly aggregates: readonly Aggregate[];
  /** Columns of an inner grain at which |forecast − sold| is taken before it is summed. */
  readonly absoluteGrain?: readonly KeyColumn[];
  readonly dimensions: readonly DimensionKey[];
  readonly byTime: boolean;
  readonly months: readonly AskedMonth[];
  readonly filters: readonly Filter[];
  readonly sides?: MemberSides;
}

/** Per group `NAME_0` and, compared, `NAME_1`; NULL where no line had a value. `total` = 1 is the whole slice. */
export type ScanRow = Readonly<Record<string, string | number | null>>;

/**
 * What the statement of a scan gives, in one row: `load`, the number of the load that was read, in the scan's own
 * snapshot, and `packed`, all rows as one JSON text. Row by row and cell by cell they take several times as long to
 * reach us.
 */
export interface Scanned {
  readonly load: number;
  /** Null: no row. */
  readonly packed: string | null;
}

const pack = (packed: string, rows: Sql): Sql => sql`
  SELECT (SELECT CAST(COALESCE(MAX(id), 0) AS integer) FROM load WHERE finished_at IS NOT NULL) AS load,
    CAST(json_agg(${raw(packed)}) AS text) AS packed
  FROM (${rows}) AS scanned`;

/** The statement of a scan: a row per group and, in the same pass, the total of the slice, each packed as a ScanRow. */
export const compileScan = (scan: Scan): Sql =>
  pack("scanned", scan.absoluteGrain ? compileAbsolute(scan, scan.absoluteGrain) : compileSums(scan));

/** A row per group and side, without the total, packed as values in the order of `columns`. */
export const compilePacked = (
  scan: Scan,
): { readonly statement: Sql; readonly columns: readonly string[] } => {
  const groups = [...groupColumns(scan), { name: "side", column: "compared.side" }];
  const named = groups.map(({ name, column }) => `${column} AS ${name}`);
  const sums = scan.aggregates.map(({ name, expression }) => double(expression, name));
  const by = groups.map(({ column }) => column).join(", ");
  const columns = [...groups, ...scan.aggregates].map(({ name }) => name);
  const rows = sql`SELECT ${raw([...named, ...sums].join(", "))} ${fromWhere(scan)} GROUP BY ${raw(by)}`;
  return { statement: pack(`json_build_array(${columns.join(", ")})`, rows), columns };
};

const sidesOf = (scan: Scan): readonly Side[] =>
  scan.sides || scan.months.some((month) => month.side === 1) ? [0, 1] : [0];

const compileSums = (scan: Scan): Sql => {
  const isNamed = scan.dimensions.some((dimension) => sourceIn(scan, dimension).join !== undefined);
  if (isNamed && scan.aggregates.every(({ expression }) => expression.startsWith("SUM(")))
    return compileNamedSums(scan);
  const groups = groupColumns(scan);
  return sql`SELECT ${selectGroups(groups)}, ${raw(sumsOf(scan))} ${fromWhere(scan)} ${groupBy(groups, [])}`;
};

/** Sums by code first and by name afterwards, so that names join as many rows as there are codes. */
const compileNamedSums = (scan: Scan): Sql => {
  const codes = new Set(scan.dimensions.map((dimension) => `fact.${sourceIn(scan, dimension).needs}`));
  const grain = [...codes, ...(scan.byTime ? ["asked.bucket"] : [])].join(", ");
  const inner = sql`SELECT ${raw(`${grain}, ${sumsOf(scan)}`)} ${fromWhere({ ...scan, dimensions: [] })} GROUP BY ${raw(grain)}`;
  const groups = groupColumns(scan, "fact.bucket");
  const sums = sidesOf(scan).flatMap((side) =>
    scan.aggregates.map(({ name }) => `SUM(fact.${name}_${side}) AS ${name}_${side}`),
  );
  return sql`SELECT ${selectGroups(groups)}, ${raw(sums.join(", "))}
    FROM (${inner}) AS fact ${raw(joinsOf(scan.dimensions, scan))} ${groupBy(groups, [])}`;
};

const sumsOf = (scan: Scan): string => {
  const sides = sidesOf(scan);
  const sums = sides.flatMap((side) =>
    scan.aggregates.map(({ name, expression, only }) =>
      double(`${expression}${filterClause(sides, side, only)}`, `${name}_${side}`),
    ),
  );
  return sums.join(", ");
};

/** Two steps: units per code and month within each group, then the differences summed. */
const compileAbsolute = (scan: Scan, codes: readonly KeyColumn[]): Sql => {
  const groups = groupColumns(scan);
  // The collation makes the grain's code another column than the same code as a break-down: the total drops only that.
  const grain = [...codes.map((code) => `fact.${code} COLLATE "C"`), "asked.date", "compared.side"];
  const inner = sql`SELECT ${selectGroups(groups)}, compared.side AS side,
    SUM(forecast_quantity) AS forecast, SUM(sold_quantity) AS sold
    ${fromWhere(scan)} AND asked.paired ${groupBy(groups, grain)}`;
  const error = "SUM(ABS(COALESCE(forecast, 0) - COALESCE(sold, 0)))";
  const errors = sidesOf(scan).map((side) =>
    double(`${error} FILTER (WHERE side = ${side})`, `absolute_error_${side}`),
  );
  const outer = ["total", ...groups.map((group) => group.name)].join(", ");
  return sql`SELECT ${raw(outer)}, ${raw(errors.join(", "))} FROM (${inner}) AS grains GROUP BY ${raw(outer)}`;
};

const double = (aggregate: string, name: string): string =>
  `CAST(${aggregate} AS double precision) AS ${name}`;

const filterClause = (sides: readonly Side[], side: Side, only: string | undefined): string => {
  const conditions = [...(sides.length > 1 ? [`compared.side = ${side}`] : []), ...(only ? [only] : [])];
  return conditions.length > 0 ? ` FILTER (WHERE ${conditions.join(" AND ")})` : "";
};

interface GroupColumn {
  readonly name: string;
  readonly column: string;
}

/** Where a dimension is found; plans choose a relation that has it. */
const sourceIn = (scan: Scan, dimension: DimensionKey) => {
  const source = sourceOf(dimension, scan.relation.keys);
  if (!source) throw new Error(`${scan.relation.name} cannot be broken down by ${dimension}`);
  return source;
};

const columnOf = (dimension: DimensionKey, scan: Scan): string => sourceIn(scan, dimension).column;

const groupColumns = (scan: Scan, bucket = "asked.bucket"): readonly GroupColumn[] => [
  ...scan.dimensions.map((dimension) => ({ name: dimension as string, column: columnOf(dimension, scan) })),
  ...(scan.byTime ? [{ name: "bucket", column: bucket }] : []),
];

const selectGroups = (groups: readonly GroupColumn[]): Sql => {
  const first = groups[0];
  if (!first) return sql`1 AS total`;
  const named = groups.map(({ name, column }) => `${column} AS ${name}`);
  return raw([`GROUPING(${first.column}) AS total`, ...named].join(", "));
};

const groupBy = (groups: readonly GroupColumn[], grain: readonly string[]): Sql => {
  const rows = [...groups.map((group) => group.column), ...grain].join(", ");
  if (groups.length > 0) return raw(`GROUP BY GROUPING SETS ((${rows}), (${grain.join(", ")}))`);
  return grain.length > 0 ? raw(`GROUP BY ${rows}`) : empty;
};

/** Which side of the comparison a row belongs to: told by its month, or by its member. */
const compared = (scan: Scan): Sql =>
  scan.sides
    ? sql`CASE WHEN ${raw(columnOf(scan.sides.dimension, scan))} = ${scan.sides.before} THEN 1 ELSE 0 END`
    : sql`asked.side`;

const fromWhere = (scan: Scan): Sql => {
  const filters = [...scan.filters, ...memberFilter(scan.sides)];
  const used = [...scan.dimensions, ...filters.map((filter) => filter.dimension)];
  const conditions = filters.map((filter) => condition(filter, scan));
  return sql`FROM ${raw(scan.relation.from)} AS fact
    ${askedMonths(scan.months)} ${raw(joinsOf(used, scan))}
    CROSS JOIN LATERAL (SELECT ${compared(scan)} AS side) AS compared
    WHERE ${join([inMonths(scan.months), ...conditions], " AND ")}`;
};

/** Where the months are joined this says nothing more; it lets an index find them, one by one. */
const inMonths = (months: readonly AskedMonth[]): Sql =>
  sql`fact.date = ANY(CAST(${[...new Set(months.map((month) => month.date))]} AS date[]))`;

const memberFilter = (sides: MemberSides | undefined): readonly Filter[] =>
  sides ? [{ dimension: sides.dimension, members: [...sides.now, sides.before], excluded: false }] : [];

const joinsOf = (dimensions: readonly DimensionKey[], scan: Scan): string =>
  [...new Set(dimensions.map((dimension) => sourceIn(scan, dimension).join))]
    .filter((table): table is DimensionTable => table !== undefined)
    .map((table) => joins[table])
    .join(" ");

const condition = (filter: Filter, scan: Scan): Sql => {
  const column = raw(columnOf(filter.dimension, scan));
  return filter.excluded
    ? sql`NOT (${column} = ANY(${filter.members}))`
    : sql`${column} = ANY(${filter.members})`;
};

/** What is known of the month of each row. Months that are all alike, as those of most questions, need no join. */
const askedMonths = (months: readonly AskedMonth[]): Sql => {
  const [one] = months;
  if (one && areAlike(months))
    return sql`CROSS JOIN LATERAL (SELECT fact.date AS date, ${one.side}::integer AS side,
      ${one.bucket}::text AS bucket, ${one.paired}::boolean AS paired) AS asked`;
  return sql`JOIN (
    SELECT CAST(date AS date) AS date, side, bucket, paired
    FROM unnest(${months.map((month) => month.date)}::text[], ${months.map((month) => month.side)}::integer[],
      ${months.map((month) => month.bucket)}::text[], ${months.map((month) => month.paired)}::boolean[])
      AS given(date, side, bucket, paired)
  ) AS asked ON asked.date = fact.date`;
};

const areAlike = (months: readonly AskedMonth[]): boolean =>
  new Set(months.map(({ side, bucket, paired }) => `${side} ${bucket} ${paired}`)).size === 1 &&
  new Set(months.map(({ date }) => date)).size === months.length;
