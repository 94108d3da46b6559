import fc from "fast-check";
import { expect, test } from "vitest";
import type { Answer } from "../../src/answer/answer.ts";
import { moversOf, standingOf } from "../../src/insight/standing.ts";

const answerOf = (values: readonly (number | null)[], changes: readonly (number | null)[] = []): Answer =>
  ({
    question: { by: ["market"] },
    rows: values.map((value, index) => ({
      market: `market ${index}`,
      net_sales: value,
      sold_quantity: 1,
      net_sales_change: changes[index] ?? null,
    })),
    totals: { net_sales: values.reduce<number>((sum, value) => sum + (value ?? 0), 0) },
  }) as unknown as Answer;

test("equal values share a rank: 1, 1, 3", () => {
  const answer = answerOf([5, 5, 2, null]);
  const ranks = [0, 1, 2].map((index) => standingOf(answer, "net_sales", `market ${index}`)?.rank);
  expect(ranks).toEqual([1, 1, 3]);
  expect(standingOf(answer, "net_sales", "market 2")).toMatchObject({ of: 3, share: 2 / 12 });
});

test("a member without a value has no standing", () => {
  expect(standingOf(answerOf([5, null]), "net_sales", "market 1")).toBeUndefined();
  expect(standingOf(answerOf([5]), "net_sales", "elsewhere")).toBeUndefined();
});

test("a rank is one more than the members above", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (values) => {
      const answer = answerOf(values);
      values.forEach((value, index) => {
        const above = values.filter((other) => other > value).length;
        expect(standingOf(answer, "net_sales", `market ${index}`)?.rank).toBe(above + 1);
      });
    }),
  );
});

test("names who grew and who fell most, and nobody where nothing is compared", () => {
  const { up, down } = moversOf(answerOf([1, 2, 3], [4, -7, 1]), "net_sales");
  expect([up?.market, down?.market]).toEqual(["market 0", "market 1"]);
  expect(moversOf(answerOf([1, 2], [null, null]), "net_sales")).toEqual({});
  expect(moversOf(answerOf([1, 2], [3, 4]), "net_sales").down).toBeUndefined();
});
