import { describe, expect, test } from "vitest";
import { routeWords } from "../../src/slack/route-words.ts";
import { toyCommands } from "./support/workspace.ts";

describe("routeWords", () => {
  test.each(["", "   "])("is help when nothing is said (%j)", (text) => {
    expect(routeWords(text, toyCommands)).toEqual({ kind: "help" });
  });

  test.each([
    ["top products", "top", "products"],
    ["TOP  products", "top", "products"],
    ["/top products", "top", "products"],
    ["trend", "trend", ""],
  ])("finds the command in %j", (text, name, words) => {
    expect(routeWords(text, toyCommands)).toMatchObject({ kind: "command", command: { name }, words });
  });

  test.each([
    ["tpo products", "top"],
    ["topp products", "top"],
    ["trned products", "trend"],
  ])("sees the command that %j slipped from", (text, name) => {
    expect(routeWords(text, toyCommands)).toMatchObject({
      kind: "question",
      words: text,
      near: { command: { name } },
    });
  });

  test.each(["net sales by month", "markets of Crona", "t"])("takes %j as a question", (text) => {
    const route = routeWords(text, toyCommands);
    expect(route).toEqual({ kind: "question", words: text });
  });
});
