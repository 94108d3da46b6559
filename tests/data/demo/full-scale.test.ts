import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type DemoTableName, demoTables, writeDemo } from "../../../src/data/demo.ts";

const lastMonth = new Map<DemoTableName, readonly (readonly string[])[]>(
  demoTables({ scale: "full", months: 1 }).map(({ table, rows }) => [table, [...rows()]]),
);
const rowsOf = (table: DemoTableName) => lastMonth.get(table) ?? [];
const column = (table: DemoTableName, index: number) => new Set(rowsOf(table).map((row) => row[index]));

describe("the demo company at full size", () => {
  it("has 27 markets, 200 accounts and 436 variants, each code once", () => {
    expect(column("dim_market", 0).size).toBe(27);
    expect(rowsOf("dim_customer")).toHaveLength(200);
    expect(column("dim_customer", 0).size).toBe(200);
    expect(rowsOf("dim_product")).toHaveLength(436);
    expect(column("dim_product", 0).size).toBe(436);
  });

  it("sells, plans and promotes as many lines a month as 1.4 M, 1.9 M and 2.1 M need", () => {
    expect(rowsOf("fact_sales_monthly").length).toBeGreaterThan(27_000);
    expect(rowsOf("fact_forecast_monthly").length / 11).toBeGreaterThan(30_000);
    expect(rowsOf("post_invoice_deductions").length).toBeGreaterThan(40_000);
  });

  it("names only members it has", () => {
    for (const [table, product, customer] of [
      ["fact_sales_monthly", 1, 2],
      ["fact_forecast_monthly", 1, 2],
      ["post_invoice_deductions", 1, 0],
    ] as const) {
      const products = column("dim_product", 0);
      const customers = column("dim_customer", 0);
      expect([...column(table, product)].filter((code) => !products.has(code))).toEqual([]);
      expect([...column(table, customer)].filter((code) => !customers.has(code))).toEqual([]);
    }
  });

  it("is the same every time", () => {
    const checksum = createHash("sha256")
      .update(JSON.stringify([...lastMonth]))
      .digest("hex");
    expect(checksum).toMatchInlineSnapshot(
      `"ca17c57967fe5e6910409f5a971fb0a299b556179d8e28a71f72f4ec1baf0ee1"`,
    );
  });

  it("is written as ten packed files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bims-demo-"));
    try {
      await writeDemo(folder, { packed: true, months: 1 });
      expect((await readdir(folder)).every((name) => name.endsWith(".csv.gz"))).toBe(true);
      const text = gunzipSync(await readFile(join(folder, "dim_market.csv.gz"))).toString();
      expect(text.split("\n")[0]).toBe("market,sub_zone,region");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
