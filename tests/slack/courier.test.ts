import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Courier } from "../../src/digests/courier.ts";
import { createCourier } from "../../src/slack/courier.ts";
import { buildReport } from "./support/reports.ts";
import { openWorkspace, type TestWorkspace, testPicture } from "./support/workspace.ts";

let workspace: TestWorkspace;
let courier: Courier;
const sales = "C0SALES";
beforeAll(async () => {
  workspace = await openWorkspace();
  courier = createCourier({
    client: workspace.app.client,
    log: pino({ level: "silent" }),
    fileWaitsMs: [20, 40, 80],
    messageGapMs: 0,
  });
});
beforeEach(() => workspace.sandbox.faults.clear());
afterAll(() => workspace.close());

const messageAt = (channel: string, ts: string) => workspace.sandbox.store.message(channel, ts);
const typesAt = (channel: string, ts: string): string[] =>
  messageAt(channel, ts)?.blocks.map((block) => block.type) ?? [];
const posted = async (channel = sales): Promise<string> => {
  const outcome = await courier.post({ channel }, buildReport(), "sending-1");
  expect(outcome).toMatchObject({ kind: "posted", channel });
  return outcome.kind === "posted" ? outcome.ts : "";
};

describe("posting", () => {
  test("puts headline, numbers and table into the first post, without a picture", async () => {
    const ts = await posted();
    expect(typesAt(sales, ts)).toEqual([
      "header",
      "context",
      "section",
      "data_table",
      "context",
      "actions",
      "context",
    ]);
    expect(messageAt(sales, ts)?.text).toContain("Trail Camera leads with $3.8M");
  });

  test("reaches a person in their direct messages", async () => {
    expect(await courier.post({ user: "U0OLIVER" }, buildReport(), "k")).toMatchObject({
      kind: "posted",
      channel: "D0OLIVER",
    });
  });

  test.each([
    ["is not a member", { channel: "C0FINANCE" }, undefined, "not_in_channel"],
    ["does not exist", { channel: "C0NOWHERE" }, undefined, "channel_gone"],
    ["is archived", { channel: sales }, "is_archived", "channel_gone"],
    ["has revoked the token", { channel: sales }, "token_revoked", "other"],
  ] as const)("says why it was refused where the bot or channel %s", async (_name, target, error, reason) => {
    if (error !== undefined) workspace.sandbox.faults.next("chat.postMessage", { kind: "error", error });
    expect(await courier.post(target, buildReport(), "k")).toMatchObject({ kind: "refused", reason });
  });

  test("to a person who is gone is refused, never unknown", async () => {
    expect(await courier.post({ user: "U0NOBODY" }, buildReport(), "k")).toMatchObject({
      kind: "refused",
      reason: "channel_gone",
    });
    workspace.sandbox.faults.next("conversations.open", { kind: "500" });
    expect(await courier.post({ user: "U0MEGAN" }, buildReport(), "k")).toMatchObject({
      kind: "refused",
      reason: "other",
    });
  });

  test("tells how long Slack wants it to wait, and does not try again by itself", async () => {
    workspace.sandbox.faults.next("chat.postMessage", { kind: "429", retryAfter: 7 });
    const before = workspace.sandbox.store.messages({ channel: sales, person: "U0ASHA" }).length;
    expect(await courier.post({ channel: sales }, buildReport(), "k")).toEqual({
      kind: "rate-limited",
      retryAfterMs: 7_000,
    });
    expect(workspace.sandbox.store.messages({ channel: sales, person: "U0ASHA" })).toHaveLength(before);
  });

  test.each([
    ["fails after storing", { kind: "500-after-store" as const }, 1],
    ["drops the connection after storing", { kind: "dropped-socket" as const, after: "store" as const }, 1],
    ["fails before storing", { kind: "500" as const }, 0],
  ])("is unknown, and not repeated, when Slack %s", async (_name, fault, stored) => {
    const before = workspace.sandbox.store.messages({ channel: sales, person: "U0ASHA" }).length;
    workspace.sandbox.faults.next("chat.postMessage", fault);
    expect(await courier.post({ channel: sales }, buildReport(), "k")).toMatchObject({ kind: "unknown" });
    expect(workspace.sandbox.store.messages({ channel: sales, person: "U0ASHA" })).toHaveLength(
      before + stored,
    );
  });

  test("gives the table as text where the newer blocks are refused", async () => {
    workspace.sandbox.faults.next("chat.postMessage", { kind: "native-blocks-refused" });
    const ts = await posted();
    expect(typesAt(sales, ts)).not.toContain("data_table");
  });

  test("leaves a second between two messages of one channel, none between channels", async () => {
    const paced = createCourier({
      client: workspace.app.client,
      log: pino({ level: "silent" }),
      messageGapMs: 300,
    });
    const started = Date.now();
    const times = await Promise.all(
      [sales, sales, "C0GENERAL"].map(async (channel) => {
        await paced.post({ channel }, buildReport(), "k");
        return Date.now() - started;
      }),
    );
    expect(times[1]).toBeGreaterThanOrEqual(295);
    expect(times[2]).toBeLessThan(250);
  });
});

describe("the picture of a posted message", () => {
  test("joins it below by update, as an uploaded file", async () => {
    const ts = await posted();
    await courier.attachPicture(sales, ts, buildReport(), testPicture);
    expect(typesAt(sales, ts).at(-1)).toBe("image");
    expect(
      workspace.sandbox.store
        .messages({ channel: sales, person: "U0ASHA" })
        .filter((message) => message.ts === ts),
    ).toHaveLength(1);
  });

  test("waits while Slack is still processing the file", async () => {
    workspace.sandbox.faults.next("files.completeUploadExternal", {
      kind: "invalid-slack-file",
      milliseconds: 50,
    });
    const ts = await posted();
    await courier.attachPicture(sales, ts, buildReport(), testPicture);
    expect(typesAt(sales, ts)).toContain("image");
  });

  test("becomes Slack's own chart when the file never gets ready", async () => {
    workspace.sandbox.faults.next("files.completeUploadExternal", {
      kind: "invalid-slack-file",
      milliseconds: 60_000,
    });
    const ts = await posted();
    await courier.attachPicture(sales, ts, buildReport(), testPicture);
    expect(typesAt(sales, ts)).toContain("data_visualization");
  });

  test("becomes a note where Slack refuses its own chart as well", async () => {
    const ts = await posted();
    workspace.sandbox.faults.next("files.getUploadURLExternal", { kind: "error", error: "missing_scope" });
    workspace.sandbox.faults.next("chat.update", { kind: "native-blocks-refused" });
    await courier.attachPicture(sales, ts, buildReport(), testPicture);
    expect(JSON.stringify(messageAt(sales, ts)?.blocks)).toContain("The chart could not be shown here.");
  });
});

describe("looking", () => {
  test("tells whether the bot is a member", async () => {
    expect(await courier.isMember(sales)).toBe(true);
    expect(await courier.isMember("C0FINANCE")).toBe(false);
    expect(await courier.isMember("C0NOWHERE")).toBe(false);
    expect(await courier.isMember("D0ASHA")).toBe(true);
  });

  test("names the scopes that are missing", async () => {
    workspace.sandbox.faults.next("conversations.info", { kind: "error", error: "missing_scope" });
    await expect(courier.isMember(sales)).rejects.toThrow("channels:read and groups:read");
  });

  test("opens a person's conversation once", async () => {
    expect(await courier.openDirect("U0INES")).toBe("D0INES");
    workspace.sandbox.faults.next("conversations.open", { kind: "500" });
    expect(await courier.openDirect("U0INES")).toBe("D0INES");
  });
});
