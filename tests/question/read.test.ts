import { describe, expect, it } from "vitest";
import type { DimensionKey } from "../../src/dimension.ts";
import type { Filter, Question } from "../../src/question/question.ts";
import { ask, question, refusal } from "./support/world.ts";

const only = (dimension: DimensionKey, ...members: string[]): Filter => ({
  dimension,
  members,
  excluded: false,
});
const not = (dimension: DimensionKey, ...members: string[]): Filter => ({
  dimension,
  members,
  excluded: true,
});
const fiscal = (year: number): Question["period"] => ({ kind: "fiscal-year", year });

/** Each question that must read right, with what it asks. */
const examples: readonly (readonly [string, Partial<Question>])[] = [
  [
    "top 10 products by net sales in India FY2021",
    { kind: "ranking", by: ["product"], filters: [only("market", "India")], period: fiscal(2021) },
  ],
  [
    "bottom 5 customers by gross margin % last quarter",
    {
      kind: "ranking",
      by: ["customer"],
      metrics: ["gross_margin_pct"],
      order: "bottom",
      limit: 5,
      period: { kind: "relative", which: "last", unit: "quarter" },
    },
  ],
  [
    "net sales by month FY2020 vs last year",
    { by: ["month"], period: fiscal(2020), comparison: { kind: "last-year" } },
  ],
  [
    "forecast accuracy by segment in APAC Q1 FY2021",
    {
      metrics: ["forecast_accuracy"],
      by: ["segment"],
      filters: [only("region", "APAC")],
      period: { kind: "quarter", quarter: 1, year: 2021 },
    },
  ],
  [
    "sold quantity of OX Digit in Australia e-commerce by fiscal year",
    {
      metrics: ["sold_quantity"],
      by: ["fiscal_year"],
      filters: [only("market", "Australia"), only("platform", "E-Commerce"), only("product", "OX Digit")],
    },
  ],
  ["share of net sales by channel ytd", { share: true, by: ["channel"], period: { kind: "ytd" } }],
  [
    "products sold by fiscal year FY2020 to FY2021",
    {
      metrics: ["products_sold"],
      by: ["fiscal_year"],
      period: {
        kind: "range",
        from: { kind: "fiscal-year", year: 2020 },
        to: { kind: "fiscal-year", year: 2021 },
      },
    },
  ],
  [
    "top 3 products in each division by units FY2021",
    {
      kind: "ranking",
      by: ["product"],
      each: "division",
      metrics: ["sold_quantity"],
      limit: 3,
      period: fiscal(2021),
    },
  ],
  [
    "customers with gross margin % under 20",
    {
      kind: "ranking",
      by: ["customer"],
      metrics: ["gross_margin_pct"],
      conditions: [{ metric: "gross_margin_pct", side: "under", value: 0.2 }],
    },
  ],
  [
    "absolute error at account level FY2021",
    { metrics: ["absolute_error"], level: "account", period: fiscal(2021) },
  ],
  [
    "top quarter by units FY2020",
    { kind: "ranking", by: ["fiscal_quarter"], metrics: ["sold_quantity"], period: fiscal(2020) },
  ],
  ["top products by net sales", { kind: "ranking", by: ["product"] }],
  ["top products", { kind: "ranking", by: ["product"] }],
  ["5 markets by units", { kind: "ranking", by: ["market"], metrics: ["sold_quantity"], limit: 5 }],
  ["products by net sales", { kind: "ranking", by: ["product"] }],
  [
    "top 5 customers with the lowest gross margin %",
    { kind: "ranking", by: ["customer"], metrics: ["gross_margin_pct"], order: "bottom", limit: 5 },
  ],
  [
    "top 3 segment, category by units",
    { kind: "ranking", by: ["segment", "category"], metrics: ["sold_quantity"], limit: 3 },
  ],
  ["top products by net sales by segment", { kind: "ranking", by: ["product", "segment"] }],
  ["top 5 channels by share of net sales", { kind: "ranking", by: ["channel"], limit: 5, share: true }],
  [
    "net sales, gross margin and gm% by market",
    { metrics: ["net_sales", "gross_margin", "gross_margin_pct"], by: ["market"] },
  ],
  ["net sales by segment, category", { by: ["segment", "category"] }],
  ["net sales in India and Japan", { filters: [only("market", "India", "Japan")] }],
  [
    "net sales in Japan, India or e-commerce",
    { filters: [only("market", "India", "Japan"), only("platform", "E-Commerce")] },
  ],
  ["net sales excluding Crona and Flopkart", { filters: [not("customer", "Crona", "Flopkart")] }],
  ["net sales in India excluding Crona", { filters: [only("market", "India"), not("customer", "Crona")] }],
  ["net sales in Business Laptop", { filters: [only("category", "Business Laptop")] }],
  ["net sales of 90000004", { filters: [only("customer_code", "90000004")] }],
  ["net sales of a0006", { filters: [only("product_code", "A0006")] }],
  ["net sales in LATAM", { filters: [only("sub_zone", "LATAM")] }],
  ["net sales in region LATAM", { filters: [only("region", "LATAM")] }],
  ["net sales for customer Lotus", { filters: [only("customer", "Lotus")] }],
  ["net sales in category Lotus", { filters: [only("category", "Lotus")] }],
  ["India revenue FY2021", { filters: [only("market", "India")], period: fiscal(2021) }],
  [
    "sold quantity FY2021 vs forecast",
    { metrics: ["sold_quantity"], period: fiscal(2021), comparison: { kind: "forecast" } },
  ],
  ["net sales FY2021 vs last period", { period: fiscal(2021), comparison: { kind: "last-period" } }],
  [
    "net sales FY2021 vs FY2020",
    { period: fiscal(2021), comparison: { kind: "period", period: { kind: "fiscal-year", year: 2020 } } },
  ],
  [
    "net sales in India vs Japan",
    {
      filters: [only("market", "India")],
      comparison: { kind: "member", dimension: "market", member: "Japan" },
    },
  ],
  [
    "net sales for customer Lotus vs Crona",
    {
      filters: [only("customer", "Lotus")],
      comparison: { kind: "member", dimension: "customer", member: "Crona" },
    },
  ],
  [
    "net sales in category Mouse vs Lotus",
    {
      filters: [only("category", "Mouse")],
      comparison: { kind: "member", dimension: "category", member: "Lotus" },
    },
  ],
  ["net sales by month as line", { by: ["month"], form: "line" }],
  ["top 10 products by net sales as csv", { kind: "ranking", by: ["product"], form: "csv" }],
  [
    "share of net sales of Crona in India FY2021",
    {
      share: true,
      filters: [only("market", "India"), { ...only("customer", "Crona"), part: true }],
      period: fiscal(2021),
    },
  ],
  [
    "share of net sales by category of Crona",
    { share: true, by: ["category"], filters: [only("customer", "Crona")] },
  ],
  [
    "What are the top five products in the USA, please?",
    { kind: "ranking", by: ["product"], limit: 5, filters: [only("market", "USA")] },
  ],
  [
    "how many units did we sell to Crona in FY21",
    { metrics: ["sold_quantity"], filters: [only("customer", "Crona")], period: fiscal(2021) },
  ],
  ["which channel makes the most money", { kind: "ranking", by: ["channel"] }],
  [
    "which markets earn us the most gross margin",
    { kind: "ranking", metrics: ["gross_margin"], by: ["market"] },
  ],
  [
    "which customer brings in the least money in India",
    { kind: "ranking", by: ["customer"], order: "bottom", filters: [only("market", "India")] },
  ],
  ["how much money did we make in India", { filters: [only("market", "India")] }],
  ["which product sells best", { kind: "ranking", metrics: ["sold_quantity"], by: ["product"] }],
];

describe("questions that must read right", () => {
  it.each(examples)("%s", (words, parts) => {
    expect(ask(words)).toEqual(question(parts));
  });
});

describe("names and grammar", () => {
  it.each([
    ["net sales of brick and mortar", "platform", "Brick & Mortar"],
    ["net sales of Brick&Mortar", "platform", "Brick & Mortar"],
    ["net sales of ecommerce", "platform", "E-Commerce"],
    ["net sales of E Commerce", "platform", "E-Commerce"],
    ["net sales of OX Pen Drive 2 IN 1", "product", "OX Pen Drive 2 IN 1"],
    ["net sales of ox pen-drive 2in1", "product", "OX Pen Drive 2 IN 1"],
    ["net sales of OX Gamers Ms", "product", "OX Gamers Ms"],
    ["net sales of OX Gamers", "product", "OX Gamers"],
    ["net sales of p and a", "division", "P & A"],
    ["net sales of lotus kids", "customer", "Lotus Kids"],
    ["net sales of cafe muller", "customer", "Café Müller"],
    ["net sales of macys", "customer", "Macy's"],
    ["net sales of the big shop", "customer", 'The "Big" Shop'],
    ["net sales of A/B C Ltd", "customer", "A/B - C, Ltd."],
    ["net sales of A/B - C, Ltd.", "customer", "A/B - C, Ltd."],
    ["net sales in Zone", "customer", "Zone"],
    ['net sales in "zone"', "customer", "Zone"],
    ["net sales in “Zone”", "customer", "Zone"],
    ["net sales in 'Zone'", "customer", "Zone"],
    ["net sales for Total", "customer", "Total"],
    ['net sales for "March"', "customer", "March"],
    ['net sales for "FY2021"', "customer", "FY2021"],
    ['net sales for "Net Sales"', "customer", "Net Sales"],
    ['net sales for "Top 10 Products"', "customer", "Top 10 Products"],
    ["net sales for AMZ", "customer", "Amazon"],
    ["net sales in UK", "market", "United Kingdom"],
    ["net sales in GBR", "market", "United Kingdom"],
    ["net sales in the United States of America", "market", "USA"],
    ["net sales in US", "market", "USA"],
    ["net sales in U.S.A.", "market", "USA"],
    ["net sales in Korea, Republic of", "market", "South Korea"],
    ["net sales in KR", "market", "South Korea"],
    ["net sales in Colombia", "market", "Columbia"],
    ["net sales in CO", "market", "Columbia"],
    ["net sales for Ornel Exclusive", "customer", "Ornel Exclusive"],
    ["net sales for onrel exclusive", "customer", "OnreL Exclusive"],
    ["net sales for OX GEN Z", "product", "OX GEN Z"],
  ] as const)("%s", (words, dimension, member) => {
    expect(ask(words).filters).toEqual([only(dimension, member)]);
  });

  it("takes the words of a ranking for a ranking although a customer is called so", () => {
    expect(ask("top 10 products by net sales")).toEqual(question({ kind: "ranking", by: ["product"] }));
  });

  it("takes a dimension for a dimension although a customer is called so", () => {
    expect(ask("net sales by zone").by).toEqual(["sub_zone"]);
    expect(refusal("net sales Zone").choices.map((choice) => choice.words)).toEqual([
      "net sales by sub-zone",
      'net sales for "Zone"',
    ]);
  });

  it("takes a month for a month although a customer is called so", () => {
    expect(ask("net sales March")).toEqual(question({ period: { kind: "month", month: 3 } }));
  });
});

describe("words that have two meanings", () => {
  it("offers both readings as whole questions", () => {
    const error = refusal("top 3 markets by net sales in Lotus FY2021");
    expect(error.kind).toBe("ambiguous");
    expect(error.choices).toEqual(
      [
        { label: "Lotus (customer)", words: 'top 3 markets by net sales for customer "Lotus" FY2021' },
        { label: "Lotus (category)", words: 'top 3 markets by net sales in category "Lotus" FY2021' },
      ].map((choice) => ({ ...choice, words: choice.words.replace("in category", "for category") })),
    );
  });

  it("offers both spellings of two names that differ in case", () => {
    expect(refusal("net sales of ox gen z").choices.map((choice) => choice.words)).toEqual([
      "net sales for OX Gen Z",
      "net sales for OX GEN Z",
    ]);
  });

  it("offers to compare periods that are not neighbours", () => {
    const error = refusal("net sales Q1 and Q3 2021");
    expect(error).toMatchObject({ kind: "ambiguous" });
    expect(error.choices).toEqual([
      { label: "Q1 FY2021 vs Q3 FY2021", words: "net sales Q1 FY2021 vs Q3 FY2021" },
    ]);
  });

  it("offers to compare two periods that only stand side by side", () => {
    expect(refusal("net sales FY2021 by market FY2020").choices[0]?.words).toBe(
      "net sales by market FY2021 vs FY2020",
    );
  });
});
