import { createWriteStream } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { SetupError } from "../errors.ts";
import { folderProblem, makeFolder } from "../make-folder.ts";
import { type Company, companyOf, type DemoScale } from "./demo/company.ts";
import { forecastUnits, type Listing, listRange, promoteUnits, sellUnits } from "./demo/demand.ts";
import { hasPostInvoice, hasPreInvoice, hasUnitCost } from "./demo/gaps.ts";
import { addMonths, fiscalYearOf, lastMonthOfFiscalYear, listMonths, type Month } from "./demo/months.ts";
import {
  freightRate,
  listPrice,
  otherCostRate,
  preInvoiceRate,
  promotionRate,
  rebateRate,
  unitCost,
} from "./demo/rates.ts";
import { marketTargets } from "./demo/targets.ts";
import { byName } from "./import/recognise.ts";

/** One of the ten tables in the narrow layout of the sources, or the table of targets. */
export interface DemoTable {
  readonly table: DemoTableName;
  readonly columns: readonly string[];
  /** Texts as they stand in the file, not yet quoted; starts anew at every call. */
  rows(): Iterable<readonly string[]>;
}

export type DemoTableName =
  | "dim_market"
  | "dim_customer"
  | "dim_product"
  | "fact_sales_monthly"
  | "fact_forecast_monthly"
  | "gross_price"
  | "manufacturing_cost"
  | "pre_invoice_deductions"
  | "post_invoice_deductions"
  | "freight_cost"
  | "target";

export type { DemoScale } from "./demo/company.ts";

export interface DemoOptions {
  /** `full` is a company of a real one's size: 1.4 M sales, 1.9 M forecast, 2.1 M post-invoice lines. */
  readonly scale?: DemoScale;
  /** Last month with sales. Forecasts go on to the end of its fiscal year. */
  readonly through?: Month;
  /** Months with sales. */
  readonly months?: number;
  /** Part of the catalogue that a usual customer account carries; more of it makes more lines. */
  readonly range?: number;
  readonly fiscalYearStartMonth?: number;
}

/** The fixed present of the demo company. */
export const demoThrough: Month = "2026-10";

/**
 * Larkfield Electronics, an invented maker of consumer electronics: the same bytes every time, about
 * 50,000 sales lines over 36 months. The dimensions come first, so that the tables load in this order.
 */
export const demoTables = (options: DemoOptions = {}): readonly DemoTable[] => {
  const company = companyOf(options.scale ?? "demo");
  const { through = demoThrough, months = company.months, range = company.range } = options;
  const { fiscalYearStartMonth = 9 } = options;
  const yearOf = (month: Month) => fiscalYearOf(month, fiscalYearStartMonth);
  const first = addMonths(through, 1 - months);
  const years = Array.from(
    { length: yearOf(through) - yearOf(first) + 1 },
    (_, index) => yearOf(first) + index,
  );
  const listings = listRange(company, range);
  return [
    ...dimensionTables(company),
    ...rateTables(company, years),
    ...factTables({
      company,
      sold: listMonths(first, through),
      planned: listMonths(first, lastMonthOfFiscalYear(yearOf(through), fiscalYearStartMonth)),
      listings,
      yearOf,
    }),
    targetTable(() =>
      marketTargets({
        company,
        listings,
        years: [yearOf(through) - 1, yearOf(through)],
        fiscalYearStartMonth,
      }),
    ),
  ];
};

/** Where to write, and how: packed, the files end in `.csv.gz`. */
export interface DemoFiles extends DemoOptions {
  readonly packed?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Told before each table. */
  readonly progress?: (table: DemoTableName, done: number, of: number) => void;
}

/**
 * Writes the tables as `TABLE.csv` into the folder, which is made when missing; answers with their paths. Throws a
 * SetupError where it cannot be written or holds a file named after a table, and then leaves none behind.
 */
export const writeDemo = async (folder: string, files: DemoFiles = {}): Promise<readonly string[]> => {
  const tables = demoTables(files);
  const names = tables.map(({ table }) => `${table}.csv${files.packed ? ".gz" : ""}`);
  const paths = names.map((name) => join(folder, name));
  const held = (await readdir(folder).catch(() => [])).sort().find((name) => byName(name) !== null);
  if (held !== undefined) {
    throw new SetupError(`${folder} holds ${held} already. Nothing was written; name an empty folder.`);
  }
  const begun: string[] = [];
  try {
    await makeFolder(folder);
    for (const [at, demoTable] of tables.entries()) {
      files.progress?.(demoTable.table, at, tables.length);
      const pack = files.packed ? createGzip({ level: 3 }) : new PassThrough();
      const path = paths[at] as string;
      const target = createWriteStream(path, { flags: "wx" }).once("open", () => begun.push(path));
      const cancel = files.signal ? { signal: files.signal } : {};
      await pipeline(Readable.from(csvChunks(demoTable)), pack, target, cancel);
    }
  } catch (error) {
    for (const path of begun) await rm(path, { force: true }).catch(() => undefined);
    const problem = folderProblem(error);
    if (problem === undefined) throw error;
    throw new SetupError(`The demo company's files cannot be written to ${folder}: ${problem}.`, {
      cause: error,
    });
  }
  return paths;
};

const dimensionTables = ({ markets, accounts, catalogue }: Company): readonly DemoTable[] => [
  table("dim_market", ["market", "sub_zone", "region"], function* () {
    for (const { market, subZone, region } of markets) yield [market, subZone, region];
  }),
  table("dim_customer", ["customer_code", "customer", "market", "platform", "channel"], function* () {
    for (const { code, customer, market, platform, channel } of accounts)
      yield [code, customer, market.market, platform, channel];
  }),
  table(
    "dim_product",
    ["product_code", "division", "segment", "category", "product", "variant"],
    function* () {
      for (const { code, division, segment, category, product, variant } of catalogue)
        yield [code, division, segment, category, product, variant];
    },
  ),
];

const rateTables = (
  { markets, accounts, catalogue }: Company,
  years: readonly number[],
): readonly DemoTable[] => [
  table("gross_price", ["product_code", "fiscal_year", "gross_price"], function* () {
    for (const year of years)
      for (const variant of catalogue) yield [variant.code, String(year), decimal(listPrice(variant, year))];
  }),
  table("manufacturing_cost", ["product_code", "cost_year", "manufacturing_cost"], function* () {
    for (const year of years)
      for (const variant of catalogue)
        if (hasUnitCost(variant, year)) yield [variant.code, String(year), decimal(unitCost(variant, year))];
  }),
  table("pre_invoice_deductions", ["customer_code", "fiscal_year", "pre_invoice_discount_pct"], function* () {
    for (const year of years)
      for (const account of accounts)
        if (hasPreInvoice(account, year))
          yield [account.code, String(year), decimal(preInvoiceRate(account, year))];
  }),
  table("freight_cost", ["market", "fiscal_year", "freight_pct", "other_cost_pct"], function* () {
    for (const year of years)
      for (const market of markets)
        yield [
          market.market,
          String(year),
          decimal(freightRate(market, year)),
          decimal(otherCostRate(market, year)),
        ];
  }),
];

interface Plan {
  readonly company: Company;
  readonly sold: readonly Month[];
  readonly planned: readonly Month[];
  readonly listings: readonly Listing[];
  yearOf(month: Month): number;
}

const factTables = (plan: Plan): readonly DemoTable[] => [
  table("fact_sales_monthly", ["date", "product_code", "customer_code", "sold_quantity"], function* () {
    for (const [month, { variant, account }, units] of lines(plan.sold, plan, sellUnits))
      yield [`${month}-01`, variant.code, account.code, String(units)];
  }),
  table(
    "fact_forecast_monthly",
    ["date", "product_code", "customer_code", "forecast_quantity"],
    function* () {
      for (const [month, { variant, account }, units] of lines(plan.planned, plan, forecastUnits))
        yield [`${month}-01`, variant.code, account.code, String(units)];
    },
  ),
  table(
    "post_invoice_deductions",
    ["customer_code", "product_code", "date", "discounts_pct", "other_deductions_pct"],
    function* () {
      for (const [month, { variant, account }] of lines(plan.sold, plan, promoteUnits)) {
        if (!hasPostInvoice(account, variant, month)) continue;
        const year = plan.yearOf(month);
        yield [
          account.code,
          variant.code,
          `${month}-01`,
          decimal(promotionRate(account, variant, year, month)),
          decimal(rebateRate(account, variant, year, month)),
        ];
      }
    },
  ),
];

/** Of the last fiscal year and the running one; the whole company is to reach what its markets are. */
const targetTable = (aims: () => ReturnType<typeof marketTargets>): DemoTable =>
  table("target", ["metric", "dimension", "member", "period", "value"], function* () {
    const markets = aims();
    for (const [metric, amountOf] of targetMetrics) {
      for (const year of new Set(markets.map((target) => target.year))) {
        const ofYear = markets.filter((target) => target.year === year);
        const whole = ofYear.reduce((sum, target) => sum + amountOf(target), 0);
        yield [metric, "company", "all", `FY${year}`, String(whole)];
        for (const target of ofYear)
          yield [metric, "market", target.market, `FY${year}`, String(amountOf(target))];
      }
    }
  });

type MarketTarget = ReturnType<typeof marketTargets>[number];
const targetMetrics: readonly (readonly [metric: string, amountOf: (target: MarketTarget) => number])[] = [
  ["net_sales", ({ netSales }) => netSales],
  ["sold_quantity", ({ units }) => units],
];

const table = (name: DemoTableName, columns: readonly string[], rows: DemoTable["rows"]): DemoTable =>
  Object.freeze({ table: name, columns, rows });

function* lines(
  months: readonly Month[],
  { company, listings }: Plan,
  units: (listing: Listing, month: Month, company: Company) => number | undefined,
) {
  for (const month of months)
    for (const listing of listings) {
      const count = units(listing, month, company);
      if (count !== undefined) yield [month, listing, count] as const;
    }
}

const decimal = (value: number): string => value.toFixed(4);

const linesPerChunk = 2_000;

function* csvChunks({ columns, rows }: DemoTable): Iterable<string> {
  let chunk = [csvLine(columns)];
  for (const row of rows()) {
    chunk.push(csvLine(row));
    if (chunk.length < linesPerChunk) continue;
    yield chunk.join("");
    chunk = [];
  }
  yield chunk.join("");
}

const csvLine = (row: readonly string[]): string => `${row.map(quoteCell).join(",")}\n`;

const quoteCell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
