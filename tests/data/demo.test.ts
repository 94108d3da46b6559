import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { type DemoTableName, demoTables, writeDemo } from "../../src/data/demo.ts";

type Row = Readonly<Record<string, string>>;

const readTables = (options = {}): ReadonlyMap<DemoTableName, readonly Row[]> =>
  new Map(
    demoTables(options).map(({ table, columns, rows }) => [
      table,
      Array.from(rows(), (row) =>
        Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ""])),
      ),
    ]),
  );

const started = process.cpuUsage();
const tables = readTables();
const seconds = process.cpuUsage(started).user / 1e6;
const rowsOf = (table: DemoTableName): readonly Row[] => tables.get(table) ?? [];
const values = (table: DemoTableName, column: string): ReadonlySet<string> =>
  new Set(rowsOf(table).map((row) => row[column] ?? ""));
const checksum = (source: ReadonlyMap<string, unknown>): string =>
  createHash("sha256")
    .update(JSON.stringify([...source]))
    .digest("hex");
const fiscalYear = (date = ""): string =>
  String(Number(date.slice(0, 4)) + (Number(date.slice(5, 7)) >= 9 ? 1 : 0));
const sumBy = (
  rows: readonly Row[],
  key: (row: Row) => string,
  column: string,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + Number(row[column]));
  return sums;
};

const keys: Readonly<Record<DemoTableName, readonly string[]>> = {
  dim_market: ["market"],
  dim_customer: ["customer_code"],
  dim_product: ["product_code"],
  fact_sales_monthly: ["date", "product_code", "customer_code"],
  fact_forecast_monthly: ["date", "product_code", "customer_code"],
  gross_price: ["product_code", "fiscal_year"],
  manufacturing_cost: ["product_code", "cost_year"],
  pre_invoice_deductions: ["customer_code", "fiscal_year"],
  post_invoice_deductions: ["customer_code", "product_code", "date"],
  freight_cost: ["market", "fiscal_year"],
  target: ["metric", "dimension", "member", "period"],
};

describe("the demo company", () => {
  it("is the same every time, on every machine", () => {
    expect(checksum(readTables())).toBe(checksum(tables));
    expect(checksum(tables)).toMatchInlineSnapshot(
      `"2267e79a85461f11f3dedc9e39166ed661418acaa782713db9fdc5ca17f7c76b"`,
    );
  });

  it("has about 50,000 sales lines over 36 months and fills every table, in under 2 seconds", () => {
    expect(rowsOf("fact_sales_monthly").length).toBeGreaterThan(48_000);
    expect(rowsOf("fact_sales_monthly").length).toBeLessThan(53_000);
    expect(values("fact_sales_monthly", "date").size).toBe(36);
    expect([...values("fact_sales_monthly", "date")].at(-1)).toBe("2026-10-01");
    expect([...tables].filter(([, rows]) => rows.length === 0)).toEqual([]);
    expect(seconds).toBeLessThan(2);
  });

  it.each(Object.entries(keys) as [DemoTableName, readonly string[]][])(
    "holds no key of %s twice",
    (table, columns) => {
      const found = rowsOf(table).map((row) => columns.map((column) => row[column]).join("|"));
      expect(new Set(found).size).toBe(found.length);
    },
  );

  it("leaves no field empty", () => {
    for (const [table, rows] of tables)
      expect(
        rows.filter((row) => Object.values(row).some((text) => text.trim() !== text || text === "")),
        table,
      ).toEqual([]);
  });

  it("dates every fact on the first of a month, with whole quantities that are not negative", () => {
    for (const [table, column] of [
      ["fact_sales_monthly", "sold_quantity"],
      ["fact_forecast_monthly", "forecast_quantity"],
    ] as const)
      expect(
        rowsOf(table).filter(
          (row) => !/^\d{4}-\d{2}-01$/.test(row.date ?? "") || !/^\d+$/.test(row[column] ?? ""),
        ),
      ).toEqual([]);
  });

  it("keeps every percentage in [0, 1] and prices at 4 decimals", () => {
    for (const [table, rows] of tables)
      for (const [column, text] of rows.flatMap((row) => Object.entries(row))) {
        if (column.endsWith("_pct") && !(Number(text) >= 0 && Number(text) <= 1))
          expect.fail(`${table}.${column} ${text}`);
        if (/price$|^manufacturing_cost$/.test(column) && !/^[1-9]\d*\.\d{4}$/.test(text))
          expect.fail(`${column} ${text}`);
      }
  });

  it("knows every code that its facts, prices, costs and deductions name", () => {
    for (const [table] of tables)
      for (const [column, home] of [
        ["product_code", "dim_product"],
        ["customer_code", "dim_customer"],
        ["market", "dim_market"],
      ] as const)
        expect(
          [...values(table, column)].filter((code) => code !== "" && !values(home, column).has(code)),
          table,
        ).toEqual([]);
  });

  it("sells most before the holidays, grows, and had one bad quarter", () => {
    const units = sumBy(rowsOf("fact_sales_monthly"), (row) => row.date ?? "", "sold_quantity");
    const of = (...months: string[]) =>
      months.reduce((sum, month) => sum + (units.get(`${month}-01`) ?? 0), 0);
    expect(of("2025-11", "2025-12")).toBeGreaterThan(1.4 * of("2026-01", "2026-02"));
    expect(of("2026-09", "2026-10")).toBeGreaterThan(1.05 * of("2025-09", "2025-10"));
    expect(of("2025-03", "2025-04", "2025-05")).toBeLessThan(0.92 * of("2024-03", "2024-04", "2024-05"));
  });

  it("launches and retires products", () => {
    const firstSales = new Map<string, string>();
    for (const row of rowsOf("fact_sales_monthly"))
      if (!firstSales.has(row.product_code ?? "")) firstSales.set(row.product_code ?? "", row.date ?? "");
    const lately = new Set(
      rowsOf("fact_sales_monthly")
        .filter((row) => (row.date ?? "") >= "2026-08-01")
        .map((row) => row.product_code),
    );
    expect([...firstSales.values()].filter((date) => date > "2024-09-01").length).toBeGreaterThan(8);
    expect([...firstSales.keys()].filter((code) => !lately.has(code)).length).toBeGreaterThan(4);
  });

  it("sets targets of the last year and the running one that are neither out of reach nor reached by far", () => {
    const targets = new Map(
      rowsOf("target").map((row) => [[row.metric, row.member, row.period].join(), Number(row.value)]),
    );
    expect(targets.size).toBe(2 * 2 * (1 + rowsOf("dim_market").length));
    const marketOf = new Map(rowsOf("dim_customer").map((row) => [row.customer_code, row.market ?? ""]));
    const of2026 = rowsOf("fact_sales_monthly").filter((row) => fiscalYear(row.date) === "2026");
    const sold = sumBy(of2026, (row) => marketOf.get(row.customer_code) ?? "", "sold_quantity");
    const reached = [...sold].map(
      ([market, units]) => units / (targets.get(`sold_quantity,${market},FY2026`) ?? 0),
    );
    expect(Math.min(...reached)).toBeGreaterThan(0.85);
    expect(Math.max(...reached)).toBeLessThan(1.15);
    for (const metric of ["net_sales", "sold_quantity"]) {
      const markets = rowsOf("dim_market").map((row) => targets.get(`${metric},${row.market},FY2027`) ?? 0);
      expect(targets.get(`${metric},all,FY2027`)).toBe(markets.reduce((sum, value) => sum + value, 0));
    }
  });

  it("changes prices and contract discounts with the fiscal year", () => {
    const price = (year: string) =>
      rowsOf("gross_price").find((row) => row.fiscal_year === year)?.gross_price;
    const discount = (year: string) =>
      rowsOf("pre_invoice_deductions").find((row) => row.fiscal_year === year)?.pre_invoice_discount_pct;
    const years = ["2024", "2025", "2026", "2027"];
    expect(new Set(years.map(price)).size).toBe(4);
    expect(new Set(years.map(discount)).size).toBe(4);
  });

  it("forecasts to the end of the fiscal year, some customers always too much and some too little", () => {
    expect([...values("fact_forecast_monthly", "date")].at(-1)).toBe("2027-08-01");
    const customers = new Map(rowsOf("dim_customer").map((row) => [row.customer_code, row.customer ?? ""]));
    const quarter = (row: Row) => (row.date ?? "") >= "2026-08-01" && (row.date ?? "") <= "2026-10-01";
    const byCustomer = (row: Row) => `${customers.get(row.customer_code)} ${row.date}`;
    const sold = sumBy(rowsOf("fact_sales_monthly").filter(quarter), byCustomer, "sold_quantity");
    const planned = sumBy(rowsOf("fact_forecast_monthly").filter(quarter), byCustomer, "forecast_quantity");
    const signs = (customer: string) =>
      ["2026-08-01", "2026-09-01", "2026-10-01"].map((date) =>
        Math.sign((planned.get(`${customer} ${date}`) ?? 0) - (sold.get(`${customer} ${date}`) ?? 0)),
      );
    expect(signs("Elektrohaus Linden")).toEqual([1, 1, 1]);
    expect(signs("Mango Circuit")).toEqual([-1, -1, -1]);
  });

  it("lacks what real exports lack, yet hardly anything of the latest fiscal year", () => {
    const promoted = new Set(
      rowsOf("post_invoice_deductions").map((row) => [row.date, row.customer_code, row.product_code].join()),
    );
    const costed = new Set(
      rowsOf("manufacturing_cost").map((row) => [row.product_code, row.cost_year].join()),
    );
    const contracted = new Set(
      rowsOf("pre_invoice_deductions").map((row) => [row.customer_code, row.fiscal_year].join()),
    );
    const coverage = (of: (row: Row) => boolean) => {
      const rows = rowsOf("fact_sales_monthly").filter(of);
      const units = (some: readonly Row[]) => some.reduce((sum, row) => sum + Number(row.sold_quantity), 0);
      const covered = rows.filter(
        (row) =>
          promoted.has([row.date, row.customer_code, row.product_code].join()) &&
          costed.has([row.product_code, fiscalYear(row.date)].join()) &&
          contracted.has([row.customer_code, fiscalYear(row.date)].join()),
      );
      return units(covered) / units(rows);
    };
    expect(coverage((row) => fiscalYear(row.date) === "2027")).toBeGreaterThan(0.95);
    expect(coverage((row) => row.date === "2026-03-01")).toBeLessThan(0.95);
    expect(coverage((row) => fiscalYear(row.date) === "2026")).toBeLessThan(1);
    expect(costed.size).toBe(rowsOf("gross_price").length - 2);
    expect(contracted.size).toBe(rowsOf("dim_customer").length * 4 - 1);
  });

  it("leaves earlier lines as they were when the horizon grows, and moves its years with the fiscal calendar", () => {
    const short = readTables({ months: 2 }).get("fact_sales_monthly") ?? [];
    expect(short).toEqual(rowsOf("fact_sales_monthly").filter((row) => (row.date ?? "") >= "2026-09-01"));
    const calendar = readTables({ months: 2, fiscalYearStartMonth: 1 });
    expect(new Set(calendar.get("gross_price")?.map((row) => row.fiscal_year))).toEqual(new Set(["2026"]));
    expect(calendar.get("fact_forecast_monthly")?.at(-1)?.date).toBe("2026-12-01");
  });

  it("writes eleven CSV files that read back as they were", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bims-demo-"));
    try {
      const paths = await writeDemo(folder, { months: 1 });
      expect(paths).toHaveLength(11);
      for (const { table, columns, rows } of demoTables({ months: 1 })) {
        const text = await readFile(join(folder, `${table}.csv`), "utf8");
        expect(parse(text)).toEqual([columns, ...rows()]);
      }
      const before = await stat(join(folder, "dim_market.csv"));
      await rm(join(folder, "dim_product.csv"));
      await expect(writeDemo(folder, { months: 1 })).rejects.toThrow(
        `${folder} holds dim_customer.csv already. Nothing was written; name an empty folder.`,
      );
      expect(await stat(join(folder, "dim_market.csv"))).toEqual(before);
      expect(await readdir(folder)).toHaveLength(10);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("says why a folder cannot be written, and leaves nothing when it is stopped", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bims-demo-"));
    try {
      const file = join(folder, "notes.txt");
      await writeFile(file, "");
      await expect(writeDemo(join(file, "demo"))).rejects.toMatchObject({
        name: "SetupError",
        message: `The demo company's files cannot be written to ${join(file, "demo")}: a part of its path is a file.`,
      });
      const stopping = new AbortController();
      const progress = (table: string): void => {
        if (table === "fact_sales_monthly") stopping.abort();
      };
      await expect(writeDemo(folder, { months: 1, signal: stopping.signal, progress })).rejects.toMatchObject(
        { name: "AbortError" },
      );
      expect(await readdir(folder)).toEqual(["notes.txt"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
