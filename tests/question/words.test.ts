import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metrics } from "../../src/metrics/index.ts";
import { assemble } from "../../src/question/assemble.ts";
import { canonicalQuestion, questionId } from "../../src/question/canonical.ts";
import { createVocabulary } from "../../src/question/create-vocabulary.ts";
import { fillers } from "../../src/question/fillers.ts";
import { parseWords } from "../../src/question/parse.ts";
import { grammarPhrases } from "../../src/question/phrases.ts";
import type { Question } from "../../src/question/question.ts";
import { read } from "../../src/question/read.ts";
import type { Vocabulary } from "../../src/question/vocabulary.ts";
import { toWords } from "../../src/question/words.ts";
import { questionsOver } from "./support/questions.ts";
import { ask, loaded, question, rows, vocabulary } from "./support/world.ts";

/** What the words ask, whether or not it can be answered. */
const meaning = (words: string, known: Vocabulary): Question =>
  assemble(parseWords(words, known), { text: words, vocabulary: known, loaded, chosen: new Map() });

describe("a question as words", () => {
  it.each([
    "top 10 products by net sales in India FY2021",
    "bottom 5 customers by gross margin % last quarter",
    "net sales by month FY2020 vs last year",
    "share of net sales by channel ytd",
    "sold quantity by fiscal year in Australia in E-Commerce for OX Digit",
    'net sales for "Zone"',
    'net sales for customer "Lotus"',
    'net sales for "The ""Big"" Shop"',
    "net sales in India excluding Crona",
    "net sales, gross margin and gross margin % by market Mar 2021 vs last period as line",
  ])("%s stays as it is", (words) => {
    expect(toWords(ask(words), vocabulary)).toBe(words);
  });

  it("needs no vocabulary", () => {
    expect(toWords(ask("top 3 products by gm% in India"))).toBe(
      'top 3 products by gross margin pct in market "India"',
    );
  });

  it("reads back as the same question", () => {
    fc.assert(
      fc.property(questionsOver(vocabulary), (asked) => {
        expect(meaning(toWords(asked), vocabulary)).toEqual(asked);
        expect(meaning(toWords(asked, vocabulary), vocabulary)).toEqual(asked);
      }),
      { numRuns: 300 },
    );
  });

  it("reads back with names that are phrases, fillers and whole clauses of the language", () => {
    const nasty = createVocabulary(
      {
        ...rows,
        customers: namesOfEverything.map((customer, at) => ({
          customer_code: `${at}`,
          customer,
          market: "India",
          platform: customer,
          channel: "Direct",
        })),
      },
      metrics,
    );
    fc.assert(
      fc.property(questionsOver(nasty), (asked) => {
        expect(meaning(toWords(asked, nasty), nasty)).toEqual(asked);
      }),
      { numRuns: 150 },
    );
  });

  it("reads back after a command that brings its metrics, and says other ones", () => {
    fc.assert(
      fc.property(questionsOver(vocabulary), fc.boolean(), (asked, brought) => {
        const start = {
          command: asked.kind === "listing" ? "list" : "demand",
          metrics: brought || asked.kind === "listing" ? asked.metrics : ["products_sold"],
          ...(asked.kind === "listing" ? { lists: true as const } : {}),
        };
        const words = toWords(asked, vocabulary, start).replace(/^(demand|list) /, "");
        const scene = { text: words, vocabulary, loaded, chosen: new Map() };
        expect(assemble(parseWords(words, vocabulary), scene, start)).toEqual(asked);
      }),
      { numRuns: 200 },
    );
  });

  it("is read by the same rules that words of people are", () => {
    fc.assert(
      fc.property(questionsOver(vocabulary), (asked) => {
        const words = toWords(asked, vocabulary);
        try {
          expect(read(words, vocabulary, loaded)).toEqual({ question: asked, corrections: [] });
        } catch (error) {
          expect(error).toMatchObject({ name: "QuestionError", kind: "not-allowed" });
        }
      }),
      { numRuns: 150 },
    );
  });
});

const namesOfEverything: readonly string[] = [
  ...grammarPhrases.flatMap(({ said, example }) => [...said.split(" | "), example]),
  ...fillers,
  ...metrics.flatMap((metric) => [metric.label, metric.key]),
  "FY2021",
  "2021",
  "Mar",
  "last year",
  "10",
  "5 products",
  "in India",
  "by month FY2020",
  "net sales by month",
  "vs last year",
  "FY2020 to FY2021",
  "India",
  "Brick & Mortar",
  "brick and mortar",
  "Top",
  "top 10",
  "10 products by",
  "% of",
  "---",
  '"',
  '""',
  "'quoted'",
  "“smart”",
  "a;b",
  "x, y",
  "in",
  "and",
  "excluding India",
  "as line",
  "ytd vs",
  "ΑΒΓ",
  "日本",
  "Größe",
  "I.B.M.",
  "2-in-1",
  "1,000",
  "1.5M",
  "20%",
  "N/A",
  "nan",
  "-",
];

describe("a question's id", () => {
  it("is 22 characters that fit a block id", () => {
    expect(questionId(question({}))).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it("is equal for questions that ask the same in another order", () => {
    const one = question({
      filters: [{ dimension: "market", members: ["India", "Japan"], excluded: false }],
    });
    const two = question({
      filters: [
        { dimension: "market", members: ["Japan"], excluded: false },
        { dimension: "market", members: ["India"], excluded: false },
      ],
    });
    expect(questionId(one)).toBe(questionId(two));
    expect(questionId(one)).not.toBe(questionId(question({})));
  });

  it("is stable under canonical form", () => {
    fc.assert(
      fc.property(questionsOver(vocabulary), (asked) => {
        expect(canonicalQuestion(asked)).toEqual(asked);
        expect(questionId(JSON.parse(JSON.stringify(asked)))).toBe(questionId(asked));
      }),
      { numRuns: 200 },
    );
  });
});
