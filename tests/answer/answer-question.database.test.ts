import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answer } from "../../src/answer/answer.ts";
import { type Answerer, createAnswerer } from "../../src/answer/answerer.ts";
import type { Database } from "../../src/database/database.ts";
import { type Question, question } from "../../src/question/question.ts";
import { openTestDatabase } from "../support/database.ts";
import { fillTinyStar } from "../support/tiny-star.ts";

const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;
let database: Database;
let answerer: Answerer;

beforeAll(async () => {
  database = await openTestDatabase();
  await fillTinyStar(database);
  answerer = createAnswerer({ database, fiscalYearStartMonth: 9 });
});
afterAll(() => database.close());

const fy = (year: number) => ({ kind: "fiscal-year", year }) as const;
const ask = (asked: Partial<Question>): Promise<Answer> =>
  answerer.answer(
    question.parse({ kind: "measure", metrics: ["net_sales"], period: fy(2026), ...asked }),
    viewer,
  );
const rank = (asked: Partial<Question>): Promise<Answer> =>
  ask({ kind: "ranking", by: ["product"], ...asked });
const column = (answer: Answer, key: string): readonly unknown[] => answer.rows.map((row) => row[key]);

test("adds gross sales up over the lines that have a price, and says what is not covered", async () => {
  const answer = await ask({ metrics: ["gross_sales"] });
  expect(answer.totals.gross_sales).toBe(1000);
  expect(answer.coverage).toEqual([{ metric: "gross_sales", covered: 22 / 26, missing: "list prices" }]);
});

test("adds net sales up over the lines that have price, pre- and post-invoice rates", async () => {
  const answer = await ask({});
  expect(answer.totals.net_sales).toBeCloseTo(693, 9);
  expect(answer.coverage).toEqual([
    {
      metric: "net_sales",
      covered: 20 / 26,
      missing: "list prices, pre-invoice discounts, post-invoice deductions",
    },
  ]);
});

test("takes the margin as a ratio of sums over the same lines", async () => {
  const answer = await ask({ metrics: ["gross_margin", "gross_margin_pct", "manufacturing_cost_per_unit"] });
  const margin = 693 - (15 * 4 + 5 * 40) - 693 * 0.03;
  expect(answer.totals.gross_margin).toBeCloseTo(margin, 9);
  expect(answer.totals.gross_margin_pct).toBeCloseTo(margin / 693, 12);
  expect(answer.totals.manufacturing_cost_per_unit).toBeCloseTo((15 * 4 + 7 * 40) / 22, 12);
});

test("ranks from the top, and puts a value that is not available last in both directions", async () => {
  const top = await rank({ metrics: ["gross_sales"] });
  expect(column(top, "product")).toEqual(["Desk", "Lamp", "Chair"]);
  expect(column(top, "gross_sales")).toEqual([700, 300, null]);
  expect(column(top, "rank")).toEqual([1, 2, 3]);
  const bottom = await rank({ metrics: ["gross_sales"], order: "bottom" });
  expect(column(bottom, "product")).toEqual(["Lamp", "Desk", "Chair"]);
});

test("gives ties the same rank, in the order of their names", async () => {
  const answer = await rank({ metrics: ["markets_served"], by: ["customer"] });
  expect(answer.rows.map((row) => [row.rank, row.customer, row.markets_served])).toEqual([
    [1, "Banyan", 2],
    [2, "Fjord", 1],
  ]);
  const variants = await rank({ metrics: ["customers_served"], by: ["product"] });
  expect(variants.rows.map((row) => [row.rank, row.product, row.customers_served])).toEqual([
    [1, "Desk", 3],
    [2, "Chair", 1],
    [2, "Lamp", 1],
  ]);
});

test("gives exactly N rows and the total of the whole slice", async () => {
  const answer = await rank({ metrics: ["gross_sales"], limit: 1 });
  expect(column(answer, "product")).toEqual(["Desk"]);
  expect(answer.totals.gross_sales).toBe(1000);
  expect(column(answer, "gross_sales_share")).toEqual([0.7]);
  expect(answer.memberCount).toBe(3);
});

test("restarts a ranking in each member, with shares of that member's total", async () => {
  const answer = await rank({ metrics: ["gross_sales"], each: "market", limit: 1 });
  expect(answer.rows.map((row) => [row.market, row.product, row.rank, row.gross_sales_share])).toEqual([
    ["India", "Lamp", 1, 0.75],
    ["Norway", "Desk", 1, 1],
  ]);
});

test("compares the same months of last year", async () => {
  const answer = await ask({ metrics: ["sold_quantity"], comparison: { kind: "last-year" } });
  expect(answer.rows[0]).toEqual({
    sold_quantity: 26,
    sold_quantity_previous: 33,
    sold_quantity_change: -7,
    sold_quantity_change_pct: -7 / 33,
  });
});

test("shows both figures but no change where either side is under 95% covered", async () => {
  const answer = await ask({ metrics: ["gross_sales"], comparison: { kind: "last-year" } });
  expect(answer.rows[0]).toMatchObject({
    gross_sales: 1000,
    gross_sales_previous: 500,
    gross_sales_change: null,
  });
  expect(answer.notes).toContain("No change is shown where either side is under 95% covered.");
});

test("compares a percentage in points, without a percent change", async () => {
  const answer = await ask({
    metrics: ["pre_invoice_discount_pct"],
    filters: [{ dimension: "market", members: ["India"], excluded: false }],
    comparison: { kind: "last-year" },
  });
  expect(answer.rows[0]?.pre_invoice_discount_pct_change).toBeCloseTo(0, 12);
  expect(answer.columns.map((one) => one.key)).not.toContain("pre_invoice_discount_pct_change_pct");
});

test("compares one member with another", async () => {
  const answer = await ask({
    metrics: ["sold_quantity"],
    filters: [{ dimension: "market", members: ["India"], excluded: false }],
    comparison: { kind: "member", dimension: "market", member: "Norway" },
  });
  expect(answer.rows[0]).toMatchObject({
    sold_quantity: 16,
    sold_quantity_previous: 10,
    sold_quantity_change: 6,
  });
});

test("compares units with the forecast where one is loaded", async () => {
  const answer = await ask({
    metrics: ["sold_quantity"],
    period: { kind: "month", month: 10, year: 2025 },
    comparison: { kind: "forecast" },
  });
  expect(answer.rows[0]).toMatchObject({
    sold_quantity: 9,
    sold_quantity_previous: 18,
    sold_quantity_change: -9,
  });
});

test("keeps months without rows in a trend, with no value", async () => {
  const period = {
    kind: "range",
    from: { kind: "month", month: 10, year: 2024 },
    to: { kind: "month", month: 9, year: 2025 },
  } as const;
  const answer = await ask({ metrics: ["sold_quantity"], by: ["month"], period });
  expect(answer.rows).toHaveLength(12);
  expect(answer.rows[0]).toEqual({ month: "2024-10-01", sold_quantity: 22 });
  expect(answer.rows[1]).toEqual({ month: "2024-11-01", sold_quantity: null });
  expect(answer.notes.join(" ")).toMatch(/not loaded/);
  expect(answer.reading).toBe(
    "Sold quantity by month · Oct 2024 to Sep 2025 (2024-10-01 to 2025-09-30), Nov 2024 – Aug 2025 not loaded",
  );
});

test("counts a month without sales of a loaded member as zero, and leaves members without units out of rankings", async () => {
  const october = { kind: "month", month: 10, year: 2025 } as const;
  const ranking = await rank({
    metrics: ["sold_quantity"],
    by: ["customer_code"],
    period: october,
    filters: [{ dimension: "product", members: ["Lamp"], excluded: false }],
  });
  expect(column(ranking, "customer_code")).toEqual(["1"]);
  const list = await ask({
    metrics: ["gross_sales"],
    by: ["customer_code"],
    period: october,
    filters: [{ dimension: "product", members: ["Lamp"], excluded: false }],
  });
  expect(list.rows.map((row) => [row.customer_code, row.gross_sales])).toEqual([
    ["1", 100],
    ["2", 0],
  ]);
});

test("takes the absolute error at its level within the asked slice", async () => {
  const october = { kind: "month", month: 10, year: 2025 } as const;
  const variant = await ask({ metrics: ["absolute_error", "forecast_accuracy"], period: october });
  expect(variant.totals).toEqual({ absolute_error: 7 + 2, forecast_accuracy: 0.5 });
  const account = await ask({ metrics: ["absolute_error"], period: october, level: "account" });
  expect(account.totals.absolute_error).toBe(7 + 0 + 1 + 3);
});

test("shares a part over the slice without it", async () => {
  const answer = await ask({
    metrics: ["sold_quantity"],
    share: true,
    filters: [
      { dimension: "product", members: ["Desk"], excluded: false, part: true },
      { dimension: "market", members: ["Norway"], excluded: false },
    ],
  });
  expect(answer.rows[0]).toMatchObject({ sold_quantity: 6, sold_quantity_share: 0.6 });
  expect(answer.totals.sold_quantity).toBe(10);
});

test("keeps what lies over a bound", async () => {
  const answer = await ask({
    metrics: ["sold_quantity"],
    by: ["product"],
    conditions: [{ metric: "gross_sales", side: "over", value: 500 }],
  });
  expect(column(answer, "product")).toEqual(["Desk"]);
});

test("excludes members", async () => {
  const answer = await ask({
    metrics: ["sold_quantity"],
    filters: [{ dimension: "customer", members: ["Banyan"], excluded: true }],
  });
  expect(answer.totals.sold_quantity).toBe(5);
});

test("reports no new products in the first loaded year", async () => {
  const answer = await ask({ metrics: ["new_products"], by: ["fiscal_year"], period: { kind: "all" } });
  expect(answer.rows).toEqual([
    { fiscal_year: "FY2025", new_products: null },
    { fiscal_year: "FY2026", new_products: 0 },
  ]);
});

test("asks one fiscal year at a time of a rate", async () => {
  const answer = await ask({ metrics: ["list_price"], period: fy(2025) });
  expect(answer.totals.list_price).toBeCloseTo(160 / 3, 12);
  await expect(
    ask({ metrics: ["list_price"], period: { kind: "range", from: fy(2025), to: fy(2026) } }),
  ).rejects.toThrow(
    "List price is a yearly figure: ask for one fiscal year (FY2025, FY2026) or break it down by fiscal year.",
  );
});

test("refuses a break-down that a metric cannot have, and says which it can", async () => {
  await expect(ask({ metrics: ["list_price"], by: ["market"] })).rejects.toThrow(
    /List price has no market.*division, segment/,
  );
});

test("says that a period is not loaded instead of answering zero", async () => {
  await expect(ask({ period: fy(2021) })).rejects.toMatchObject({
    name: "QuestionError",
    kind: "not-loaded",
  });
});

test("answers again from memory until the next load", async () => {
  const first = await ask({ metrics: ["sold_quantity"], by: ["channel"] });
  const second = await ask({ metrics: ["sold_quantity"], by: ["channel"] });
  expect([first.provenance.cached, second.provenance.cached]).toEqual([false, true]);
  expect(second.rows).toEqual(first.rows);
  await database.session(({ run }) =>
    run("INSERT INTO load (kind, who, finished_at) VALUES ('import', 'test', now())"),
  );
  expect((await ask({ metrics: ["sold_quantity"], by: ["channel"] })).provenance).toMatchObject({
    cached: false,
    load: 2,
  });
});

test("reads from the smallest rollup that holds every column, whole quarters from the one by quarter", async () => {
  const period = { kind: "fiscal-year", year: 2025 } as const;
  const rollup = async (by: Question["by"]): Promise<string> =>
    (await ask({ metrics: ["sold_quantity"], by, period })).provenance.rollup;
  expect(await rollup(["market"])).toBe("by_market");
  expect(await rollup(["product"])).toBe("by_variant_quarter");
  expect(await rollup(["product", "month"])).toBe("by_variant");
  expect(await rollup(["customer", "category"])).toBe("by_account_category_quarter");
  expect(await rollup(["region", "product"])).toBe("by_variant_market_quarter");
  expect(await rollup(["customer", "product"])).toBe("line");
  const { provenance } = await ask({ metrics: ["sold_quantity"], by: ["region", "product"] });
  expect(provenance.rollup).toBe("by_variant_market_quarter and by_variant_market");
});
