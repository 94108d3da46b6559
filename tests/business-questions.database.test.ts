import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../commands/index.ts";
import { createAnalyst } from "../src/compose/analyst.ts";
import type { Database } from "../src/database/database.ts";
import type { Desk, DigestDesk } from "../src/desk.ts";
import { formatMonth } from "../src/format.ts";
import { type Cell, type Report, tablesOf } from "../src/report.ts";
import { businessQuestions } from "./business-questions.ts";
import { openDemoDatabase } from "./support/demo-database.ts";

let database: Database;
let desk: Desk;

beforeAll(async () => {
  database = await openDemoDatabase({ months: 26, range: 0.06 });
  const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;
  const { openDesk } = createAnalyst({ database, fiscalYearStartMonth: 9 });
  desk = openDesk(viewer, { kind: "terminal" }, {} as DigestDesk);
});
afterAll(() => database.close());

type Fact = Readonly<Record<string, string | number | null>>;

/** What plain SQL says; a number is told by its form. */
const facts = async (sql: string): Promise<readonly Fact[]> => {
  const { rows } = await database.session((session) => session.run(sql));
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, text]) => [key, isName(key) || text === null ? text : Number(text)]),
    ),
  );
};
const names = /^(region|market|platform|channel|customer|division|segment|category|product|product_code)$/;
const isName = (key: string): boolean => names.test(key) || /^(month|fiscal_quarter|fiscal_year)$/.test(key);

const isEqual = (left: unknown, right: unknown): boolean =>
  typeof left === "number" && typeof right === "number"
    ? Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right))
    : (left ?? null) === (right ?? null);

const run = async (typed: string): Promise<Report> => {
  const [name = "", ...words] = typed.split(" ");
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new Error(`No command is called ${name}`);
  return command.respond(words.join(" "), desk);
};

/** Whether one row of the report holds the names and the numbers of the fact. */
const isShown = (cells: readonly Cell[], fact: Fact): boolean =>
  Object.entries(fact).every(([key, value]) => {
    if (value === null) return cells.some(({ text }) => text === "n/a");
    if (typeof value === "number") return cells.some((cell) => isEqual(cell.value, value));
    return cells.some(({ text }) => text === (key === "month" ? formatMonth(value) : value));
  });

describe.each(businessQuestions)("$asked", ({ ask, command, sql, askSql = sql }) => {
  // Some are answered by a report alone.
  if (ask !== undefined)
    test("is answered as a question", async () => {
      const [expected, answer] = await Promise.all([facts(askSql), desk.ask(ask)]);
      expect(expected.length).toBeGreaterThan(0);
      const missing = expected.filter(
        (fact) =>
          !answer.rows.some((row) => Object.entries(fact).every(([key, value]) => isEqual(row[key], value))),
      );
      expect(missing).toEqual([]);
      expect(answer.rows.length).toBe(expected.length);
    });

  test("is answered by a command", async () => {
    const [expected, report] = await Promise.all([facts(sql), run(command)]);
    const shown = tablesOf(report).flatMap(({ rows }) => rows);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.filter((fact) => !shown.some((cells) => isShown(cells, fact)))).toEqual([]);
  });
});

test("every example of every command is answered", async () => {
  const examples = commands.flatMap(({ name, examples }) =>
    name === "digest" ? [] : examples.map((words) => `${name} ${words}`.trim()),
  );
  const failed: (readonly string[])[] = [];
  for (const example of examples)
    await run(example).catch((error: Error) => failed.push([example, error.message]));
  expect(failed).toEqual([]);
});
