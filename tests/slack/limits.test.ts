import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateBlocks } from "../../src/sandbox/blocks/validate.ts";
import { limits } from "../../src/slack/limits.ts";
import type { Message } from "../../src/slack/message.ts";
import { type Picture, presentReport, withoutNativeBlocks } from "../../src/slack/present-report.ts";
import { anyReport } from "./support/any-report.ts";

const pictures: readonly (Picture | undefined)[] = [
  undefined,
  { kind: "native" },
  { kind: "url", url: "https://bims.example/pictures/a.png" },
  { kind: "file", id: "F0123456789" },
];

const expectAcceptable = (message: Message): void => {
  expect(validateBlocks(message.blocks, "message")).toBeUndefined();
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(limits.text);
};

describe("whatever a report holds", () => {
  test("its message is within every limit of Slack", () => {
    fc.assert(
      fc.property(anyReport, fc.constantFrom(...pictures), (report, picture) =>
        expectAcceptable(presentReport(report, picture)),
      ),
      { numRuns: 120, endOnFailure: true },
    );
  });

  test("its message without the newer blocks is, too", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const message = withoutNativeBlocks(report);
        expectAcceptable(message);
        expect(message.blocks.map((block) => block.type)).not.toContain("data_table");
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
