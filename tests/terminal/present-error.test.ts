import { expect, test } from "vitest";
import { AccessError, DataError, QuestionError, SetupError, SourceError } from "../../src/errors.ts";
import { presentError } from "../../src/terminal/present-error.ts";

const noteFailure = (): string => "f00d";

test("words that cannot be read: status 2, the sentence, and what to type instead", () => {
  const error = new QuestionError("unknown-word", "I don't know 'Norlnd'.", [
    { label: "Norland", words: "net sales in Norland" },
    { label: "O'Neill", words: "net sales of O'Neill" },
  ]);
  expect(presentError(error, noteFailure)).toEqual({
    status: 2,
    text: [
      "I don't know 'Norlnd'.",
      "You can type:",
      "  npx bims net sales in Norland",
      "  npx bims 'net sales of O'\\''Neill'",
      "",
    ].join("\n"),
    json: '{"error":{"kind":"unknown-word","message":"I don\'t know \'Norlnd\'.","choices":["Norland","O\'Neill"]}}',
  });
});

test("what the asker may not see is status 2 too", () => {
  const failure = presentError(
    new AccessError("You may see sales of Norland. Ask Ida for more."),
    noteFailure,
  );
  expect(failure.status).toBe(2);
  expect(JSON.parse(failure.json ?? "")).toEqual({
    error: { kind: "not-allowed", message: "You may see sales of Norland. Ask Ida for more.", choices: [] },
  });
});

test("data that breaks a rule keeps the lines of its message", () => {
  const failure = presentError(new DataError("sales.csv, line 3\nquantity is −1"), noteFailure);
  expect(failure).toEqual({ status: 2, text: "sales.csv, line 3\nquantity is −1\n" });
});

test("a wrong setting is said as it is, with status 1", () => {
  expect(presentError(new SetupError("Port 3000 is in use."), noteFailure)).toEqual({
    status: 1,
    text: "Port 3000 is in use.\n",
  });
});

test("our failure is a short apology with the reference that stands in the log, and no detail", () => {
  const known = presentError(new SourceError("relation lost", { reference: "ab12" }), noteFailure);
  const unknown = presentError(new TypeError("x is undefined"), noteFailure);
  expect(known.text).toBe("Sorry, that did not work, and the fault is ours. Reference: ab12\n");
  expect(unknown).toEqual({
    status: 1,
    text: "Sorry, that did not work, and the fault is ours. Reference: f00d\n",
  });
});
