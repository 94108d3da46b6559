import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuestionError } from "../../src/errors.ts";
import { applyClause } from "../../src/question/apply-clause.ts";
import { fillers } from "../../src/question/fillers.ts";
import { grammarPhrases } from "../../src/question/phrases.ts";
import { read, readSlice } from "../../src/question/read.ts";
import { toWords } from "../../src/question/words.ts";
import { loaded, question, rows, vocabulary } from "./support/world.ts";

const words: readonly string[] = [
  ...grammarPhrases.flatMap(({ said }) => said.split(" | ")),
  ...fillers,
  ...rows.markets.map((row) => row.market),
  ...rows.customers.flatMap((row) => [row.customer, row.customer_code]),
  ...rows.products.flatMap((row) => [row.product, row.category]),
  "net sales",
  "gross margin %",
  "units",
  "forecast quantity",
  "list price",
  "products",
  "customers",
  "zone",
  "market",
  "5",
  "10k",
  "-3",
  "20%",
  "1.5M",
  "FY2021",
  "2020-13",
  "Q1",
  "Mar",
  "2020/21",
  "last 3 months",
  "next 2 months",
  "this quarter",
  "ytd",
  "all time",
  "since",
  "between",
  "to",
  "from",
  "–",
  "-",
  ",",
  ";",
  '"',
  "“",
  "'",
  "(",
  "?",
  "&",
  "%",
  "NaN",
  "1e309",
  "9".repeat(40),
];
const soup = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...words) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(" "));
const slips = fc.tuple(soup, fc.nat(), fc.string({ maxLength: 1 })).map(([text, at, letter]) => {
  const place = text.length === 0 ? 0 : at % text.length;
  return `${text.slice(0, place)}${letter}${text.slice(place + 1)}`;
});
const noise = fc.string({ unit: "binary", maxLength: 200 });

/** Runs and gives back the QuestionError, if any; whatever else is thrown fails the test. */
const tried = (run: () => unknown): QuestionError | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof QuestionError) return error;
    throw error;
  }
};

describe("any text at all", () => {
  it.each([
    ["soup of phrases", soup, 4000],
    ["phrases with slips", slips, 3000],
    ["noise", noise, 3000],
  ] as const)("%s is read or refused", (_name, texts, numRuns) => {
    fc.assert(
      fc.property(texts, (text) => {
        const error = tried(() => {
          const { question: asked } = read(text, vocabulary, loaded);
          expect(read(toWords(asked, vocabulary), vocabulary, loaded).question).toEqual(asked);
        });
        expect(error?.message).not.toBe("");
      }),
      { numRuns },
    );
  });

  it("is refused with choices that read right", () => {
    fc.assert(
      fc.property(fc.oneof(soup, slips), (text) => {
        for (const choice of tried(() => read(text, vocabulary, loaded))?.choices ?? []) {
          expect(read(choice.words, vocabulary, loaded).question, choice.words).toBeDefined();
          expect(choice.label).not.toBe("");
        }
      }),
      { numRuns: 800, examples: [["next  months A/B - C, Ltd. financial years"]] },
    );
  });

  it("is read or refused as a slice, a follow-up and after a command", () => {
    const before = question({
      kind: "ranking",
      by: ["product"],
      filters: [{ dimension: "market", members: ["India"], excluded: false }],
    });
    fc.assert(
      fc.property(fc.oneof(soup, noise), (text) => {
        tried(() => readSlice(text, vocabulary, loaded));
        tried(() => applyClause(before, text, vocabulary, loaded));
        tried(() => read(text, vocabulary, loaded, { start: "top" }));
        tried(() => read(text, vocabulary, loaded, { start: "trend" }));
      }),
      { numRuns: 800 },
    );
  });

  it.each([
    ["one letter", "a".repeat(8000)],
    ["one word", "foo ".repeat(2000)],
    ["one member", "in India ".repeat(880)],
    ["commas", ",".repeat(8000)],
    ["quotes", '"'.repeat(7999)],
    ["open quotes", '" '.repeat(3999)],
    ["apostrophes", "'a ".repeat(2600)],
    ["digits", "1".repeat(8000)],
    ["grouped digits", "1,".repeat(4000)],
    ["points", "1.".repeat(4000)],
    ["accents", "e\u0301".repeat(4000)],
    ["right to left and zero width", "\u202e\u200b".repeat(4000)],
    ["emoji", "👩‍👩‍👧‍👦".repeat(700)],
    ["half a pair", "\ud83d".repeat(8000)],
    ["dashes", "2021-".repeat(1600)],
    ["periods", "FY2021 and ".repeat(700)],
    ["the longest phrase begun", "gross margin per ".repeat(470)],
    ["typos", "pruduct ".repeat(1000)],
  ])("8,000 characters of %s end within a second", (_name, text) => {
    const start = performance.now();
    tried(() => read(text, vocabulary, loaded));
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("longer than a Slack command can be is refused", () => {
    expect(tried(() => read("net sales ".repeat(1000), vocabulary, loaded))?.message).toContain("too long");
  });
});
