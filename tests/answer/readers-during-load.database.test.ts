import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answer } from "../../src/answer/answer.ts";
import { type Answerer, createAnswerer } from "../../src/answer/answerer.ts";
import { refreshAnswers } from "../../src/data/refresh/refresh.ts";
import type { Database } from "../../src/database/database.ts";
import { question } from "../../src/question/question.ts";
import { type Files, importTiny, tinyCompany } from "../data/import/tiny-company.ts";
import { openTestDatabase, testEngine } from "../support/database.ts";

let database: Database;
let answerer: Answerer;
beforeAll(async () => {
  database = await openTestDatabase();
  answerer = createAnswerer({ database, fiscalYearStartMonth: 9 });
  await load({ ...tinyCompany, ...members, ...salesOf(1) });
});
afterAll(() => database.close());

const [accounts, variants, months] = [30, 20, 12];
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const members: Files = {
  "dim_customer.csv": `${tinyCompany["dim_customer.csv"]}${numbers(accounts)
    .map((at) => `A${at},Account ${at},Norland,E-Commerce,Direct\n`)
    .join("")}`,
  "dim_product.csv": `${tinyCompany["dim_product.csv"]}${numbers(variants)
    .map((at) => `V${at},Computing,Input,Keys,Key ${at},Standard\n`)
    .join("")}`,
};

/** A fiscal year in which every account buys so many of each variant each month. */
const salesOf = (units: number): Files => ({
  "fact_sales_monthly.csv": `date,product_code,customer_code,sold_quantity\n${numbers(months)
    .flatMap((month) =>
      numbers(variants).flatMap((variant) =>
        numbers(accounts).map((account) => `${monthOf(month)},V${variant},A${account},${units}\n`),
      ),
    )
    .join("")}`,
});
const monthOf = (at: number): string => new Date(Date.UTC(2021, 8 + at, 1)).toISOString().slice(0, 10);

const load = (files: Files) =>
  importTiny(database, files, {
    refresh: (session, touched) => refreshAnswers(session, { months: touched, fiscalYearStartMonth: 9 }),
  });

const viewer = { enterprise: "", team: "", user: "" } as const;
/** `policy` makes it one that nobody has asked yet. */
const ask = (policy: string): Promise<Answer> =>
  answerer.answer(
    question.parse({
      kind: "measure",
      metrics: ["sold_quantity"],
      by: ["month"],
      period: { kind: "fiscal-year", year: 2022 },
    }),
    { ...viewer, policy: policy as "everything" },
  );

test("readers see the numbers before a load or after it, never a mix, and go on meanwhile", async () => {
  await ask("known");
  const waits: Record<"known" | "new", number[]> = { known: [], new: [] };
  const seen: Answer[] = [];
  const asking: Promise<void>[] = [];
  const askOne = async (kind: "known" | "new"): Promise<void> => {
    const started = performance.now();
    seen.push(await ask(kind === "known" ? "known" : `new ${asking.length}`));
    waits[kind].push(performance.now() - started);
  };
  const timer = setInterval(() => asking.push(askOne(asking.length % 2 === 0 ? "known" : "new")), 20);
  const { report } = await load(salesOf(2));
  await new Promise((resolve) => setTimeout(resolve, 200));
  clearInterval(timer);
  await Promise.all(asking);
  expect(report.outcome).toBe("loaded");
  const perMonth = accounts * variants;
  for (const { rows, totals, provenance } of seen) {
    const units = provenance.load === 1 ? 1 : 2;
    expect(rows.map((row) => row.sold_quantity)).toEqual(Array(months).fill(perMonth * units));
    expect(totals.sold_quantity).toBe(perMonth * units * months);
  }
  expect(new Set(seen.map(({ provenance }) => provenance.load))).toEqual(new Set([1, 2]));
  for (const [kind, times] of Object.entries(waits))
    process.stdout.write(
      `Readers during an import, ${testEngine}, ${kind} questions: mixed 0, p95 ${quantile(times, 0.95)} ms, max ${quantile(times, 1)} ms, n ${times.length}\n`,
    );
});

const quantile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0);
};
