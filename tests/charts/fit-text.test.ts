import { describe, expect, it } from "vitest";
import { estimateWidth, shortenText, wrapText } from "../../src/charts/fit-text.ts";

describe("text on charts", () => {
  it("is cut only when it is too wide", () => {
    expect(shortenText("Trail Camera", 400, 30)).toBe("Trail Camera");
    expect(shortenText("Trail Camera", 120, 30)).toMatch(/^Trail.*…$/);
    expect(estimateWidth(shortenText("m".repeat(200), 400, 30), 30)).toBeLessThanOrEqual(400);
  });

  it("counts a Chinese character as wide as it is", () => {
    expect(estimateWidth("海翔", 30)).toBe(60);
  });

  it("breaks into lines of like length", () => {
    expect(wrapText("one two three four five six", 420, 42, 2)).toEqual(["one two three", "four five six"]);
    expect(wrapText("short", 600, 42, 2)).toEqual(["short"]);
  });

  it("cuts the last line when there is more than fits", () => {
    const lines = wrapText("word ".repeat(100).trim(), 600, 42, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
  });
});
