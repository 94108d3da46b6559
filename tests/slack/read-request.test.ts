import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CommandBody,
  type EventBody,
  type PressBody,
  readCommand,
  readEvent,
  readPress,
} from "../../src/slack/read-request.ts";

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
      act: { kind: "words", text: "top products & things" },
      person: { user: "U1", team: "T1", enterprise: "" },
      isDirectMessage: false,
    });
  });

  test("leaves the words after /bims as they are", () => {
    expect(readCommand(command({ command: "/bims", text: "" }))?.act).toEqual({ kind: "words", text: "" });
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
      act: { kind: "words", text: "sales of A & B" },
      person: { user: "U2", team: "T2" },
      reply: { kind: "press", replace: true },
    });
  });

  const id = "abcdefghijklmnopqrstuv";
  const pressed = (action: object) => readPress(press({ actions: [{ block_id: `q:${id}:0`, ...action }] }));

  test("reads what a button or an option changes of its message's question", () => {
    expect(pressed({ action_id: "clause:0", value: "by customer" })).toMatchObject({
      act: { kind: "clause", id, clause: "by customer" },
      reply: { replace: true },
    });
    expect(pressed({ action_id: "more", selected_option: { value: "as line" } })?.act).toEqual({
      kind: "clause",
      id,
      clause: "as line",
    });
    expect(pressed({ action_id: "more", selected_option: { value: "/why India" } })?.act).toEqual({
      kind: "words",
      text: "/why India",
    });
    expect(pressed({ action_id: "verb:csv", value: "csv" })?.act).toEqual({ kind: "verb", id, verb: "csv" });
  });

  test("names no question where the block's id was not made by it", () => {
    for (const block_id of ["q:short:0", `q:${id}`, `q:${id.replace("a", "%")}:0`, "", "next"])
      expect(pressed({ block_id, action_id: "clause:0", value: "by customer" })?.act).toMatchObject({
        id: undefined,
      });
  });

  test("answers help's examples below them, and everything of a question in its place", () => {
    const replaces = (action: object) => {
      const reply = pressed(action)?.reply;
      return reply?.kind === "press" && reply.replace;
    };
    expect(replaces({ action_id: "ask:0", value: "x", block_id: "list0-1" })).toBe(false);
    expect(replaces({ action_id: "ask:0", value: "why x" })).toBe(true);
    expect(replaces({ action_id: "choose:0", value: "x", block_id: "choices" })).toBe(true);
  });

  test("takes nothing from a press without words or place", () => {
    expect(readPress(press({ actions: [{ action_id: "ask:0" }] }))).toBeUndefined();
    expect(readPress(press({ channel: undefined, container: undefined }))).toBeUndefined();
  });
});

describe("readEvent", () => {
  const event = (overrides: object = {}): EventBody => ({
    team_id: "T1",
    event: {
      type: "app_mention",
      user: "U1",
      text: "<@U0BIMS> top products in R&amp;D",
      ts: "1.000001",
      channel: "C1",
      ...overrides,
    } as EventBody["event"],
  });

  test("reads the words beside the mention, and where they stand", () => {
    expect(readEvent(event(), "U0BIMS")).toEqual({
      act: { kind: "words", text: "top products in R&D" },
      person: { user: "U1", team: "T1", enterprise: "" },
      channel: "C1",
      isDirectMessage: false,
      reply: { kind: "thread", ts: "1.000001", thread: "1.000001", isRoot: true },
    });
    expect(readEvent(event({ thread_ts: "0.5" }), "U0BIMS")?.reply).toMatchObject({
      thread: "0.5",
      isRoot: false,
    });
  });

  test("hears its own direct conversation without a mention, and no other message", () => {
    const said = { type: "message", text: "net sales" };
    expect(readEvent(event({ ...said, channel_type: "im" }), "U0BIMS")?.isDirectMessage).toBe(true);
    expect(readEvent(event({ ...said, channel_type: "channel" }), "U0BIMS")).toBeUndefined();
  });

  test.each([
    ["its own message", { user: "U0BIMS" }],
    ["another bot's", { bot_id: "B1" }],
    ["an edit", { subtype: "message_changed" }],
    ["an edited mention", { edited: { user: "U1", ts: "2" } }],
    ["a join", { subtype: "channel_join" }],
    ["a message of nobody", { user: undefined }],
  ])("does not answer %s", (_, overrides) => {
    expect(readEvent(event(overrides), "U0BIMS")).toBeUndefined();
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
        for (const request of texts) if (request !== undefined) expect(request.act.kind).toBe("words");
      },
    ),
    { numRuns: 500 },
  );
});
