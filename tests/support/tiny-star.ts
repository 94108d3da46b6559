import { refreshAnswers } from "../../src/data/refresh/refresh.ts";
import type { Database } from "../../src/database/database.ts";

/**
 * Twelve sales lines whose figures can be added up by hand. Fiscal years start in September.
 *
 * | month    | account (market)  | product | units | price | pre | post |
 * |----------|-------------------|---------|-------|-------|-----|------|
 * | Sep 2024 | 1 Banyan (India)  | Lamp    | 10    | 10    | 10% | 10%  |
 * | Sep 2024 | 2 Fjord (Norway)  | Desk    | 1     | 100   | 0%  | 10%  |
 * | Oct 2024 | 1 Banyan (India)  | Lamp    | 20    | 10    | 10% | 10%  |
 * | Oct 2024 | 3 Banyan (Norway) | Chair   | 2     | 50    | 10% | 10%  |
 * | Sep 2025 | 1 Banyan (India)  | Lamp    | 10    | 20    | 10% | 10%  |
 * | Sep 2025 | 2 Fjord (Norway)  | Desk    | 2     | 100   | 0%  | 10%  |
 * | Sep 2025 | 3 Banyan (Norway) | Chair   | 4     | none  |     |      |
 * | Sep 2025 | 3 Banyan (Norway) | Desk    | 1     | 100   | none|      |
 * | Oct 2025 | 1 Banyan (India)  | Lamp    | 5     | 20    | 10% | 10%  |
 * | Oct 2025 | 1 Banyan (India)  | Desk    | 1     | 100   | 10% | none |
 * | Oct 2025 | 2 Fjord (Norway)  | Lamp    | 0     | 20    | 0%  | 10%  |
 * | Oct 2025 | 2 Fjord (Norway)  | Desk    | 3     | 100   | 0%  | 10%  |
 *
 * Unit cost is 4 for the lamp, 40 for the desk, none for the chair; freight 2% and other cost 1% everywhere.
 * Forecast: 12 lamps and 6 desks to account 1 and 2 in Oct 2025, and 8 lamps in Nov 2025.
 */
export const fillTinyStar = (database: Database): Promise<void> =>
  database.session(async (session) => {
    for (const statement of statements) await session.run(statement);
    await session.transaction(() => refreshAnswers(session, { months: "all", fiscalYearStartMonth: 9 }));
  });

const statements = [
  "INSERT INTO dim_market (market, sub_zone, region) VALUES ('India', 'India', 'APAC'), ('Norway', 'Nordics', 'EU')",
  `INSERT INTO dim_customer (customer_code, customer, market, platform, channel) VALUES
    ('1', 'Banyan', 'India', 'Brick & Mortar', 'Retailer'), ('2', 'Fjord', 'Norway', 'E-Commerce', 'Direct'),
    ('3', 'Banyan', 'Norway', 'Brick & Mortar', 'Retailer')`,
  `INSERT INTO dim_product (product_code, division, segment, category, product, variant) VALUES
    ('L', 'Home', 'Light', 'Lamps', 'Lamp', 'Standard'), ('D', 'Home', 'Furniture', 'Desks', 'Desk', 'Standard'),
    ('C', 'Home', 'Furniture', 'Chairs', 'Chair', 'Standard')`,
  `INSERT INTO gross_price (product_code, fiscal_year, gross_price) VALUES
    ('L', 2025, 10), ('L', 2026, 20), ('D', 2025, 100), ('D', 2026, 100), ('C', 2025, 50)`,
  `INSERT INTO manufacturing_cost (product_code, cost_year, manufacturing_cost) VALUES
    ('L', 2025, 4), ('L', 2026, 4), ('D', 2025, 40), ('D', 2026, 40)`,
  `INSERT INTO pre_invoice_deductions (customer_code, fiscal_year, pre_invoice_discount_pct) VALUES
    ('1', 2025, 0.1), ('1', 2026, 0.1), ('2', 2025, 0), ('2', 2026, 0), ('3', 2025, 0.1)`,
  `INSERT INTO freight_cost (market, fiscal_year, freight_pct, other_cost_pct) VALUES
    ('India', 2025, 0.02, 0.01), ('India', 2026, 0.02, 0.01), ('Norway', 2025, 0.02, 0.01), ('Norway', 2026, 0.02, 0.01)`,
  `INSERT INTO fact_sales_monthly (date, customer_code, product_code, sold_quantity) VALUES
    ('2024-09-01', '1', 'L', 10), ('2024-09-01', '2', 'D', 1), ('2024-10-01', '1', 'L', 20), ('2024-10-01', '3', 'C', 2),
    ('2025-09-01', '1', 'L', 10), ('2025-09-01', '2', 'D', 2), ('2025-09-01', '3', 'C', 4), ('2025-09-01', '3', 'D', 1),
    ('2025-10-01', '1', 'L', 5), ('2025-10-01', '1', 'D', 1), ('2025-10-01', '2', 'L', 0), ('2025-10-01', '2', 'D', 3)`,
  `INSERT INTO post_invoice_deductions (date, customer_code, product_code, discounts_pct, other_deductions_pct)
    SELECT date, customer_code, product_code, 0.08, 0.02 FROM fact_sales_monthly
    WHERE NOT (date = '2025-10-01' AND customer_code = '1' AND product_code = 'D') AND NOT (date = '2025-09-01' AND customer_code = '3')`,
  `INSERT INTO fact_forecast_monthly (date, customer_code, product_code, forecast_quantity) VALUES
    ('2025-10-01', '1', 'L', 12), ('2025-10-01', '2', 'D', 6), ('2025-11-01', '1', 'L', 8)`,
  "INSERT INTO load (kind, who, finished_at) VALUES ('import', 'test', now())",
];
