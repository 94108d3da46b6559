import { describe, expect, it } from "vitest";
import { ask, question } from "./support/world.ts";

describe("the questions that must read right", () => {
  it("ranks products of a market in a fiscal year", () => {
    expect(ask("top 5 products by net sales in India FY2021")).toEqual(
      question({
        kind: "ranking",
        by: ["product"],
        limit: 5,
        filters: [{ dimension: "market", members: ["India"], excluded: false }],
        period: { kind: "fiscal-year", year: 2021 },
      }),
    );
  });

  it("compares months with last year", () => {
    expect(ask("net sales by month FY2020 vs last year")).toEqual(
      question({
        by: ["month"],
        period: { kind: "fiscal-year", year: 2020 },
        comparison: { kind: "last-year" },
      }),
    );
  });
});
