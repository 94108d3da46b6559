import { expect, test } from "vitest";
import { sql } from "../../../src/database/sql.ts";
import { openTestDatabase } from "../../support/database.ts";
import { importTiny, rowsOf, tinyCompany } from "./tiny-company.ts";

test("starts again when a runaway question takes the engine, and its unlogged staging, with it", async () => {
  const database = await openTestDatabase();
  try {
    let runaway: Promise<string> | null = null;
    const { report } = await importTiny(database, tinyCompany, {
      progress: ({ phase, table }) => {
        if (phase !== "check" || table !== "fact_forecast_monthly" || runaway !== null) return;
        const endless = sql`SELECT 1 AS one FROM generate_series(1, 30000) a, generate_series(1, 30000) b WHERE a.a + b.b < 0`;
        runaway = database.query(endless, { deadline: 100 }).then(
          () => "answered",
          (error: Error) => error.name,
        );
      },
    });
    expect(await runaway).toBe("DeadlineError");
    expect(report).toMatchObject({ outcome: "loaded", violations: [] });
    expect(await rowsOf(database, "fact_sales_monthly")).toHaveLength(4);
    expect(await rowsOf(database, "load")).toHaveLength(1);
  } finally {
    await database.close();
  }
});
