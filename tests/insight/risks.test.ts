import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Row } from "../../src/answer/answer.ts";
import { declinesOf, driftsOf } from "../../src/insight/risks.ts";

const answer = (by: readonly string[], rows: readonly object[], partial: object = {}): Answer =>
  ({ question: { by }, rows: rows as Row[], partial }) as unknown as Answer;

describe("drifts", () => {
  const row = (market: string, now: number | null, before: number | null, net_sales: number) => ({
    market,
    net_sales,
    gross_margin_pct: now,
    gross_margin_pct_previous: before,
    gross_margin_pct_change: now === null || before === null ? null : now - before,
  });
  const drifts = (rows: readonly object[], harm: "up" | "down" = "down") =>
    driftsOf(answer(["market"], rows), "gross_margin_pct", "net_sales", harm);

  it("name who moved half a point or more to its harm, the dearest first", () => {
    const rows = [
      row("Chile", 0.35, 0.4, 100),
      row("Japan", 0.39, 0.4, 1000),
      row("Spain", 0.398, 0.4, 9e9),
      row("India", 0.5, 0.4, 9e9),
    ];
    expect(drifts(rows)?.map(({ name, cost }) => [name, cost])).toEqual([
      ["Japan", expect.closeTo(10, 9)],
      ["Chile", expect.closeTo(5, 9)],
    ]);
    expect(drifts(rows, "up")?.map(({ name }) => name)).toEqual(["India"]);
  });

  it("leave out whose change is withheld, and are not known where everyone's is", () => {
    expect(drifts([row("Chile", 0.3, null, 1), row("Japan", 0.4, 0.4, 1)])).toEqual([]);
    expect(drifts([row("Chile", 0.3, null, 1)])).toBeUndefined();
    expect(drifts([])).toBeUndefined();
  });
});

describe("declines", () => {
  const quarters = ["FY2025 Q4", "FY2026 Q1", "FY2026 Q2", "FY2026 Q3"];
  const rows = (product: string, changes: readonly (number | null)[]) =>
    changes.map((change, at) => ({
      product,
      fiscal_quarter: quarters[at],
      net_sales_change: change,
      net_sales_previous: 100,
    }));
  const declines = (all: readonly object[], partial: object = {}) =>
    declinesOf(answer(["product", "fiscal_quarter"], all, partial), "net_sales");

  it("name who is below the year before three quarters running, the largest loss first", () => {
    const found = declines([
      ...rows("Lamp", [5, -10, -10, -10]),
      ...rows("Desk", [-1, -20, -30, -40]),
      ...rows("Chair", [-9, -9, 1, -9]),
      ...rows("Shelf", [-9, null, -9, -9]),
    ]);
    expect(found).toEqual([
      { name: "Desk", periods: 4, change: -90, ratio: -0.3 },
      { name: "Lamp", periods: 3, change: -30, ratio: -0.1 },
    ]);
  });

  it("do not count a quarter that is not over", () => {
    const all = rows("Lamp", [-10, -10, -10, 50]);
    expect(declines(all)).toEqual([]);
    expect(declines(all, { "FY2026 Q3": "2 of 3 months" })).toMatchObject([{ name: "Lamp", periods: 3 }]);
  });

  it("are not known of fewer than three quarters", () => {
    expect(declines(rows("Lamp", [null, null, -10, -10]))).toBeUndefined();
    expect(declines([])).toBeUndefined();
  });

  it("never name a member that grew in one of the last three quarters", () => {
    const change = fc.integer({ min: -9, max: 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(change, change, change, change), { minLength: 1 }), (members) => {
        const all = members.flatMap((changes, at) => rows(`P${at}`, changes));
        const named = new Set(declines(all)?.map(({ name }) => name));
        members.forEach(([, ...last], at) => {
          expect(named.has(`P${at}`)).toBe(last.every((one) => one < 0));
        });
      }),
    );
  });
});
