import type { Session } from "../../database/database.ts";
import { measures } from "../../metric.ts";
import { lineColumns, lineTable, type Rollup, rollups } from "../rollups.ts";
import {
  lineBody,
  lookupBodies,
  monthBody,
  monthlyRateBodies,
  period,
  quarterlyPeriod,
  rollupBody,
  sidesBody,
} from "./bodies.ts";
import { indexTable, prepareTables } from "./tables.ts";

/** Months whose answers a load may have changed, as first-of-month ISO dates. */
export type TouchedMonths = "all" | readonly string[];

export interface RefreshOptions {
  readonly months: TouchedMonths;
  readonly fiscalYearStartMonth: number;
  readonly progress?: (done: number, of: number) => void;
}

/**
 * Rebuilds the line table and the rollups for the touched months. Run inside the transaction of the load:
 * a reader sees the numbers before it or after it, never a mix.
 */
export const refreshAnswers = async (session: Session, options: RefreshOptions): Promise<void> => {
  const fresh = await prepareTables(session, options.fiscalYearStartMonth);
  await session.run("SET LOCAL work_mem = '64MB'");
  await session.run("SET LOCAL hash_mem_multiplier = 1");
  const all = fresh || options.months === "all";
  const months = all ? await everyMonth(session) : [...options.months].sort();
  await refillRates(session, months);
  const chunks = byQuarter(months, options.fiscalYearStartMonth);
  const steps = filledTables.length * chunks.length;
  let done = 0;
  for (const table of filledTables) {
    if (all && !fresh) await session.run(`DELETE FROM answers.${table.name}`);
    for (const chunk of chunks) {
      if (!all) await removeMonths(session, table, chunk);
      await fillMonths(session, table, chunk);
      options.progress?.(++done, steps);
    }
    if (fresh) await indexTable(session, table.name);
  }
};

/** What questions read: to be maintained after each load, like the tables that it wrote. */
export const answerTables: readonly string[] = [lineTable, ...rollups].map(({ name }) => `answers.${name}`);

/** Each step stands in a table of its own and is analysed, so that the next one is planned by its true size. */
const refillRates = async (session: Session, months: readonly string[]): Promise<void> => {
  for (const [name, body] of Object.entries(lookupBodies)) {
    await session.run(`DELETE FROM answers.${name}`);
    await session.run(`INSERT INTO answers.${name} ${body}`);
    await session.run(`ANALYZE answers.${name}`);
  }
  for (const [name, body] of Object.entries(monthlyRateBodies)) {
    await session.run(`DELETE FROM answers.${name}`);
    if (months.length === 0) continue;
    await runBody(session, `INSERT INTO answers.${name} ${body}`, months);
    await session.run(`ANALYZE answers.${name}`);
  }
};

const everyMonth = async (session: Session): Promise<string[]> => {
  const { rows } = await session.run(`
    SELECT CAST(date AS text) AS month FROM fact_sales_monthly GROUP BY date
    UNION SELECT CAST(date AS text) FROM fact_forecast_monthly GROUP BY date ORDER BY month`);
  return rows.map((row) => String(row.month));
};

/** Fiscal quarter by fiscal quarter, so that memory stays bounded. */
const byQuarter = (
  months: readonly string[],
  fiscalYearStartMonth: number,
): readonly (readonly string[])[] => {
  const quarters = new Map<number, string[]>();
  for (const month of months) {
    const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - fiscalYearStartMonth;
    const quarter = Math.floor(index / 3);
    quarters.set(quarter, [...(quarters.get(quarter) ?? []), month]);
  }
  return [...quarters.values()];
};

/** A table that is filled month by month, from those before it. */
interface FilledTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly body: string;
  /** Its rows of some months. */
  readonly period: string;
}

const inSlices = (body: string, { slicedBy: [first] = [] }: Rollup): string =>
  first === undefined ? body : `${body}\nORDER BY date, ${first} COLLATE "C"`;

const filledTables: readonly FilledTable[] = [
  {
    name: lineTable.name,
    columns: ["date", "customer_code", "product_code", "market", ...lineColumns],
    body: inSlices(lineBody, lineTable),
    period,
  },
  ...[...rollups].reverse().map((rollup) => ({
    name: rollup.name,
    columns: ["date", ...rollup.keys, ...measures],
    body: inSlices(rollupBody(rollup), rollup),
    period: rollup.quarterly ? quarterlyPeriod : period,
  })),
  { name: "month", columns: ["date", "sales_lines", "forecast_lines"], body: monthBody, period },
];

const removeMonths = async (
  session: Session,
  table: FilledTable,
  chunk: readonly string[],
): Promise<void> => {
  await runBody(session, `DELETE FROM answers.${table.name} WHERE ${table.period}`, chunk);
};

const fillMonths = async (
  session: Session,
  { name, columns, body }: FilledTable,
  chunk: readonly string[],
): Promise<void> => {
  if (name === lineTable.name) await fillSides(session, chunk);
  await runBody(session, `INSERT INTO answers.${name} (${columns.join(", ")}) ${body}`, chunk);
};

/**
 * What the same transaction loaded is in no statistics yet: row by row against it, as for few rows, joining would take
 * the square of its time.
 */
const fillSides = async (session: Session, chunk: readonly string[]): Promise<void> => {
  await session.run("TRUNCATE answers.sides");
  await session.run("SET LOCAL enable_nestloop = off");
  await runBody(session, `INSERT INTO answers.sides ${sidesBody}`, chunk);
  await session.run("SET LOCAL enable_nestloop = on");
};

/** From the first of the months to the last. */
const runBody = async (session: Session, body: string, months: readonly string[]): Promise<void> => {
  const span = body.includes(":first") ? [months[0], months.at(-1)] : [];
  await session.run(body.replaceAll(":first", "$1").replaceAll(":last", "$2"), span);
};
