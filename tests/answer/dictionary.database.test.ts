import { afterAll, beforeAll, expect, test } from "vitest";
import { answerQuestion } from "../../src/answer/answer-question.ts";
import { type DataState, readState } from "../../src/data/state.ts";
import type { Database } from "../../src/database/database.ts";
import { dimensionKeys, type GroupKey, timeKeys } from "../../src/dimension.ts";
import { allowsGroup, type Metric } from "../../src/metric.ts";
import { metrics } from "../../src/metrics/index.ts";
import { question } from "../../src/question/question.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { plainStatements } from "../support/plain-sql.ts";

const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;
let database: Database;
let state: DataState;

beforeAll(async () => {
  database = await openDemoDatabase({ months: 26, range: 0.06 });
  state = await readState(database, 9);
});
afterAll(() => database.close());

const groups = [undefined, ...dimensionKeys, ...timeKeys];
const toDate = {
  kind: "range",
  from: { kind: "fiscal-year", year: 2026 },
  to: { kind: "month", month: 10, year: 2026 },
};

/** Rates hold for one fiscal year, unless they are asked by fiscal year. */
const periods = (group: GroupKey | undefined) =>
  group === "fiscal_year"
    ? [{ period: toDate, to: "2026-10-31", rates: true, others: true }]
    : [
        { period: toDate, to: "2026-10-31", rates: false, others: true },
        { period: { kind: "fiscal-year", year: 2026 }, to: "2026-08-31", rates: true, others: false },
      ];

const isRate = (metric: Metric): boolean => metric.formula.kind === "rate";

const answered = async (
  metric: Metric,
  group: GroupKey | undefined,
  period: unknown,
): Promise<ReadonlyMap<string, number | null>> => {
  const asked = question.parse({ kind: "measure", metrics: [metric.key], by: group ? [group] : [], period });
  const { rows } = await answerQuestion(asked, viewer, state, database);
  return new Map(rows.map((row) => [group ? String(row[group]) : "", row[metric.key] as number | null]));
};

/** Metric → group → value, by plain SQL; more than the wanted metrics, since a statement counts several. */
const plain = async (
  group: GroupKey | undefined,
  to: string,
  wanted: readonly Metric[],
): Promise<ReadonlyMap<string, Map<string, number | null>>> => {
  const found = new Map<string, Map<string, number | null>>();
  for (const { keys, text } of plainStatements(group, "2025-09-01", to)) {
    if (!wanted.some(({ key }) => keys.includes(key))) continue;
    const { rows } = await database.session((session) => session.run(text));
    for (const key of keys)
      found.set(key, new Map(rows.map((row) => [String(row.name), numberOf(row[key])])));
  }
  return found;
};

const numberOf = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Number(text);

/** Equal within 1e-9 relative; "not available" equals NULL and a group without rows. */
const differs = (left: number | null | undefined, right: number | null | undefined): boolean => {
  const [a, b] = [left ?? null, right ?? null];
  return a === null || b === null ? a !== b : Math.abs(a - b) > 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
};

/** A loaded month in which nothing was launched has no row in plain SQL: none is 0. */
const absent = (metric: Metric, mine: number | null | undefined): number | null =>
  metric.key === "new_products" && mine === 0 ? 0 : null;

test.each(groups)("every metric that can be asked by %s equals plain SQL on the facts", async (group) => {
  const wrong: unknown[] = [];
  let compared = 0;
  for (const { period, to, rates, others } of periods(group)) {
    const allowed = metrics.filter(
      (metric) => (isRate(metric) ? rates : others) && (!group || allowsGroup(metric, group)),
    );
    const expected = await plain(group, to, allowed);
    for (const metric of allowed) {
      const [mine, theirs] = [await answered(metric, group, period), expected.get(metric.key)];
      if (!theirs) throw new Error(`No plain SQL for ${metric.key} by ${group}`);
      for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
        compared += 1;
        if (differs(mine.get(name), theirs.get(name) ?? absent(metric, mine.get(name))))
          wrong.push([metric.key, name, mine.get(name), theirs.get(name)]);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(20);
});
