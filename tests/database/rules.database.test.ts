import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database, Session } from "../../src/database/database.ts";
import { openTestDatabase, withRollback } from "../support/database.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** One market, account and variant that obey every rule. */
const star = [
  `INSERT INTO dim_market VALUES ('Norway', 'Nordics', 'Europe')`,
  `INSERT INTO dim_customer VALUES ('90001', 'Fjord Shop', 'Norway', 'Brick & Mortar', 'Retailer')`,
  `INSERT INTO dim_product VALUES ('A01', 'Sound', 'Audio', 'Headphones', 'Hush', 'Standard')`,
];

const insertStar = async ({ run }: Session) => {
  for (const text of star) await run(text);
};

/** Each rule broken once: [rule, INSERT, SQLSTATE, constraint]. */
const violations = [
  [
    "1: a customer code is unique",
    `INSERT INTO dim_customer VALUES ('90001', 'Other', 'Norway', 'E-Commerce', 'Direct')`,
    "23505",
    "dim_customer_pkey",
  ],
  [
    "2: a product code is unique",
    `INSERT INTO dim_product VALUES ('A01', 'Sound', 'Audio', 'Speakers', 'Boom', 'Plus')`,
    "23505",
    "dim_product_pkey",
  ],
  [
    "3: sales stand on the first of the month",
    `INSERT INTO fact_sales_monthly VALUES ('2021-09-02', 'A01', '90001', 1)`,
    "23514",
    "fact_sales_monthly_first_of_month",
  ],
  [
    "3: a forecast stands on the first of the month",
    `INSERT INTO fact_forecast_monthly VALUES ('2021-09-30', 'A01', '90001', 1)`,
    "23514",
    "fact_forecast_monthly_first_of_month",
  ],
  [
    "3: post-invoice deductions stand on the first of the month",
    `INSERT INTO post_invoice_deductions (customer_code, product_code, date, discounts_pct, other_deductions_pct) VALUES ('90001', 'A01', '2021-09-15', 0.1, 0.1)`,
    "23514",
    "post_invoice_deductions_first_of_month",
  ],
  [
    "3: a date lies in years that make sense",
    `INSERT INTO fact_sales_monthly VALUES ('0202-09-01', 'A01', '90001', 1)`,
    "23514",
    "fact_sales_monthly_first_of_month",
  ],
  [
    "3: a date is a date",
    `INSERT INTO fact_sales_monthly VALUES ('2021-02-30', 'A01', '90001', 1)`,
    "22008",
    undefined,
  ],
  [
    "4: no negative sold quantity",
    `INSERT INTO fact_sales_monthly VALUES ('2021-09-01', 'A01', '90001', -1)`,
    "23514",
    "fact_sales_monthly_quantity_not_negative",
  ],
  [
    "4: no negative forecast quantity",
    `INSERT INTO fact_forecast_monthly VALUES ('2021-09-01', 'A01', '90001', -1)`,
    "23514",
    "fact_forecast_monthly_quantity_not_negative",
  ],
  [
    "4: no negative price",
    `INSERT INTO gross_price VALUES ('A01', 2021, -0.01)`,
    "23514",
    "gross_price_not_negative",
  ],
  [
    "4: a price is a number",
    `INSERT INTO gross_price VALUES ('A01', 2021, 'NaN')`,
    "23514",
    "gross_price_not_negative",
  ],
  [
    "4: no negative cost",
    `INSERT INTO manufacturing_cost VALUES ('A01', 2021, -0.01)`,
    "23514",
    "manufacturing_cost_not_negative",
  ],
  [
    "4: a contract discount lies in [0, 1]",
    `INSERT INTO pre_invoice_deductions VALUES ('90001', 2021, 1.01)`,
    "23514",
    "pre_invoice_deductions_share",
  ],
  [
    "4: promotions lie in [0, 1]",
    `INSERT INTO post_invoice_deductions (customer_code, product_code, date, discounts_pct, other_deductions_pct) VALUES ('90001', 'A01', '2021-09-01', -0.1, 0.1)`,
    "23514",
    "post_invoice_deductions_discounts_share",
  ],
  [
    "4: rebates lie in [0, 1]",
    `INSERT INTO post_invoice_deductions (customer_code, product_code, date, discounts_pct, other_deductions_pct) VALUES ('90001', 'A01', '2021-09-01', 0.1, 30)`,
    "23514",
    "post_invoice_deductions_other_share",
  ],
  [
    "4: freight lies in [0, 1]",
    `INSERT INTO freight_cost VALUES ('Norway', 2021, 2, 0)`,
    "23514",
    "freight_cost_freight_share",
  ],
  [
    "4: other logistics cost lies in [0, 1]",
    `INSERT INTO freight_cost VALUES ('Norway', 2021, 0, -1)`,
    "23514",
    "freight_cost_other_share",
  ],
  [
    "5: a sold variant exists",
    `INSERT INTO fact_sales_monthly VALUES ('2021-09-01', 'A99', '90001', 1)`,
    "23503",
    "fact_sales_monthly_product_code_fkey",
  ],
  [
    "5: an account that bought exists",
    `INSERT INTO fact_sales_monthly VALUES ('2021-09-01', 'A01', '99999', 1)`,
    "23503",
    "fact_sales_monthly_customer_code_fkey",
  ],
  [
    "5: a forecast variant exists",
    `INSERT INTO fact_forecast_monthly VALUES ('2021-09-01', 'A99', '90001', 1)`,
    "23503",
    "fact_forecast_monthly_product_code_fkey",
  ],
  [
    "5: a forecast account exists",
    `INSERT INTO fact_forecast_monthly VALUES ('2021-09-01', 'A01', '99999', 1)`,
    "23503",
    "fact_forecast_monthly_customer_code_fkey",
  ],
  [
    "5: a priced variant exists",
    `INSERT INTO gross_price VALUES ('A99', 2021, 1)`,
    "23503",
    "gross_price_product_code_fkey",
  ],
  [
    "5: a variant with a cost exists",
    `INSERT INTO manufacturing_cost VALUES ('A99', 2021, 1)`,
    "23503",
    "manufacturing_cost_product_code_fkey",
  ],
  [
    "5: an account with a contract exists",
    `INSERT INTO pre_invoice_deductions VALUES ('99999', 2021, 0.1)`,
    "23503",
    "pre_invoice_deductions_customer_code_fkey",
  ],
  [
    "5: an account with promotions exists",
    `INSERT INTO post_invoice_deductions (customer_code, product_code, date, discounts_pct, other_deductions_pct) VALUES ('99999', 'A01', '2021-09-01', 0.1, 0.1)`,
    "23503",
    "post_invoice_deductions_customer_code_fkey",
  ],
  [
    "5: a promoted variant exists",
    `INSERT INTO post_invoice_deductions (customer_code, product_code, date, discounts_pct, other_deductions_pct) VALUES ('90001', 'A99', '2021-09-01', 0.1, 0.1)`,
    "23503",
    "post_invoice_deductions_product_code_fkey",
  ],
  [
    "5: a market with freight exists",
    `INSERT INTO freight_cost VALUES ('Atlantis', 2021, 0.1, 0.1)`,
    "23503",
    "freight_cost_market_fkey",
  ],
  [
    "6: a price's fiscal year has four digits",
    `INSERT INTO gross_price VALUES ('A01', 21, 1)`,
    "23514",
    "gross_price_fiscal_year",
  ],
  [
    "6: a cost's fiscal year has four digits",
    `INSERT INTO manufacturing_cost VALUES ('A01', 21, 1)`,
    "23514",
    "manufacturing_cost_fiscal_year",
  ],
  [
    "6: a contract's fiscal year has four digits",
    `INSERT INTO pre_invoice_deductions VALUES ('90001', 202021, 0.1)`,
    "23514",
    "pre_invoice_deductions_fiscal_year",
  ],
  [
    "6: a freight rate's fiscal year has four digits",
    `INSERT INTO freight_cost VALUES ('Norway', 21, 0.1, 0.1)`,
    "23514",
    "freight_cost_fiscal_year",
  ],
  [
    "8: a region is not empty",
    `INSERT INTO dim_market VALUES ('Sweden', 'Nordics', '')`,
    "23514",
    "dim_market_filled",
  ],
  [
    "8: a customer's name is trimmed",
    `INSERT INTO dim_customer VALUES ('90002', 'Fjord Shop ', 'Norway', 'E-Commerce', 'Direct')`,
    "23514",
    "dim_customer_filled",
  ],
  [
    "8: a product's category is not blank",
    `INSERT INTO dim_product VALUES ('A02', 'Sound', 'Audio', '  ', 'Hush', 'Plus')`,
    "23514",
    "dim_product_filled",
  ],
  [
    "8: a product's variant is given",
    `INSERT INTO dim_product VALUES ('A02', 'Sound', 'Audio', 'Headphones', 'Hush', NULL)`,
    "23502",
    undefined,
  ],
  [
    "9: a platform is known",
    `INSERT INTO dim_customer VALUES ('90002', 'Fjord Shop', 'Norway', 'Pigeon', 'Direct')`,
    "23514",
    "dim_customer_platform_known",
  ],
  [
    "9: a channel is known",
    `INSERT INTO dim_customer VALUES ('90002', 'Fjord Shop', 'Norway', 'E-Commerce', 'Friends')`,
    "23514",
    "dim_customer_channel_known",
  ],
  [
    "10: a customer's market exists",
    `INSERT INTO dim_customer VALUES ('90002', 'Fjord Shop', 'Atlantis', 'E-Commerce', 'Direct')`,
    "23503",
    "dim_customer_market_fkey",
  ],
  [
    "4: a target is not negative",
    "INSERT INTO target VALUES ('net_sales', 'market', 'Norway', 'FY2027', -1)",
    "23514",
    "target_not_negative",
  ],
  [
    "4: a target is a number",
    "INSERT INTO target VALUES ('net_sales', 'market', 'Norway', 'FY2027', 'NaN')",
    "23514",
    "target_not_negative",
  ],
  [
    "6: a target's period is written one way",
    "INSERT INTO target VALUES ('net_sales', 'market', 'Norway', '2027 Q1', 1)",
    "23514",
    "target_period_written",
  ],
  [
    "8: a target's member is given",
    "INSERT INTO target VALUES ('net_sales', 'market', ' ', 'FY2027', 1)",
    "23514",
    "target_filled",
  ],
  [
    "a target of the whole company has one member",
    "INSERT INTO target VALUES ('net_sales', 'company', 'Norway', '2026-11', 1)",
    "23514",
    "target_company_whole",
  ],
  [
    "a target is set once for a metric, member and period",
    "INSERT INTO target VALUES ('units', 'company', 'all', 'FY2027', 1), ('units', 'company', 'all', 'FY2027', 2)",
    "23505",
    "target_pkey",
  ],
  ...[
    ["dim_market", "'Norway', 'Nordics', 'Europe'"],
    ["dim_customer", "'90001', 'Fjord Shop', 'Norway', 'Brick & Mortar', 'Retailer'"],
    ["dim_product", "'A01', 'Sound', 'Audio', 'Headphones', 'Hush', 'Standard'"],
    ["fact_sales_monthly", "'2021-09-01', 'A01', '90001', 1"],
    ["fact_forecast_monthly", "'2021-09-01', 'A01', '90001', 1"],
    ["gross_price", "'A01', 2021, 1"],
    ["manufacturing_cost", "'A01', 2021, 1"],
    ["pre_invoice_deductions", "'90001', 2021, 0.1"],
    ["post_invoice_deductions", "'90001', 'A01', '2021-09-01', 0.1, 0.1"],
    ["freight_cost", "'Norway', 2021, 0.1, 0.1"],
    ["alias", "'market', 'NO', 'Norway'"],
    ["target", "'net_sales', 'market', 'Norway', 'FY2027', 1"],
  ].map(
    ([table, row]) =>
      [
        `a row of ${table} is replaced by a later load than its own`,
        `INSERT INTO replaced_${table} VALUES (3, ${row}, 3)`,
        "23514",
        `replaced_${table}_later`,
      ] as const,
  ),
  [
    "a load is undone by a later one",
    "INSERT INTO load (id, kind, who, undone_by) VALUES (4, 'import', 'test', 4)",
    "23514",
    "load_undone_later",
  ],
] as const;

describe("rule", () => {
  it.each(violations)("%s", async (_rule, insert, code, constraint) => {
    await withRollback(database, async (session) => {
      await insertStar(session);
      await expect(session.run(insert)).rejects.toMatchObject({ name: "StatementError", code, constraint });
    });
  });

  it("7: decimals keep every digit", async () => {
    await withRollback(database, async (session) => {
      await insertStar(session);
      await session.run(`INSERT INTO gross_price VALUES ('A01', 2021, 15.3952000001234567890)`);
      const { rows } = await session.run("SELECT gross_price FROM gross_price");
      expect(rows).toEqual([{ gross_price: "15.3952000001234567890" }]);
    });
  });

  it("accepts the text nan, a zero quantity, and shares of 0 and 1", async () => {
    await withRollback(database, async (session) => {
      await insertStar(session);
      await session.run(`INSERT INTO dim_market VALUES ('Canada', 'nan', 'nan')`);
      await session.run(`INSERT INTO fact_sales_monthly VALUES ('2021-09-01', 'A01', '90001', 0)`);
      await session.run(`INSERT INTO freight_cost VALUES ('Norway', 2021, 0, 1)`);
    });
  });
});
