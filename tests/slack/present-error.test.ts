import { describe, expect, test } from "vitest";
import {
  AccessError,
  DataError,
  DeadlineError,
  QuestionError,
  SetupError,
  SourceError,
} from "../../src/errors.ts";
import { validateBlocks } from "../../src/sandbox/blocks/validate.ts";
import { isKnownError, presentError } from "../../src/slack/present-error.ts";

describe("presentError", () => {
  test("offers each choice as a button that asks its whole words", () => {
    const error = new QuestionError("ambiguous", "Zone is a customer and a break-down. Which one?", [
      { label: "The customer", words: 'sales of "Zone"' },
      { label: "By sub-zone", words: "sales by sub-zone" },
    ]);
    expect(presentError(error)).toMatchObject({
      text: 'Zone is a customer and a break-down. Which one?\nTry: sales of "Zone" · sales by sub-zone',
      blocks: [
        { type: "section" },
        {
          type: "actions",
          elements: [
            { action_id: "choose:0", value: 'sales of "Zone"' },
            { action_id: "choose:1", value: "sales by sub-zone" },
          ],
        },
      ],
    });
  });

  test.each([
    [new DataError("sales.csv, line 3: quantity is negative."), "sales.csv, line 3"],
    [new AccessError("You may see India. Ask the controller for more."), "You may see India"],
    [new SetupError("Set DATABASE_URL."), "Set DATABASE_URL."],
    [new DeadlineError(5_000), "This took longer than 5 seconds and was stopped. Ask for a shorter period"],
    [new SourceError("the pool ended", { reference: "AB12CD34" }), "quote AB12CD34"],
  ])("says what can be done: %s", (error, words) => {
    expect(presentError(error).text).toContain(words);
  });

  test("keeps what went wrong on our side in the log", () => {
    expect(presentError(new SourceError("the pool ended", { reference: "AB12CD34" })).text).not.toContain(
      "pool",
    );
  });

  test("cannot be used to mention anyone", () => {
    const { text } = presentError(new QuestionError("unknown-word", "I don't know '<!channel>'."));
    expect(text).toContain("&lt;!channel&gt;");
  });

  test("stays acceptable with more and longer choices than Slack shows", () => {
    const choices = Array.from({ length: 40 }, (_, index) => ({
      label: "l".repeat(200),
      words: `w${index}`.repeat(index * 60),
    }));
    const message = presentError(new QuestionError("ambiguous", "m".repeat(9_000), choices));
    expect(validateBlocks(message.blocks, "message")).toBeUndefined();
    expect(message.text.length).toBeLessThanOrEqual(4_000);
  });

  test("knows its own family only", () => {
    expect(isKnownError(new QuestionError("not-loaded", "x"))).toBe(true);
    expect(isKnownError(new TypeError("x"))).toBe(false);
    expect(isKnownError("x")).toBe(false);
  });
});
