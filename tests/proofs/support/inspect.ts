import { rollups } from "../../../src/data/rollups.ts";
import type { Database, Session } from "../../../src/database/database.ts";
import { type Measure, measures } from "../../../src/metric.ts";
import { net, sales } from "../../support/plain-sql.ts";

const facts = ["fact_sales_monthly", "fact_forecast_monthly", "post_invoice_deductions"] as const;

/** Everything that contradicts itself in a database, in words; empty when it is sound. */
export const inspect = (database: Database): Promise<readonly string[]> =>
  database.session(async (session) => [
    ...(await compareIndexes(session, database.engine)),
    ...(await checkLedger(session)),
    ...(await checkAnswers(session)),
  ]);

type Row = Record<string, string | null>;

const rowOf = async (session: Session, text: string): Promise<Row> => (await session.run(text)).rows[0] ?? {};

/** Index = heap: the same rows by the primary key's index alone and by reading the table through. */
const compareIndexes = async (session: Session, engine: Database["engine"]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const table of facts) {
    const text = `SELECT count(*) AS rows, sum(hashtext(date || product_code || customer_code)) AS sum FROM ${table} WHERE date > DATE '1900-01-01'`;
    const byIndex = await planned(session, "enable_seqscan", text, "Index");
    const byHeap = await planned(session, "enable_indexscan", text, "Seq Scan");
    if (JSON.stringify(byIndex) !== JSON.stringify(byHeap))
      found.push(`${table}: ${byIndex.rows} rows by its index, ${byHeap.rows} in its heap`);
  }
  return engine === "postgres" ? [...found, ...(await amcheck(session))] : found;
};

const planned = (session: Session, off: string, text: string, plan: string): Promise<Row> =>
  session.transaction(async () => {
    const more = off === "enable_seqscan" ? [] : ["enable_indexonlyscan"];
    for (const setting of [off, "enable_bitmapscan", ...more])
      await session.run(`SET LOCAL ${setting} = off`);
    const explained = (await session.run(`EXPLAIN ${text}`)).rows.map((row) => row["QUERY PLAN"]).join("\n");
    if (!explained.includes(plan)) throw new Error(`not planned as meant: ${explained}`);
    return rowOf(session, text);
  });

/** PostgreSQL's own check of every index of the facts, each row of the heap looked up in it. */
const amcheck = async (session: Session): Promise<readonly string[]> => {
  const { rows } = await session.run(
    "SELECT count(*) AS there FROM pg_available_extensions WHERE name = 'amcheck'",
  );
  if (rows[0]?.["there"] === "0") throw new Error("this server has no amcheck");
  await session.run("CREATE EXTENSION IF NOT EXISTS amcheck");
  const names = facts.map((table) => `'${table}'::regclass`).join(", ");
  return session
    .run(`SELECT bt_index_check(indexrelid, true) FROM pg_index WHERE indrelid IN (${names})`)
    .then(
      () => [],
      (error: Error) => [`amcheck: ${error.message}`],
    );
};

/** Ledger = facts: no load stands half, every row names a load that stands, and the counts add up. */
const checkLedger = async (session: Session): Promise<readonly string[]> => {
  const unfinished = await rowOf(session, "SELECT count(*) AS n FROM load WHERE finished_at IS NULL");
  const found = unfinished["n"] === "0" ? [] : [`${unfinished["n"]} loads in the ledger never ended`];
  for (const table of facts) {
    const { n, strays, noted } = await rowOf(
      session,
      `SELECT count(*) AS n, count(*) FILTER (WHERE NOT EXISTS (SELECT FROM load WHERE id = load_id)) AS strays,
        (SELECT sum(CAST(one->>'added' AS integer) - CAST(one->>'removed' AS integer))
         FROM load, jsonb_array_elements(summary->'tables') AS one WHERE one->>'table' = '${table}') AS noted
       FROM ${table}`,
    );
    if (strays !== "0") found.push(`${table}: ${strays} rows name a load that is not in the ledger`);
    if (n !== noted) found.push(`${table}: ${n} rows, ${noted} by the ledger`);
  }
  const bare = await rowOf(
    session,
    "SELECT count(*) AS n FROM load WHERE NOT EXISTS (SELECT FROM load_file WHERE load_id = id)",
  );
  return bare["n"] === "0" ? found : [...found, `${bare["n"]} loads without files`];
};

const cogs = `q * cost + ${net} * (freight + extra)`;
const counted = (piece: string): string => `CASE WHEN (${piece}) IS NOT NULL THEN q END`;
const where = (piece: string, value: string): string => `CASE WHEN (${piece}) IS NOT NULL THEN ${value} END`;
const invoiced = "q * price * (1 - pre)";

/** Every measure over one sales line, from its definition; written apart from the product's SQL. */
const plain: Readonly<Record<Exclude<Measure, "forecast_quantity">, string>> = {
  sold_quantity: "q",
  gross_sales: "q * price",
  pre_invoice_deductions: "q * price * pre",
  net_invoice_sales: invoiced,
  post_invoice_discounts: `${invoiced} * disc`,
  post_invoice_other: `${invoiced} * other`,
  net_sales: net,
  deductions: `q * price * (1 - (1 - pre) * (1 - disc - other))`,
  manufacturing_cost: "q * cost",
  freight_cost: `${net} * freight`,
  other_cost: `${net} * extra`,
  cogs,
  gross_margin: `${net} - (${cogs})`,
  gross_sales_with_pre: where("q * price * pre", "q * price"),
  net_invoice_sales_with_post: where(`${invoiced} * disc`, invoiced),
  net_sales_with_freight: where(`${net} * freight`, net),
  net_sales_with_margin: where(cogs, net),
  units_with_price: counted("q * price"),
  units_with_pre: counted("q * price * pre"),
  units_with_post: counted(`${invoiced} * disc`),
  units_with_cost: counted("q * cost"),
  units_with_freight: counted(`${net} * freight`),
  units_with_margin: counted(cogs),
};

/** Rollups = line table = facts, month by month, in every measure. */
const checkAnswers = async (session: Session): Promise<readonly string[]> => {
  const sums = measures.map(
    (key) => `SUM(CAST(${key === "forecast_quantity" ? "NULL" : plain[key]} AS double precision)) AS ${key}`,
  );
  const sold = await session.run(
    `SELECT CAST(date AS text) AS date, COUNT(*) AS sales_lines, ${sums.join(", ")} FROM (${sales}) AS lines GROUP BY 1 ORDER BY 1`,
  );
  const planning = await session.run(
    "SELECT CAST(date AS text) AS date, SUM(forecast_quantity) AS forecast_quantity, COUNT(*) AS forecast_lines FROM fact_forecast_monthly GROUP BY 1 ORDER BY 1",
  );
  const byMonth = new Map(planning.rows.map((row) => [row["date"], row]));
  const true_ = sold.rows.map((row) => ({ ...row, ...byMonth.get(row["date"]) }));
  const found = await compareMonths(session, "month", ["sales_lines", "forecast_lines"], true_);
  for (const { name, quarterly } of rollups) {
    const expected = quarterly ? byQuarter(true_) : true_;
    found.push(...(await compareMonths(session, name, measures, expected)));
  }
  return found;
};

/** Months summed to fiscal quarters, which begin in September, December, March and June. */
const byQuarter = (months: readonly Row[]): readonly Row[] => {
  const quarters = new Map<string, Record<string, string | null>>();
  for (const { date, ...sums } of months) {
    const first = new Date(String(date));
    first.setUTCMonth(first.getUTCMonth() - ((first.getUTCMonth() + 1) % 3));
    const quarter = first.toISOString().slice(0, 10);
    const known = quarters.get(quarter) ?? { date: quarter };
    for (const [name, value] of Object.entries(sums))
      if (value != null) known[name] = String(Number(known[name] ?? 0) + Number(value));
    quarters.set(quarter, known);
  }
  return [...quarters.values()];
};

const compareMonths = async (
  session: Session,
  table: string,
  columns: readonly string[],
  expected: readonly Row[],
): Promise<string[]> => {
  const sums = columns.map((column) => `SUM(CAST(${column} AS double precision)) AS ${column}`);
  const { rows } = await session.run(
    `SELECT CAST(date AS text) AS date, ${sums.join(", ")} FROM answers.${table} GROUP BY 1 ORDER BY 1`,
  );
  if (rows.length !== expected.length)
    return [`answers.${table}: ${rows.length} months, ${expected.length} in the facts`];
  return rows.flatMap((row, at) =>
    columns
      .filter((column) => !isNear(row[column], expected[at]?.[column]))
      .map(
        (column) =>
          `answers.${table}, ${row["date"]}: ${column} is ${row[column]}, ${expected[at]?.[column]} by the facts`,
      ),
  );
};

const isNear = (one: string | null | undefined, other: string | null | undefined): boolean =>
  one == null || other == null
    ? (one ?? null) === (other ?? null)
    : Math.abs(Number(one) - Number(other)) <= 1e-9 * Math.max(1, Math.abs(Number(other)));
