import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ImportOptions, importFiles } from "../../../src/data/import/import-files.ts";
import type { ImportReport } from "../../../src/data/import/import-report.ts";
import type { TouchedMonths } from "../../../src/data/refresh/refresh.ts";
import type { Database } from "../../../src/database/database.ts";

/** An invented company that fits in the head: two markets, two accounts, two variants, two months. */
export const tinyCompany = {
  "dim_market.csv": "market,sub_zone,region\nNorland,North,Europe\nSudia,South,Asia\n",
  "dim_customer.csv":
    "customer_code,customer,market,platform,channel\n101,Alpha Stores,Norland,Brick & Mortar,Retailer\n102,Beta Shop,Sudia,E-Commerce,Direct\n",
  "dim_product.csv":
    "product_code,division,segment,category,product,variant\nP1,Computing,Input,Mice,Pebble,Standard\nP2,Computing,Input,Mice,Pebble,Plus\n",
  "gross_price.csv": "product_code,fiscal_year,gross_price\nP1,2021,10.5\nP2,2021,12\n",
  "manufacturing_cost.csv": "product_code,cost_year,manufacturing_cost\nP1,2021,3.25\nP2,2021,4\n",
  "pre_invoice_deductions.csv":
    "customer_code,fiscal_year,pre_invoice_discount_pct\n101,2021,0.2\n102,2021,0.1\n",
  "freight_cost.csv":
    "market,fiscal_year,freight_pct,other_cost_pct\nNorland,2021,0.02,0.01\nSudia,2021,0.03,0.005\n",
  "fact_sales_monthly.csv":
    "date,product_code,customer_code,sold_quantity\n2020-09-01,P1,101,5\n2020-09-01,P2,102,7\n2020-10-01,P1,101,0\n2020-10-01,P1,102,3\n",
  "fact_forecast_monthly.csv":
    "date,product_code,customer_code,forecast_quantity\n2020-09-01,P1,101,6\n2020-10-01,P1,102,2\n",
  "post_invoice_deductions.csv":
    "customer_code,product_code,date,discounts_pct,other_deductions_pct\n101,P1,2020-09-01,0.1,0.05\n102,P1,2020-10-01,0.2,0\n",
} as const;

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The tiny company with some files put in place of its own. */
export const withFiles = (files: Files): Files => ({ ...tinyCompany, ...files });

/** A file of the tiny company with lines added at its end. */
export const adding = (file: keyof typeof tinyCompany, ...lines: readonly string[]): Files => ({
  [file]: `${tinyCompany[file]}${lines.join("\n")}\n`,
});

export interface TinyImport {
  readonly report: ImportReport;
  readonly touched: TouchedMonths | null;
  /** Rows of the rejects file, without its header. */
  readonly rejects: readonly string[];
}

/** Writes the files to a folder of their own and imports it. */
export const importTiny = async (
  database: Database,
  files: Files,
  options: Partial<ImportOptions> = {},
): Promise<TinyImport> =>
  inFolder(files, async (folder) => {
    let touched: TouchedMonths | null = null;
    const report = await importFiles({
      database,
      paths: [folder],
      quarantine: false,
      who: "tester",
      rejectsFolder: join(folder, "rejects"),
      fiscalYearStartMonth: 9,
      now: () => new Date("2026-01-05T08:00:00Z"),
      refresh: async (_session, months) => {
        touched = months;
      },
      ...options,
    });
    const text = report.rejectsFile === null ? "" : await readFile(report.rejectsFile, "utf8");
    return { report, touched, rejects: text.trimEnd().split("\n").slice(1) };
  });

export const inFolder = async <T>(files: Files, work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "bims-import-"));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** What staging is given of a first file, as text, without the number of the file. */
export const withoutFile = (texts: readonly Uint8Array[]): string =>
  Buffer.concat(texts).toString().replace(/^0,/gm, "");

/** Rows of a table, as text, sorted; without the number of the load that wrote them. */
export const rowsOf = (database: Database, table: string): Promise<readonly string[]> =>
  database.session(async ({ run }) => {
    const { rows } = await run(`SELECT * FROM ${table}`);
    return rows.map(({ load_id: _, ...row }) => Object.values(row).join(",")).sort();
  });

/** One word for everything that an import may change; equal before and after a refused one. */
export const fingerprint = (database: Database): Promise<string> =>
  database.session(async ({ run }) => {
    const parts: string[] = [];
    for (const table of [
      ...Object.keys(tinyCompany).map((name) => name.slice(0, -4)),
      "load",
      "load_file",
      "setting",
    ]) {
      const { rows } = await run(
        `SELECT md5(COALESCE(string_agg(CAST(t AS text), '|' ORDER BY CAST(t AS text)), '')) AS sum FROM ${table} t`,
      );
      parts.push(`${table}:${rows[0]?.["sum"]}`);
    }
    const { rows } = await run("SELECT count(*) AS left FROM pg_namespace WHERE nspname = 'bims_import'");
    return [...parts, `staging:${rows[0]?.["left"]}`].join("\n");
  });
