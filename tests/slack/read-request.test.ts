import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CommandBody, type PressBody, readCommand, readPress } from "../../src/slack/read-request.ts";

const command = (overrides: object = {}): CommandBody => ({
  command: "/top",
  text: "products &amp; things",
  user_id: "U1",
  team_id: "T1",
  channel_id: "C1",
  channel_name: "general",
  response_url: "https://hooks.slack.com/commands/1",
  ...overrides,
});
const press = (overrides: object = {}): PressBody => ({
  user: { id: "U2", team_id: "T2" },
  team: { id: "T1" },
  channel: { id: "C1", name: "general" },
  container: { channel_id: "C1", is_ephemeral: true },
  response_url: "https://hooks.slack.com/actions/1",
  actions: [{ action_id: "choose:0", value: "sales of A &amp; B" }],
  ...overrides,
});

describe("readCommand", () => {
  test("puts the command's name before its words, and reads entities back", () => {
    expect(readCommand(command())).toMatchObject({
      text: "top products & things",
      person: { user: "U1", team: "T1", enterprise: "" },
      isDirectMessage: false,
    });
  });

  test("leaves the words after /bims as they are", () => {
    expect(readCommand(command({ command: "/bims", text: "" }))?.text).toBe("");
  });

  test("knows direct messages", () => {
    expect(readCommand(command({ channel_id: "D1", channel_name: "directmessage" }))?.isDirectMessage).toBe(
      true,
    );
  });
});

describe("readPress", () => {
  test("asks as the one who pressed, of their own team", () => {
    expect(readPress(press())).toMatchObject({
      text: "sales of A & B",
      person: { user: "U2", team: "T2" },
      replace: true,
    });
  });

  test("replaces only private questions, never what others see", () => {
    expect(readPress(press({ container: { channel_id: "C1", is_ephemeral: false } }))?.replace).toBe(false);
    expect(readPress(press({ actions: [{ action_id: "ask:0", value: "x" }] }))?.replace).toBe(false);
  });

  test("takes nothing from a press without words or place", () => {
    expect(readPress(press({ actions: [{ action_id: "ask:0" }] }))).toBeUndefined();
    expect(readPress(press({ channel: undefined, container: undefined }))).toBeUndefined();
  });
});

test("payloads of any other shape are left alone", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(command()), ...Object.keys(press())),
      fc.anything(),
      (key, value) => {
        const texts = [
          readCommand(command({ [key]: value }) as CommandBody),
          readPress(press({ [key]: value }) as PressBody),
        ];
        for (const request of texts) if (request !== undefined) expect(typeof request.text).toBe("string");
      },
    ),
    { numRuns: 500 },
  );
});
