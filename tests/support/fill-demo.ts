import { type DemoOptions, demoTables } from "../../src/data/demo.ts";
import { refreshAnswers } from "../../src/data/refresh/refresh.ts";
import type { Database } from "../../src/database/database.ts";

/** Fills an empty database with the demo company (a part of it where options say so), past the import, yet as tidy. */
export const fillDemo = (database: Database, options: DemoOptions = {}): Promise<void> =>
  database.session(async (session) => {
    for (const { table, columns, rows } of demoTables(options))
      await session.copyIn(table, columns, csvOf(rows()));
    await session.run("ANALYZE");
    await session.run("INSERT INTO load (kind, who, finished_at, demo) VALUES ('demo', 'test', now(), true)");
    await session.transaction(() => refreshAnswers(session, { months: "all", fiscalYearStartMonth: 9 }));
  });

async function* csvOf(rows: Iterable<readonly string[]>): AsyncIterable<string> {
  let text = "";
  for (const row of rows) {
    text += `${row.map((field) => `"${field.replaceAll('"', '""')}"`).join(",")}\n`;
    if (text.length > 1_000_000) {
      yield text;
      text = "";
    }
  }
  yield text;
}
