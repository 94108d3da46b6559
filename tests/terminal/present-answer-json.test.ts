import { expect, test } from "vitest";
import { presentAnswerJson } from "../../src/terminal/present-answer-json.ts";
import { exampleAnswer } from "./example-answer.ts";

test("prints exactly the keys that other tools rely on, in their order, on one line", () => {
  expect(presentAnswerJson(exampleAnswer())).toBe(
    [
      '{"reading":"Top 2 markets by net sales · FY2024 (2023-09-01 to 2024-08-31)",',
      '"question":{"kind":"ranking","metrics":["net_sales"],"by":["market"],"filters":[],"order":"top","limit":2,"share":false,"conditions":[]},',
      '"columns":[{"key":"rank","label":"#","kind":"rank"},{"key":"market","label":"Market","kind":"dimension"},{"key":"net_sales","label":"Net sales","kind":"metric","unit":"money"}],',
      '"rows":[{"rank":1,"market":"Norland","net_sales":1234567.891,"_coverage":{"net_sales":0.91}},{"rank":2,"market":"Südmark","net_sales":null}],',
      '"totals":{"net_sales":7654321.12},',
      '"coverage":[{"metric":"net_sales","covered":0.93,"missing":"post-invoice deductions"}],',
      '"notes":[],',
      '"provenance":{"load":3,"loadedAt":"2024-09-03T08:00:00.000Z","through":"2024-08-01","rollup":"by_account","milliseconds":3.1}}',
    ].join(""),
  );
});

test("keeps numbers unrounded", () => {
  const rows = [{ rank: 1, market: "Norland", net_sales: 0.1 + 0.2 }];
  expect(presentAnswerJson(exampleAnswer({ rows }))).toContain('"net_sales":0.30000000000000004');
});

test("prints a value that is not available as null, also when it is no finite number", () => {
  const rows = [
    { rank: 1, market: "Norland", net_sales: Number.NaN },
    { rank: 2, market: "Südmark" },
  ];
  const printed = JSON.parse(presentAnswerJson(exampleAnswer({ rows })));
  expect(printed.rows.map((row: { net_sales: unknown }) => row.net_sales)).toEqual([null, null]);
});

test("holds the shares that are asked, not those that a ranking shows people", () => {
  const plain = exampleAnswer();
  const columns = [...plain.columns, { key: "net_sales_share", label: "Share", kind: "share" as const }];
  const keysOf = (share: boolean): readonly string[] => {
    const answer = exampleAnswer({ columns, question: { ...plain.question, share } });
    return JSON.parse(presentAnswerJson(answer)).columns.map(({ key }: { key: string }) => key);
  };
  expect(keysOf(false)).toEqual(["rank", "market", "net_sales"]);
  expect(keysOf(true)).toEqual(["rank", "market", "net_sales", "net_sales_share"]);
});
