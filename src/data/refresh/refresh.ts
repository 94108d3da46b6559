import type { Session } from "../../database/database.ts";
import { measures } from "../../metric.ts";
import { lineColumns, lineTable, type Rollup, rollups } from "../rollups.ts";
import { lineBody, lookupBodies, monthBody, monthlyRateBodies, rollupBody, sidesBody } from "./bodies.ts";
import { prepareTables } from "./tables.ts";

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
  if (all) await clear(session);
  await refillRates(session, months);
  const chunks = byQuarter(months);
  for (const [index, chunk] of chunks.entries()) {
    await rebuild(session, chunk);
    options.progress?.(index + 1, chunks.length);
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
    await session.run(`INSERT INTO answers.${name} ${named(body)}`, [months[0], months.at(-1)]);
    await session.run(`ANALYZE answers.${name}`);
  }
};

const everyMonth = async (session: Session): Promise<string[]> => {
  const { rows } = await session.run(`
    SELECT CAST(date AS text) AS month FROM fact_sales_monthly GROUP BY date
    UNION SELECT CAST(date AS text) FROM fact_forecast_monthly GROUP BY date ORDER BY month`);
  return rows.map((row) => String(row.month));
};

const clear = async (session: Session): Promise<void> => {
  for (const name of [lineTable.name, "month", ...rollups.map((rollup) => rollup.name)])
    await session.run(`DELETE FROM answers.${name}`);
};

/** Runs of at most three months that follow each other, so that memory stays bounded. */
const byQuarter = (months: readonly string[]): readonly (readonly string[])[] => {
  const chunks: string[][] = [];
  for (const month of months) {
    const open = chunks.at(-1);
    if (open && open.length < 3 && follows(open.at(-1) ?? "", month)) open.push(month);
    else chunks.push([month]);
  }
  return chunks;
};

const follows = (before: string, month: string): boolean => {
  const next = new Date(`${before}T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return next.toISOString().slice(0, 10) === month;
};

const rebuild = async (session: Session, chunk: readonly string[]): Promise<void> => {
  const span = [chunk[0], chunk.at(-1)];
  const fill = async (name: string, columns: readonly string[], body: string): Promise<void> => {
    await session.run(
      `DELETE FROM answers.${name} WHERE date BETWEEN CAST($1 AS date) AND CAST($2 AS date)`,
      span,
    );
    await session.run(`INSERT INTO answers.${name} (${columns.join(", ")}) ${named(body)}`, span);
  };
  const inSlices = (body: string, { slicedBy: [first] = [] }: Rollup): string =>
    first === undefined ? body : `${body}\nORDER BY date, ${first} COLLATE "C"`;
  await session.run("TRUNCATE answers.sides");
  await session.run(`INSERT INTO answers.sides ${named(sidesBody)}`, span);
  await session.run("ANALYZE answers.sides (date, customer_code, product_code)");
  await fill(
    "line",
    ["date", "customer_code", "product_code", "market", ...lineColumns],
    inSlices(lineBody, lineTable),
  );
  for (const rollup of [...rollups].reverse())
    await fill(rollup.name, ["date", ...rollup.keys, ...measures], inSlices(rollupBody(rollup), rollup));
  await fill("month", ["date", "sales_lines", "forecast_lines"], monthBody);
};

const named = (body: string): string => body.replaceAll(":first", "$1").replaceAll(":last", "$2");
