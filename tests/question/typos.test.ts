import { describe, expect, it } from "vitest";
import { metrics } from "../../src/metrics/index.ts";
import { createVocabulary } from "../../src/question/create-vocabulary.ts";
import { read } from "../../src/question/read.ts";
import { isTypo } from "../../src/question/typo-distance.ts";
import { ask, loaded, monthsLoaded, refusal, vocabulary } from "./support/world.ts";

describe("slips of the hand", () => {
  it.each([
    ["net sales in Flopcart", "net sales for Flopkart", "read 'Flopcart' as Flopkart"],
    ["net sales in 'Flopcart'", "net sales for Flopkart", "read 'Flopcart' as Flopkart"],
    ["net salse in India", "net sales in India", "read 'net salse' as Net sales"],
    ["gros margn % by market", "gross margin % by market", "read 'gros margn %' as Gross margin %"],
    ["tpo 5 products by net sales", "top 5 products by net sales", "read 'tpo' as top"],
    ["botom 5 products by net sales", "bottom 5 products by net sales", "read 'botom' as bottom"],
    ["top 5 porducts by net sales", "top 5 products by net sales", "read 'porducts' as products"],
    ["net sales by custmer", "net sales by customer", "read 'custmer' as customer"],
    ["net sales Setpember 2020", "net sales Sep 2020", "read 'Setpember' as september"],
    ["net sales lats quarter", "net sales last quarter", "read 'lats quarter' as last quarter"],
    ["net sales exlcuding India", "net sales excluding India", "read 'exlcuding' as excluding"],
    ["net sales of OX Gamres Ms", "net sales of OX Gamers Ms", "read 'OX Gamres Ms' as OX Gamers Ms"],
    ["net sales in Autsralia", "net sales in Australia", "read 'Autsralia' as Australia"],
    ["net sales for Caffe Muller", "net sales for Café Müller", "read 'Caffe Muller' as Café Müller"],
    ["India's net sales", "net sales in India", "read 'India's' as India"],
  ])("%s", (typed, meant, note) => {
    expect(read(typed, vocabulary, loaded)).toEqual({ question: ask(meant), corrections: [note] });
  });

  it("corrects several in one question", () => {
    expect(read("botom 3 custmers by gros margin in Indai", vocabulary, loaded).corrections).toHaveLength(4);
  });

  it.each(["Lotus Kids", "OnreL Exclusive", "Ornel Exclusive", "OX Gamers", "OX Gen X"])(
    "takes the exact name %s for no other",
    (name) => {
      expect(read(`net sales for ${name}`, vocabulary, loaded).corrections).toEqual([]);
    },
  );

  it("does not take a country that is not loaded for another one", () => {
    expect(refusal("net sales in Austria")).toMatchObject({ kind: "unknown-word" });
    expect(refusal("net sales in Austria").choices).toEqual([
      { label: "Australia", words: "net sales in Australia" },
    ]);
    expect(refusal("net sales in Peru").kind).toBe("unknown-word");
  });

  it("does not take one number for another", () => {
    expect(refusal("net sales of OX Smash 3").choices.map(({ label }) => label)).toEqual([
      "OX Smash 1",
      "OX Smash 2",
    ]);
    expect(refusal("net sales for 90000099").kind).toBe("unknown-word");
  });

  it("does not choose between two that are as near", () => {
    expect(refusal("net sales of OX Gen Y").kind).toBe("unknown-word");
  });

  it("counts a swap of neighbours as one slip, and nothing in short words", () => {
    expect(isTypo("tpo", "top")).toBe(1);
    expect(isTypo("tap", "top")).toBeUndefined();
    expect(isTypo("flopkrat", "flopkart")).toBe(1);
    expect(isTypo("smash1", "smash2")).toBeUndefined();
  });
});

describe("words that nobody knows", () => {
  it("get the nearest known ones, as whole questions, and an example that reads right", () => {
    const error = refusal("top 5 products by net sales in Flopcrtz FY2021");
    expect(error.kind).toBe("unknown-word");
    expect(error.message).toBe(
      "I don't know 'Flopcrtz'. Did you mean Flopkart? For example: top 10 products by net sales in India",
    );
    expect(error.choices).toEqual([
      { label: "Flopkart", words: "top 5 products by net sales for Flopkart FY2021" },
    ]);
    expect(ask(vocabulary.example).kind).toBe("ranking");
  });

  it("are names that no load has brought yet while nothing is loaded", () => {
    const nothing = createVocabulary({ markets: [], customers: [], products: [], aliases: [] }, metrics);
    expect(() => read("net sales in India", nothing, monthsLoaded({}))).toThrow("No data is loaded yet");
    expect(read("top products by net sales", nothing, monthsLoaded({})).question.kind).toBe("ranking");
  });

  it("are found by how they begin", () => {
    expect(refusal("net sales for Flop").choices.map(({ label }) => label)).toContain("Flopkart");
  });

  it.each(["xyzzy", "net sales xyzzy", "net sales in xyzzy by market", "xyzzy xyzzy"])("%s", (words) => {
    expect(refusal(words).message).toContain("I don't know 'xyzzy'");
  });

  it.each([
    ["net sales vs", "vs"],
    ["net sales in", "in"],
    ["net sales by", "by"],
    ["net sales excluding", "excluding"],
    ["top 5 products with", "with"],
    ["net sales as", "as"],
  ])("says what %s lacks", (words, last) => {
    expect(refusal(words).message).toBe(`Something is missing after '${last}'.`);
  });
});
