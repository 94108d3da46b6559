import { describe, expect, it } from "vitest";
import { ask, refusal } from "./support/world.ts";

describe("what cannot be answered is refused with the reason and a question that can", () => {
  it.each([
    ["share of gross margin % by market", "is a ratio", "gross margin % by market"],
    ["share of products sold by market", "counts each thing once", "products sold by market"],
    ["share of net sales", "Share of what?", "share of net sales by channel"],
    ["share of net sales in India", "Share of what?", "share of net sales by channel in India"],
    ["products listed by market", "only by division, segment, category, product, variant", "products listed"],
    ["products listed in India by segment", "is not known by market", "products listed by segment"],
    [
      "list price by product FY2020 to FY2021",
      "set per fiscal year",
      "list price by product, fiscal year FY2020 to FY2021",
    ],
    ["net sales next 3 months", "for the past only", "forecast quantity next 3 months"],
    ["net sales in India excluding India", "nothing is left", undefined],
    [
      "markets of Crona vs last year",
      "no figures to compare",
      "top 10 markets by net sales for Crona vs last year",
    ],
    ["products", "Which products?", "top 10 products by net sales"],
    ["top 5", "Top what?", "top 5 products by net sales"],
    ["FY2021 in India", "Which figure?", "net sales in India FY2021"],
    ["share of India", "Which figure?", "share of net sales of India"],
    ["share of Crona in India", "Which figure?", "share of net sales in India of Crona"],
    ["share FY2021", "Which figure?", "share of net sales by market FY2021"],
    ["net sales by units", "Only a ranking", "top 10 products by sold quantity"],
    ["net sales region", 'Say "by region"', "net sales by region"],
    ["net sales gross margin", 'join them with "and"', "net sales and gross margin"],
    ["top 0 products", "from 1 to 1,000", undefined],
    ["top 1.5 products", "from 1 to 1,000", undefined],
    [
      "net sales by region, market, channel, platform, segment",
      "At most 4",
      "net sales by region, market, channel, platform",
    ],
    ["top 5000 products", "from 1 to 1,000", "top 1000 products by net sales"],
    [
      "list price by division, product, segment, category since FY2020",
      "set per fiscal year",
      "list price by division, product, segment, category FY2022",
    ],
    ["top 5 products in each month", "restarts in each member of one dimension", undefined],
    ["top 5 products with net sales over 20%", "not a percentage", undefined],
  ])("%s", (words, reason, offered) => {
    const error = refusal(words);
    expect(error.kind).toMatch(/not-allowed|ambiguous/);
    expect(error.message).toContain(reason);
    const choices = error.choices.map((choice) => choice.words);
    if (offered) expect(choices).toContain(offered);
    for (const choice of choices) expect(ask(choice)).toBeDefined();
  });
});
