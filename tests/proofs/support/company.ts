import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DemoTableName, demoTables } from "../../../src/data/demo.ts";

/** The same months of one company twice: the second changes rows of each table, and drops some facts. */
export type Version = "first" | "second";

export const otherVersion = (version: Version): Version => (version === "first" ? "second" : "first");

type Row = readonly string[];

export interface CompanyTable {
  readonly name: DemoTableName;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Three months of a narrow range: some 1,650 rows, so that one import takes less than a second. */
export const companyTables = (version: Version = "first"): readonly CompanyTable[] =>
  demoTables({ through: "2026-08", months: 3, range: 0.02 }).map(({ table, columns, rows }) => ({
    name: table,
    columns,
    rows: version === "first" ? [...rows()] : [...rows()].flatMap((row, at) => secondVersion(table, row, at)),
  }));

const secondVersion = (table: DemoTableName, row: Row, at: number): readonly Row[] => {
  const last = row.length - 1;
  const put = (index: number, value: string): Row =>
    row.map((field, column) => (column === index ? value : field));
  switch (table) {
    case "dim_market":
      return [at === 0 ? put(1, "Renamed Zone") : row];
    case "dim_customer":
      return [at === 0 ? put(1, "Renamed Stores") : row];
    case "dim_product":
      return [at === 0 ? put(3, "Renamed Category") : row];
    case "target":
      return [at % 10 === 0 ? put(last, String(Number(row[last]) + 500)) : row];
    case "gross_price":
    case "manufacturing_cost":
      return [at % 10 === 0 ? put(last, (Number(row[last]) * 1.1).toFixed(4)) : row];
    case "pre_invoice_deductions":
    case "freight_cost":
      return [at % 10 === 0 ? put(last, (Number(row[last]) * 0.9).toFixed(4)) : row];
    case "post_invoice_deductions":
      return at % 50 === 49 ? [] : [at % 3 === 0 ? put(last, (Number(row[last]) * 0.9).toFixed(4)) : row];
    case "fact_sales_monthly":
    case "fact_forecast_monthly":
      return at % 50 === 49 ? [] : [at % 3 === 0 ? put(last, String(Number(row[last]) + 7)) : row];
  }
};

export const csvOf = ({ columns, rows }: Pick<CompanyTable, "columns" | "rows">): string =>
  `${[columns, ...rows].map((row) => row.map(quote).join(",")).join("\n")}\n`;

const quote = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Writes both versions below the folder, each as CSV files. */
export const writeCompany = async (folder: string): Promise<Readonly<Record<Version, string>>> => {
  const paths = { first: join(folder, "first"), second: join(folder, "second") };
  for (const version of ["first", "second"] as const) {
    await mkdir(paths[version], { recursive: true });
    for (const table of companyTables(version)) {
      await writeFile(join(paths[version], `${table.name}.csv`), csvOf(table));
    }
  }
  return paths;
};
