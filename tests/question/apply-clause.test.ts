import { describe, expect, it } from "vitest";
import { QuestionError } from "../../src/errors.ts";
import { applyClause } from "../../src/question/apply-clause.ts";
import { readSlice } from "../../src/question/read.ts";
import { toWords } from "../../src/question/words.ts";
import { ask, loaded, refusal, vocabulary } from "./support/world.ts";

const then = (words: string, clause: string): string =>
  toWords(applyClause(ask(words), clause, vocabulary, loaded).question, vocabulary);

describe("follow-ups", () => {
  it.each([
    ["net sales by month FY2020", "FY2021", "net sales by month FY2021"],
    ["net sales FY2020 vs last year", "vs last period", "net sales FY2020 vs last period"],
    ["net sales by month", "as bar", "net sales by month as bar"],
    ["net sales by month as bar", "as table", "net sales by month as table"],
    ["top 10 products by net sales", "top 20", "top 20 products by net sales"],
    ["top 10 products by net sales", "bottom 5", "bottom 5 products by net sales"],
    ["top 10 products by net sales in India", "by units", "top 10 products by sold quantity in India"],
    ["top 10 products by net sales in India", "gross margin", "top 10 products by gross margin in India"],
    ["net sales by market", "by gross margin", "gross margin by market"],
    ["top 10 products by net sales in India", "by customer", "top 10 customers by net sales in India"],
    ["net sales by market", "by segment, category", "net sales by segment, category"],
    ["net sales in India", "by customer", "net sales by customer in India"],
    ["markets of Crona", "by customer", "customers for Crona"],
    ["markets of Crona", "in APAC", "markets in APAC for Crona"],
    ["markets of Crona", "by units", "top 10 markets by sold quantity for Crona"],
    ["markets of Crona", "vs last year", "top 10 markets by net sales for Crona vs last year"],
    ["top 10 products by net sales in India", "by month", "net sales by month in India"],
    ["net sales by market FY2021", "top 5", "top 5 markets by net sales FY2021"],
    ["net sales in India", "Japan", "net sales in Japan"],
    ["net sales in India", "for Crona", "net sales in India for Crona"],
    ["net sales in India, Norway for Crona", "in Japan", "net sales in Japan for Crona"],
    ["net sales excluding India", "in India", "net sales in India"],
    ["net sales in India", "excluding Crona", "net sales in India excluding Crona"],
    ["net sales excluding Crona", "excluding Flopkart", "net sales excluding Crona, Flopkart"],
    ["net sales in India FY2021", "vs Japan", "net sales in India FY2021 vs Japan"],
    ["net sales by channel", "share of net sales", "share of net sales by channel"],
    ["share of net sales by channel", "by market", "share of net sales by market"],
    [
      "share of net sales in India of Crona",
      "by category",
      "share of net sales by category in India for Crona",
    ],
    [
      "top 10 products by net sales",
      "bottom 5 customers by units in India FY2021",
      "bottom 5 customers by sold quantity in India FY2021",
    ],
  ])("%s, then %s", (before, clause, after) => {
    expect(then(before, clause)).toBe(after);
  });

  it("correct slips too", () => {
    expect(applyClause(ask("net sales"), "by custmer", vocabulary, loaded).corrections).toEqual([
      "read 'custmer' as customer",
    ]);
  });

  it.each([
    ["net sales by market", "vs forecast", "in units, not in money"],
    ["share of net sales by channel", "by gross margin %", ""],
    ["net sales", "top 5", "Top what?"],
    ["net sales", "xyzzy", "I don't know 'xyzzy'"],
    ["top 5 products by net sales", "top 5000", "from 1 to 1,000"],
    ["net sales Q1 FY2021", "vs FY2020", "unequal length"],
    ["net sales FY2021", "next month", "for the past only"],
  ])("of %s, %s is refused", (before, clause, message) => {
    if (message === "") expect(then(before, clause)).toBe("gross margin % by channel");
    else expect(() => then(before, clause)).toThrow(message);
  });

  it("are refused with choices that are whole questions", () => {
    try {
      then("net sales by market in India", "vs forecast");
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      expect(error.choices[0]?.words).toBe("sold quantity by market in India vs forecast");
    }
  });
});

describe("a slice", () => {
  it("holds members, a period and a comparison", () => {
    expect(readSlice("India FY2021 vs last year", vocabulary, loaded)).toEqual({
      filters: [{ dimension: "market", members: ["India"], excluded: false }],
      period: { kind: "fiscal-year", year: 2021 },
      comparison: { kind: "last-year" },
      corrections: [],
    });
  });

  it("may be empty", () => {
    expect(readSlice("", vocabulary, loaded)).toEqual({ filters: [], corrections: [] });
  });

  it("corrects slips", () => {
    expect(readSlice("in Indai, e-commerce", vocabulary, loaded)).toMatchObject({
      corrections: ["read 'Indai' as India"],
    });
  });

  it.each(["net sales in India", "by market", "top 5 products"])("refuses %s", (words) => {
    expect(() => readSlice(words, vocabulary, loaded)).toThrow("only members, a period and a comparison");
  });

  it("offers slices where a name has two meanings", () => {
    try {
      readSlice("Lotus FY2021", vocabulary, loaded);
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      expect(error.choices.map((choice) => choice.words)).toEqual([
        'for customer "Lotus" FY2021',
        'for category "Lotus" FY2021',
      ]);
      for (const { words } of error.choices)
        expect(readSlice(words, vocabulary, loaded).filters).toHaveLength(1);
    }
  });
});

describe("what a command supplies", () => {
  const started = (start: "top" | "trend", words: string): string =>
    toWords(ask(words, { start }), vocabulary);

  it.each([
    ["products by net sales", "top 10 products by net sales"],
    ["5 products in India", "top 5 products by net sales in India"],
    ["bottom 5 customers by units", "bottom 5 customers by sold quantity"],
    ["top 3 markets", "top 3 markets by net sales"],
  ])("/top %s", (words, question) => {
    expect(started("top", words)).toBe(question);
  });

  it("offers rankings where /top names no group", () => {
    expect(refusal("net sales in India", { start: "top" }).choices.map((choice) => choice.words)).toEqual([
      "top 10 products by net sales in India",
      "top 10 customers by net sales in India",
      "top 10 markets by net sales in India",
    ]);
    expect(refusal("", { start: "top" }).choices).toHaveLength(3);
  });

  it.each([
    ["", "net sales by month"],
    ["India", "net sales by month in India"],
    ["net sales in India FY2021", "net sales by month in India FY2021"],
    ["units by quarter", "sold quantity by quarter"],
    ["net sales by region", "net sales by region, month"],
  ])("/trend %s", (words, question) => {
    expect(started("trend", words)).toBe(question);
  });
});
