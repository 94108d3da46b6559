import { createHash } from "node:crypto";
import type { Session } from "../../database/database.ts";
import { measures } from "../../metric.ts";
import { type KeyColumn, lineColumns, lineTable, rollups } from "../rollups.ts";
import { lineBody, lookupBodies, monthlyRateBodies, rollupBody, sidesBody } from "./bodies.ts";

/**
 * The tables of schema `answers`, made from their declarations. They hold nothing that the facts do not, so a
 * changed declaration drops and rebuilds them; migrations never see them.
 */

const double = "double precision";
const keyColumn = (key: KeyColumn): string => `${key} text NOT NULL`;
const numbers = (columns: readonly string[]): string =>
  columns.map((column) => `${column} ${double}`).join(", ");

const definitions: Readonly<Record<string, string>> = {
  calendar: "date date PRIMARY KEY, fiscal_year integer NOT NULL, fiscal_quarter date NOT NULL",
  price: `product_code text, fiscal_year integer, rate ${double}, PRIMARY KEY (product_code, fiscal_year)`,
  unit_cost: `product_code text, fiscal_year integer, rate ${double}, PRIMARY KEY (product_code, fiscal_year)`,
  pre_invoice: `customer_code text, fiscal_year integer, rate ${double}, PRIMARY KEY (customer_code, fiscal_year)`,
  freight: `market text, fiscal_year integer, rate ${double}, other_rate ${double}, PRIMARY KEY (market, fiscal_year)`,
  family: "product_code text PRIMARY KEY, family text NOT NULL",
  account_rate: `date date, customer_code text, market text NOT NULL, ${numbers(["pre_invoice", "freight", "other"])}, PRIMARY KEY (date, customer_code)`,
  variant_rate: `date date, product_code text, ${numbers(["price", "unit_cost"])}, PRIMARY KEY (date, product_code)`,
  sides: `date date, customer_code text, product_code text, ${numbers(["sold_quantity", "forecast_quantity", "discounts", "other"])}`,
  line: `date date NOT NULL, customer_code text NOT NULL, product_code text NOT NULL, market text NOT NULL, ${numbers(lineColumns)}`,
  month: "date date PRIMARY KEY, sales_lines bigint NOT NULL, forecast_lines bigint NOT NULL",
  ...Object.fromEntries(
    rollups.map((rollup) => [
      rollup.name,
      `date date NOT NULL, ${rollup.keys.map(keyColumn).join(", ")}, ${numbers(measures)}`,
    ]),
  ),
};

/** Every table by month; the large ones by month and each column that slices name. */
const indexesOf = new Map(
  [lineTable, ...rollups].map(({ name, slicedBy = [] }) => [
    name,
    (slicedBy.length === 0 ? [""] : slicedBy.map((column) => `, ${column}`)).map(
      (column) => `CREATE INDEX ON answers.${name} (date${column})`,
    ),
  ]),
);
/** No question asks for rows by their numbers, so that analysing a table need not look at them. */
const withoutStatistics = [lineTable, ...rollups].map((table) => {
  const columns = table === lineTable ? lineColumns : measures;
  const changes = columns.map((column) => `ALTER COLUMN ${column} SET STATISTICS 0`);
  return `ALTER TABLE answers.${table.name} ${changes.join(", ")}`;
});

const signature = createHash("sha256")
  .update(
    JSON.stringify([
      definitions,
      ...indexesOf.values(),
      withoutStatistics,
      sidesBody,
      lineBody,
      rollups.map(rollupBody),
      lookupBodies,
      monthlyRateBodies,
    ]),
  )
  .digest("hex");

const signatureFor = (fiscalYearStartMonth: number): string => `${signature}:${fiscalYearStartMonth}`;

/** A session, or what reads without waiting for one. */
export interface Reader {
  run(text: string): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
}

/** Whether the tables stand as this version declares them; another version's hold other columns. */
export const areTablesCurrent = async ({ run }: Reader, fiscalYearStartMonth: number): Promise<boolean> => {
  const { rows } = await run("SELECT to_regclass('answers.built')::text AS built");
  if (!rows[0]?.built) return false;
  const built = await run("SELECT signature FROM answers.built");
  return built.rows[0]?.signature === signatureFor(fiscalYearStartMonth);
};

/**
 * Makes the tables where they are not current, empty and without indexes: those are made by `indexTable` once one
 * is filled. Returns whether they have to be filled from the first month on.
 */
export const prepareTables = async (session: Session, fiscalYearStartMonth: number): Promise<boolean> => {
  if (await areTablesCurrent(session, fiscalYearStartMonth)) return false;
  await session.run("DROP SCHEMA IF EXISTS answers CASCADE");
  await session.run("CREATE SCHEMA answers");
  for (const [name, columns] of Object.entries(definitions))
    await session.run(`CREATE ${name === "sides" ? "UNLOGGED " : ""}TABLE answers.${name} (${columns})`);
  for (const statement of withoutStatistics) await session.run(statement);
  await session.run("CREATE TABLE answers.built (signature text NOT NULL)");
  await session.run("INSERT INTO answers.built VALUES ($1)", [signatureFor(fiscalYearStartMonth)]);
  await fillCalendar(session, fiscalYearStartMonth);
  return true;
};

/** An index takes less time to make of all rows than row by row. */
export const indexTable = async (session: Session, table: string): Promise<void> => {
  for (const index of indexesOf.get(table) ?? []) await session.run(index);
};

/**
 * Every first of a month from 1970 to 2200; a fiscal year is named by the calendar year it ends in, a fiscal quarter
 * by its first month.
 */
const fillCalendar = async (session: Session, fiscalYearStartMonth: number): Promise<void> => {
  const shift = (13 - fiscalYearStartMonth) % 12;
  await session.run(
    `INSERT INTO answers.calendar
     SELECT CAST(day AS date), CAST(EXTRACT(year FROM day + make_interval(months => CAST($1 AS integer))) AS integer),
       CAST(day - make_interval(months => (CAST(EXTRACT(month FROM day) AS integer) + CAST($1 AS integer) - 1) % 3) AS date)
     FROM generate_series(TIMESTAMP '1970-01-01', TIMESTAMP '2200-12-01', INTERVAL '1 month') AS day`,
    [shift],
  );
  await session.run("ANALYZE answers.calendar");
};
