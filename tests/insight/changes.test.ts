import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Row } from "../../src/answer/answer.ts";
import { changesOf } from "../../src/insight/changes.ts";

const answer = (rows: readonly object[]): Answer =>
  ({ question: { by: ["product"] }, rows: rows as Row[] }) as unknown as Answer;

const row = (product: string, now: number, before: number) => ({
  product,
  net_sales: now * 10,
  net_sales_previous: before * 10,
  net_sales_change: (now - before) * 10,
  net_sales_change_pct: before > 0 ? (now - before) / before : null,
  sold_quantity: now,
  sold_quantity_previous: before,
});
const earlier = (product: string, units: number) => ({
  product,
  net_sales: units * 10,
  sold_quantity: units,
});

describe("changes", () => {
  it("tell new, gone, growing, falling and unchanged members apart", () => {
    const now = answer([
      row("Lamp", 3, 0),
      row("Desk", 5, 2),
      row("Chair", 1, 9),
      row("Sofa", 4, 4),
      row("Rug", 0, 6),
    ]);
    const before = answer([earlier("Bed", 7), earlier("Desk", 2), earlier("Void", 0)]);
    expect(
      changesOf(now, before, "net_sales").map(({ name, course, change }) => [name, course, change]),
    ).toEqual([
      ["Chair", "falling", -80],
      ["Bed", "gone", -70],
      ["Rug", "gone", -60],
      ["Desk", "growing", 30],
      ["Lamp", "new", 30],
      ["Sofa", "unchanged", 0],
    ]);
  });

  it("go by units: a price that is missing is no sale that is missing", () => {
    const unpriced = { ...row("Lamp", 3, 0), net_sales: null, net_sales_change: null };
    expect(changesOf(answer([unpriced]), undefined, "net_sales")).toMatchObject([
      { name: "Lamp", course: "new", now: null, change: null },
    ]);
  });

  it("say nothing of who is not covered, or has nothing to be compared with", () => {
    const uncovered = { ...row("Desk", 5, 2), net_sales_change: null, net_sales_change_pct: null };
    const alone = { ...row("Lamp", 3, 0), sold_quantity_previous: null, net_sales_change: null };
    const found = changesOf(answer([uncovered, alone]), undefined, "net_sales");
    expect(found.map(({ course }) => course)).toEqual(["unknown", "unknown"]);
  });

  it("sum to the change of the whole", () => {
    const member = fc.record({ now: fc.nat(1000), before: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(member, { maxLength: 30 }), (members) => {
        const named = members.map((one, at) => ({ ...one, name: `P${at}` }));
        const here = named.filter(({ now }) => now > 0);
        const found = changesOf(
          answer(here.map(({ name, now, before }) => row(name, now, before))),
          answer(named.filter(({ before }) => before > 0).map(({ name, before }) => earlier(name, before))),
          "net_sales",
        );
        const total = members.reduce((sum, { now, before }) => sum + (now - before) * 10, 0);
        expect(found.reduce((sum, { change }) => sum + (change ?? 0), 0)).toBe(total);
      }),
    );
  });
});
