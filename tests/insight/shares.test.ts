import fc from "fast-check";
import { expect, test } from "vitest";
import type { Answer } from "../../src/answer/answer.ts";
import { goneShare, partsOf } from "../../src/insight/shares.ts";

interface Sides {
  readonly now: number;
  readonly before: number;
}

/** As an answer by channel has it; members without units now have no row. */
const answerOf = (members: readonly Sides[], covered = 1): Answer => {
  const sum = (side: keyof Sides): number => members.reduce((total, member) => total + member[side], 0);
  const changed = (now: number, before: number): number | null => (covered < 0.95 ? null : now - before);
  return {
    question: { metrics: ["net_sales"], by: ["channel"] },
    rows: members.flatMap(({ now, before }, index) =>
      now === 0
        ? []
        : [
            {
              channel: `channel ${index}`,
              net_sales: now,
              net_sales_previous: before,
              net_sales_change: changed(now, before),
              ...(covered < 1 ? { _coverage: { net_sales: covered } } : {}),
            },
          ],
    ),
    totals: {
      net_sales: sum("now"),
      net_sales_previous: sum("before"),
      net_sales_change: changed(sum("now"), sum("before")),
    },
  } as unknown as Answer;
};

const sides = fc.record({ now: fc.nat(1_000_000), before: fc.nat(1_000_000) });
const some = fc
  .array(sides, { minLength: 1, maxLength: 12 })
  .filter((members) => members.some(({ now }) => now > 0) && members.some(({ before }) => before > 0));

test("shares sum to the whole, and changes to what the gone members held", () => {
  fc.assert(
    fc.property(some, (members) => {
      const answer = answerOf(members);
      const parts = partsOf(answer);
      expect(parts.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
      expect(parts.reduce((sum, { points }) => sum + (points ?? 0), 0)).toBeCloseTo(goneShare(answer), 6);
    }),
  );
});

test("what is not covered is marked and compared with nothing", () => {
  const [part] = partsOf(answerOf([{ now: 3, before: 1 }], 0.5));
  expect(part).toMatchObject({ share: 1, points: null, incomplete: true });
});

test("a whole that is not positive has no shares", () => {
  const negative = answerOf([
    { now: 3, before: 1 },
    { now: -5, before: 1 },
  ]);
  expect(partsOf(negative).map(({ share }) => share)).toEqual([null, null]);
});
