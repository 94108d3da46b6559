import { expect, test } from "vitest";
import { refreshAnswers } from "../../../src/data/refresh/refresh.ts";
import { openTestDatabase } from "../../support/database.ts";
import { adding, importTiny, withFiles } from "./tiny-company.ts";

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const [customers, products] = [100, 100];
const months = ["2030-09-01", "2030-10-01", "2030-11-01"];
const facts = (values: string): string =>
  months
    .flatMap((month) =>
      numbers(customers).flatMap((customer) =>
        numbers(products).map((product) => `${month},P${product},C${customer},${values}\n`),
      ),
    )
    .join("");

/** Two rows of each month in each fact: statistics then hold these months as all there are. */
const demo = withFiles({
  ...adding("fact_forecast_monthly.csv", "2020-09-01,P2,102,4", "2020-10-01,P2,102,4"),
  ...adding("post_invoice_deductions.csv", "102,P2,2020-09-01,0.1,0", "101,P2,2020-10-01,0.1,0"),
});

test("answers of a large load after the small demo are made as fast as those of a first load", async () => {
  const refresh: Parameters<typeof importTiny>[2] = {
    refresh: (session, touched) => refreshAnswers(session, { months: touched, fiscalYearStartMonth: 9 }),
  };
  const database = await openTestDatabase();
  await importTiny(database, demo, { ...refresh, demo: true });
  const { report } = await importTiny(
    database,
    withFiles({
      "dim_customer.csv": `customer_code,customer,market,platform,channel\n${numbers(customers)
        .map((at) => `C${at},Shop ${at},Norland,E-Commerce,Direct\n`)
        .join("")}`,
      "dim_product.csv": `product_code,division,segment,category,product,variant\n${numbers(products)
        .map((at) => `P${at},Computing,Input,Keys,Key ${at},Standard\n`)
        .join("")}`,
      "fact_sales_monthly.csv": `date,product_code,customer_code,sold_quantity\n${facts("1")}`,
      "fact_forecast_monthly.csv": `date,product_code,customer_code,forecast_quantity\n${facts("1")}`,
      "post_invoice_deductions.csv": `date,product_code,customer_code,discounts_pct,other_deductions_pct\n${facts("0.1,0.1")}`,
      "gross_price.csv": "product_code,fiscal_year,gross_price\nP1,2031,10\n",
      "manufacturing_cost.csv": "product_code,cost_year,manufacturing_cost\nP1,2031,10\n",
      "pre_invoice_deductions.csv": "customer_code,fiscal_year,pre_invoice_discount_pct\nC1,2031,0.1\n",
    }),
    refresh,
  );
  expect(report).toMatchObject({ outcome: "loaded", replacedDemo: true });
  const [line] = await database.client.$queryRaw<
    { rows: number }[]
  >`SELECT CAST(COUNT(*) AS integer) AS rows FROM answers.line`;
  expect(line).toEqual({ rows: months.length * customers * products });
  await database.close();
});
