import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answerTables } from "../../../src/data/refresh/refresh.ts";
import type { Database } from "../../../src/database/database.ts";
import type { Version } from "./company.ts";

/**
 * A company of a few dozen rows, so that hundreds of its imports can fail one by one. Its prices and rates are sums of
 * powers of two, so that every order of adding gives the same number.
 */
const markets = ["Norland", "Sudia", "Westia"];
const accounts = [0, 1, 2, 3, 4, 5].map((at) => `10${at}`);
const variants = ["P0", "P1", "P2", "P3"];
const months = ["2020-09-01", "2020-10-01", "2020-11-01"];

const csv = (columns: string, rows: readonly (readonly (string | number)[])[]): string =>
  `${[columns, ...rows.map((row) => row.join(","))].join("\n")}\n`;

const across = <T>(
  make: (month: string, variant: string, account: string, at: number) => readonly T[],
): T[] =>
  months.flatMap((month, m) =>
    variants.flatMap((variant, v) =>
      accounts.flatMap((account, a) => make(month, variant, account, m + v + a)),
    ),
  );

/** What never changes here. */
const rest: Readonly<Record<string, string>> = {
  "dim_market.csv": csv(
    "market,sub_zone,region",
    markets.map((market) => [market, `${market} Zone`, "Europe"]),
  ),
  "dim_customer.csv": csv(
    "customer_code,customer,market,platform,channel",
    accounts.map((code, at) => [code, `Shop ${at}`, markets[at % 3] ?? "", "E-Commerce", "Direct"]),
  ),
  "manufacturing_cost.csv": csv(
    "product_code,cost_year,manufacturing_cost",
    variants.map((code) => [code, 2021, 1.5]),
  ),
  "pre_invoice_deductions.csv": csv(
    "customer_code,fiscal_year,pre_invoice_discount_pct",
    accounts.map((code) => [code, 2021, 0.25]),
  ),
  "freight_cost.csv": csv(
    "market,fiscal_year,freight_pct,other_cost_pct",
    markets.map((name) => [name, 2021, 0.125, 0.0625]),
  ),
  "fact_forecast_monthly.csv": csv(
    "date,product_code,customer_code,forecast_quantity",
    across((month, variant, account, at) => [[month, variant, account, at + 4]]),
  ),
};

/** What one month's closing brings: a member, prices, sales and promotions, each with rows of both versions' own. */
export const monthFiles = (version: Version): Readonly<Record<string, string>> => {
  const second = version === "second" ? 1 : 0;
  return {
    "dim_product.csv": csv(
      "product_code,division,segment,category,product,variant",
      variants.map((code, at) => [
        code,
        "Computing",
        "Input",
        "Mice",
        at === 0 && second ? "Stone" : "Pebble",
        "Plus",
      ]),
    ),
    "gross_price.csv": csv(
      "product_code,fiscal_year,gross_price",
      variants.map((code, at) => [code, 2021, 8 + at + second / 4]),
    ),
    "fact_sales_monthly.csv": csv(
      "date,product_code,customer_code,sold_quantity",
      across((month, variant, account, at) =>
        at % 5 === second ? [] : [[month, variant, account, 3 + at + (at % 2) * second]],
      ),
    ),
    "post_invoice_deductions.csv": csv(
      "customer_code,product_code,date,discounts_pct,other_deductions_pct",
      across((month, variant, account, at) =>
        at % 4 === second ? [] : [[account, variant, month, second ? 0.125 : 0.0625, 0.03125]],
      ),
    ),
  };
};

/** All ten tables, by the names of their files. */
export const companyFiles = (version: Version): Readonly<Record<string, string>> => ({
  ...rest,
  ...monthFiles(version),
});

/** Writes the whole first company, and both versions of its month; returns their folders. */
export const writeMonths = async (
  folder: string,
): Promise<Readonly<Record<Version, string>> & { readonly whole: string }> => {
  const paths = {
    whole: join(folder, "whole"),
    first: join(folder, "first"),
    second: join(folder, "second"),
  };
  const contents = {
    whole: companyFiles("first"),
    first: monthFiles("first"),
    second: monthFiles("second"),
  };
  for (const name of ["whole", "first", "second"] as const) {
    await mkdir(paths[name], { recursive: true });
    for (const [file, text] of Object.entries(contents[name])) await writeFile(join(paths[name], file), text);
  }
  return paths;
};

const tables = [...Object.keys(rest), ...Object.keys(monthFiles("first"))].map((file) => file.slice(0, -4));

export interface Print {
  /** Of everything, the ledger and what undo needs included: the same only if nothing at all was changed. */
  readonly exact: string;
  /** Of facts, rates, members and answers: the same whichever load wrote them. */
  readonly content: string;
  readonly loads: number;
}

/** What a database holds, as three short words to compare. */
export const takePrint = (database: Database): Promise<Print> =>
  database.session(async ({ run }) => {
    // Without sorting, for what undo needs grows with every load.
    const sum = (name: string, row: string) =>
      `SELECT concat(COUNT(*), ':', SUM(hashtextextended(${row}, 0))) FROM ${name} t`;
    const content = [
      ...tables.map((name) => sum(name, "CAST(to_jsonb(t) - 'load_id' AS text)")),
      ...answerTables.map((name) => sum(name, "CAST(t AS text)")),
    ];
    const exact = [...tables, ...tables.map((name) => `replaced_${name}`), "load", "load_file", "setting"];
    const { rows } = await run(
      `SELECT concat_ws(' ', ${content.map((part) => `(${part})`).join(", ")}) AS content,
        concat_ws(' ', ${exact.map((name) => `(${sum(name, "CAST(t AS text)")})`).join(", ")}) AS exact,
        (SELECT count(*) FROM load) AS loads`,
    );
    return {
      content: rows[0]?.["content"] ?? "",
      exact: `${rows[0]?.["content"]} ${rows[0]?.["exact"]}`,
      loads: Number(rows[0]?.["loads"]),
    };
  });
