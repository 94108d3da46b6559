import { describe, expect, it } from "vitest";
import { dimensionKeys, dimensions } from "../../src/dimension.ts";
import { metrics } from "../../src/metrics/index.ts";
import { assemble } from "../../src/question/assemble.ts";
import { fillers, finerUnits, numberWords } from "../../src/question/fillers.ts";
import { parseWords } from "../../src/question/parse.ts";
import { grammarPhrases } from "../../src/question/phrases.ts";
import type { Question } from "../../src/question/question.ts";
import { ask, loaded, question, refusal, vocabulary } from "./support/world.ts";

/** The question, also where it cannot be answered yet. */
const meaning = (words: string): Question =>
  assemble(parseWords(words, vocabulary), { text: words, vocabulary, loaded, chosen: new Map() });

describe("phrase tables", () => {
  it.each(grammarPhrases.map(({ example, same }) => [example, same]))("%s reads like %s", (example, same) => {
    expect(meaning(example)).toEqual(meaning(same));
  });

  it("has examples that use their phrase", () => {
    const plain = (text: string): string =>
      ` ${text.toLowerCase().replace(/[-%]/g, (sign) => (sign === "%" ? "percent" : " "))} `;
    for (const { said, example } of grammarPhrases) {
      expect(said.split(" | ").some((phrase) => plain(example).includes(` ${phrase} `))).toBe(true);
    }
  });

  it.each(fillers.map((filler) => [filler]))("drops '%s'", (filler) => {
    expect(ask(`${filler} net sales in India`)).toEqual(ask("net sales in India"));
  });

  it.each([...numberWords])("reads %s as %d", (word, value) => {
    expect(ask(`top ${word} products`).limit).toBe(value);
  });

  it.each(finerUnits.map((unit) => [unit]))("says that '%s' is finer than the figures", (unit) => {
    expect(refusal(`net sales ${unit}`).message).toContain("monthly");
  });

  it("reads every metric by its key, label and synonyms", () => {
    for (const metric of metrics) {
      for (const phrase of [metric.key, metric.label, metric.label.toUpperCase(), ...metric.synonyms]) {
        expect(parseWords(phrase, vocabulary).metrics, phrase).toEqual([metric.key]);
      }
    }
  });

  it("reads every dimension by its names", () => {
    for (const key of dimensionKeys) {
      const { label, plural, synonyms } = dimensions[key];
      for (const phrase of [key, label, plural, ...synonyms]) {
        expect(ask(`net sales by ${phrase}`), phrase).toEqual(question({ by: [key] }));
        expect(ask(`top ${phrase} by net sales`), phrase).toEqual(question({ kind: "ranking", by: [key] }));
      }
    }
  });
});
