import { expect, test } from "vitest";
import { layOut } from "../../src/answer/lay-out.ts";

test("puts each clause on its line, short parentheses on theirs, and indents long subqueries", () => {
  const inner = `SELECT ${Array.from({ length: 12 }, (_, at) => `column_${at}`).join(", ")} FROM b WHERE c = 1`;
  expect(
    layOut(
      `SELECT (SELECT MAX(id) FROM load) AS load\n   FROM (${inner}) AS a JOIN d ON d.e = a.e GROUP BY 1`,
    ),
  ).toBe(
    [
      "SELECT (SELECT MAX(id) FROM load) AS load",
      `FROM (${inner.split(" FROM ")[0]}`,
      "  FROM b",
      "  WHERE c = 1) AS a",
      "JOIN d ON d.e = a.e",
      "GROUP BY 1",
    ].join("\n"),
  );
});

test("changes white space only", () => {
  const statement = "SELECT a, (b + c) FROM d CROSS JOIN LATERAL (SELECT 1) AS e WHERE f = ANY($1)";
  expect(layOut(statement).replace(/\s+/g, " ")).toBe(statement);
});
