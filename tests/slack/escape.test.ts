import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeCode, escapeMrkdwn, escapeText, plain, unescapeTyped } from "../../src/slack/escape.ts";
import { hostileNames } from "./support/reports.ts";

/** An independent reading of what Slack makes live: <…> tokens, and bare ampersands that are no entity. */
const liveTokens = (text: string): string[] => text.match(/<[^>]*>|&(?!amp;|lt;|gt;)/g) ?? [];
/** A mark formats only where it touches a visible character that it opens before or closes after. */
const formatting = (text: string): string[] =>
  text.match(/(?<![^\s\u2060])([*_~`])[^\s\u2060].*?[^\s\u2060]\1/g) ?? [];

const anyName = fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: "binary", maxLength: 60 }));

describe("escaping", () => {
  test("leaves no name a mention, a link or an entity of its own", () => {
    fc.assert(
      fc.property(anyName, fc.integer({ min: 2, max: 300 }), (name, max) => {
        for (const change of [escapeText, escapeMrkdwn, escapeCode]) {
          const escaped = change(name, max);
          expect(liveTokens(escaped)).toEqual([]);
          expect(escaped.length).toBeLessThanOrEqual(max);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("leaves no name formatting", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(formatting(escapeMrkdwn(name, 900))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("keeps code blocks closed only by us", () => {
    expect(escapeCode("a ``` b", 100)).not.toContain("`");
  });

  test("never cuts an entity in half", () => {
    expect(escapeText("ab<cd", 4)).toBe("ab…");
    expect(escapeText("a<b", 6)).toBe("a&lt;b");
  });

  test("gives back what was typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "&", "<", ">", ";", "l", "t") }), (typed) => {
        expect(unescapeTyped(escapeText(typed, 10_000))).toBe(typed);
      }),
    );
  });

  test("makes one line that is never empty", () => {
    expect(plain("  two\n lines ", 50)).toBe("two lines");
    expect(plain(" \n ", 50)).toBe("–");
    expect(plain("\u202Eevil", 50)).toBe("evil");
  });
});
