import { createHmac, randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { Memory } from "../../src/memory.ts";
import type { SlackAppOptions } from "../../src/slack/app.ts";
import { createMemory } from "./support/memory.ts";
import { buildReport } from "./support/reports.ts";
import { openWorkspace, type Seen, signingSecret, type TestWorkspace } from "./support/workspace.ts";

const open: TestWorkspace[] = [];
const start = async (options: Partial<SlackAppOptions> = {}): Promise<TestWorkspace> => {
  const workspace = await openWorkspace(options);
  open.push(workspace);
  return workspace;
};
afterEach(async () => {
  for (const workspace of open.splice(0)) await workspace.close();
});

const only = (messages: readonly Seen[]): Seen => {
  expect(messages).toHaveLength(1);
  return messages[0] as Seen;
};
const typesOf = (message: Seen): string[] => message.blocks.map((block) => block.type);
interface Element {
  readonly action_id: string;
  readonly value?: string;
  readonly option_groups?: readonly { readonly options: readonly { readonly value: string }[] }[];
}
const actionsOf = (message: Seen): { readonly block_id: string; readonly elements: readonly Element[] } =>
  message.blocks.find(({ type }) => type === "actions") as never;
const optionsOf = (message: Seen): readonly string[] =>
  actionsOf(message)
    .elements.flatMap(({ option_groups = [] }) => option_groups)
    .flatMap(({ options }) => options.map(({ value }) => value));
const ask = async (workspace: TestWorkspace, channel = "C0GENERAL"): Promise<Seen> =>
  only(await workspace.type("/top products", { channel }));

describe("the buttons of an answer", () => {
  test("hold clauses and verbs, five of them and a menu, under the id of the question", async () => {
    const message = await ask(await start());
    const { block_id, elements } = actionsOf(message);
    expect(block_id).toMatch(/^q:[A-Za-z0-9_-]{22}:0$/);
    expect(elements.map(({ action_id }) => action_id)).toEqual([
      "clause:0",
      "ask:1",
      "verb:share",
      "verb:csv",
      "verb:receipt",
      "more",
    ]);
    expect(elements[0]?.value).toBe("by month");
    expect(optionsOf(message)).toEqual(["by customer", "vs last year", "as line", "keep"]);
  });

  test("of a posted answer share nothing, and in the bot's direct messages keep nothing either", async () => {
    const workspace = await start();
    expect(JSON.stringify(actionsOf(await ask(workspace, "D0ASHA")))).not.toMatch(/verb:share|"keep"/);
  });
});

describe("a press", () => {
  test("asks the question of the message with the clause, in the message's place", async () => {
    const workspace = await start();
    const first = await ask(workspace);
    const second = only(await workspace.press(first, "clause:0"));
    expect(second).toMatchObject({ ts: first.ts, ephemeral: true });
    expect(second.text).toContain("Read: sales by month");
    const third = only(await workspace.press(second, "more", { value: "by customer" }));
    expect(third.ts).toBe(first.ts);
    expect(third.text).toContain("Read: sales by month by customer");
    expect(typesOf(third)).toContain("image");
  });

  test("on a posted message updates it for everyone, and its picture follows", async () => {
    const workspace = await start();
    const { channel, ts } = await posted(workspace);
    const updated = only(await workspace.press(seenAt(channel, ts), "clause:0", { as: "U0OLIVER" }));
    expect(updated).toMatchObject({ ts, ephemeral: false });
    expect(updated.text).toContain("Read: sales by month");
    expect(JSON.stringify(updated.blocks)).toContain("slack_file");
  });

  test("on what was shared where the bot is no member updates it through the press's own address", async () => {
    const workspace = await start();
    const mine = await ask(workspace, "C0FINANCE");
    const shared = only(await workspace.press(mine, "verb:share"));
    workspace.sandbox.faults.next("chat.update", { kind: "error", error: "not_in_channel" });
    const updated = only(await workspace.press(shared, "clause:0", { as: "U0OLIVER" }));
    expect(updated).toMatchObject({ ts: shared.ts, ephemeral: false });
    expect(updated.text).toContain("Read: sales by month");
  });

  test("works after a restart", async () => {
    const memory = createMemory();
    const first = await start({ memory });
    const { block_id } = actionsOf(await ask(first));
    const second = await start({ memory });
    const { channel, ts } = await posted(second, block_id);
    const updated = only(await second.press(seenAt(channel, ts), "clause:0", { blockId: block_id }));
    expect(updated.text).toContain("Read: sales by month");
  });

  test("of a double click asks once", async () => {
    const workspace = await start();
    const message = await ask(workspace);
    await Promise.all([workspace.press(message, "verb:share"), workspace.press(message, "verb:share")]);
    const shared = workspace.sandbox.store
      .messages({ channel: "C0GENERAL" })
      .filter(({ visibleTo }) => visibleTo === undefined);
    expect(shared).toHaveLength(1);
    expect(workspace.desks).toHaveLength(2);
  });

  test("that cannot be answered leaves the message as it is and tells the one who pressed", async () => {
    const workspace = await start({ access: { admins: [], people: ["U0ASHA"], sandbox: false } });
    const { channel, ts } = await posted(workspace);
    const told = only(await workspace.press(seenAt(channel, ts), "clause:0", { as: "U0OLIVER" }));
    expect(told).toMatchObject({ ephemeral: true });
    expect(told.text).toContain("not yet among the people");
    expect(workspace.sandbox.store.message(channel, ts)?.edited).toBeUndefined();
  });

  test.each([
    ["nonsense", "I don't know", "nonsense"],
    ["x".repeat(151), "says more than a button of mine can", "too long"],
  ])("with an altered value executes nothing: %#", async (value, sentence) => {
    const workspace = await start();
    const { block_id } = actionsOf(await ask(workspace));
    const { channel, ts } = await posted(workspace, block_id, value);
    const told = only(await workspace.press(seenAt(channel, ts), "clause:0", { blockId: block_id }));
    expect(told).toMatchObject({ ephemeral: true });
    expect(told.text).toContain(sentence);
  });

  test("of another workspace is refused, and nothing is asked", async () => {
    const workspace = await start();
    const message = await ask(workspace);
    const { block_id } = actionsOf(message);
    const asked = workspace.desks.length;
    await sendPress(workspace, {
      team: { id: "T0OTHER" },
      user: { id: "U0OTHER", team_id: "T0OTHER" },
      actions: [{ action_id: "clause:0", block_id, value: "by month" }],
    });
    expect(workspace.desks).toHaveLength(asked);
    expect(workspace.sandbox.store.messages({ channel: "C0GENERAL" })).toHaveLength(1);
  });

  test("is not overtaken by the picture of what the message showed before", async () => {
    const workspace = await start();
    workspace.sandbox.faults.next("files.completeUploadExternal", {
      kind: "invalid-slack-file",
      milliseconds: 500,
    });
    const { channel, ts } = await posted(workspace);
    const report = buildReport();
    const late = workspace.app.courier.attachPicture(channel, ts, report, Buffer.from("not yet"));
    await workspace.press(seenAt(channel, ts), "clause:0");
    await late;
    expect(workspace.sandbox.store.message(channel, ts)?.text).toContain("Read: sales by month");
  });

  test("on a message older than memory says what to type", async () => {
    const workspace = await start();
    const { channel, ts } = await posted(workspace, "q:AAAAAAAAAAAAAAAAAAAAAA:0");
    const told = only(await workspace.press(seenAt(channel, ts), "clause:0"));
    expect(told.text).toContain("This message is older than my memory; type: /bims sales");
    expect(JSON.stringify(told.blocks)).toContain("choose:0");
  });

  test("whose address is used up is answered in the person's direct messages", async () => {
    const workspace = await start();
    const message = await ask(workspace);
    workspace.sandbox.faults.next("response_url", { kind: "error", error: "expired_url" });
    const home = only(await workspace.press(message, "clause:0"));
    expect(home).toMatchObject({ channel: "D0ASHA", ephemeral: false });
    expect(home.text).toContain("Slack no longer took an answer in the place where you asked");
    expect(home.text).toContain("Read: sales by month");
  });
});

describe("what can be done with an answer", () => {
  test("sharing shows it to everyone, names who shared it, and the first time in a channel that all see it", async () => {
    const workspace = await start();
    const mine = await ask(workspace, "C0FINANCE");
    const shared = only(await workspace.press(mine, "verb:share"));
    expect(shared).toMatchObject({ ephemeral: false });
    expect(shared.ts).not.toBe(mine.ts);
    expect(JSON.stringify(shared.blocks)).toContain("Shared by <@U0ASHA>. Everyone in this channel sees");
    expect(typesOf(shared)).toContain("image");
    expect(JSON.stringify(shared.blocks)).not.toContain("verb:share");
    const other = only(await workspace.type("/top customers", { channel: "C0FINANCE", as: "U0OLIVER" }));
    const again = only(await workspace.press(other, "verb:share", { as: "U0OLIVER" }));
    expect(JSON.stringify(again.blocks)).toContain("Shared by <@U0OLIVER>");
    expect(JSON.stringify(again.blocks)).not.toContain("Everyone in this channel");
  });

  test("a failure is never shared", async () => {
    let isBroken = false;
    const workspace = await start({ memory: breakable(() => isBroken) });
    const mine = await ask(workspace);
    isBroken = true;
    const failure = only(await workspace.press(mine, "verb:share"));
    expect(failure).toMatchObject({ ephemeral: true });
    expect(failure.text).toContain("REF12345");
  });

  test("keeping sends it to the person's direct messages, with picture and buttons", async () => {
    const workspace = await start();
    const messages = await workspace.press(await ask(workspace), "more", { value: "keep" });
    expect(messages.find(({ ephemeral }) => ephemeral)?.text).toContain(
      "Kept: it is in your direct messages",
    );
    const kept = messages.find(({ channel }) => channel === "D0ASHA") as Seen;
    expect(kept.text).toContain("Trail Camera leads");
    expect(JSON.stringify(kept.blocks)).toContain("slack_file");
    expect(actionsOf(kept).block_id).toMatch(/^q:/);
  });

  test("CSV goes to the person's direct messages, and a note says so", async () => {
    const workspace = await start();
    const messages = await workspace.press(await ask(workspace), "verb:csv");
    expect(messages.find(({ ephemeral }) => ephemeral)?.text).toContain("in your direct messages");
    const [file] = workspace.sandbox.store
      .messages({ channel: "D0ASHA", person: "U0ASHA" })
      .flatMap((message) => message.files);
    expect(file?.name).toBe("read-sales.csv");
    expect(Buffer.from(file?.bytes ?? []).toString()).toContain(
      "#,Product,Net sales,Share\r\n1,Trail Camera,3812345,0.462\r\n",
    );
  });

  test("a CSV that Slack does not take is said, with the answer", async () => {
    const workspace = await start();
    workspace.sandbox.faults.next("files.getUploadURLExternal", { kind: "error", error: "missing_scope" });
    const message = only(await workspace.type("/top products as csv"));
    expect(JSON.stringify(message.blocks)).toContain("Slack did not take the CSV file");
    expect(typesOf(message)).toContain("data_table");
  });

  test("the receipt opens as a modal with formula, SQL, values and words to copy", async () => {
    const workspace = await start();
    expect(await workspace.press(await ask(workspace), "verb:receipt")).toEqual([]);
    const [view] = workspace.sandbox.store.modals("U0ASHA");
    const text = JSON.stringify(view?.payload.blocks);
    for (const part of ["/bims top products by net sales", "*Formula:* a − b", "SELECT 1", "$1 = 2021-01-01"])
      expect(text).toContain(part);
  });

  test("a receipt that Slack does not open is said", async () => {
    const workspace = await start();
    const message = await ask(workspace);
    workspace.sandbox.faults.next("views.open", { kind: "error", error: "expired_trigger_id" });
    expect(only(await workspace.press(message, "verb:receipt")).text).toContain("did not open the receipt");
  });

  test("sharing is refused where nobody else is", async () => {
    const workspace = await start();
    const { block_id } = actionsOf(await ask(workspace));
    await workspace.app.client.chat.postMessage({
      channel: "D0ASHA",
      text: "forged",
      blocks: [forgedActions(block_id, "verb:share", "share")],
    });
    const ts = workspace.sandbox.store.messages({ channel: "D0ASHA" }).at(-1)?.ts ?? "";
    expect(only(await workspace.press(seenAt("D0ASHA", ts), "verb:share")).text).toContain(
      "nobody to share with",
    );
  });
});

const breakable = (isBroken: () => boolean): Memory => {
  const memory = createMemory();
  return {
    ...memory,
    recall: (id) =>
      isBroken() ? Promise.reject(new Error("the invented database is gone")) : memory.recall(id),
  };
};

const forgedActions = (block_id: string, action_id: string, value: string) => ({
  type: "actions" as const,
  block_id,
  elements: [
    { type: "button" as const, action_id, text: { type: "plain_text" as const, text: "Forged" }, value },
  ],
});

/** A signed press as Slack sends it, of a message that the pretend Slack does not know. */
const sendPress = async (workspace: TestWorkspace, overrides: object): Promise<void> => {
  const payload = JSON.stringify({
    type: "block_actions",
    channel: { id: "C0GENERAL", name: "general" },
    container: { type: "message", channel_id: "C0GENERAL", message_ts: "1.1", is_ephemeral: true },
    response_url: `${workspace.sandbox.url}/response/none`,
    trigger_id: randomUUID(),
    ...overrides,
  });
  const body = new URLSearchParams({ payload }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
  const response = await fetch(`${workspace.app.url}/slack/events`, {
    method: "POST",
    body: Buffer.from(body),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${signature}`,
    },
  });
  expect(response.status).toBe(200);
  await workspace.app.settled();
};

const seenAt = (channel: string, ts: string): Seen => ({
  ts,
  channel,
  ephemeral: false,
  text: "",
  blocks: [],
});

/** A message of the bot's for everyone: an answer of its own, or one with a button of these. */
const posted = async (
  workspace: TestWorkspace,
  blockId?: string,
  value = "by month",
): Promise<{ channel: string; ts: string }> => {
  const channel = "C0GENERAL";
  if (blockId === undefined) {
    const question = { kind: "ranking", metrics: ["net_sales"], by: ["product"] } as never;
    const report = buildReport({
      asked: { question: { ...(question as object), filters: [] } as never, words: "sales" },
    });
    const sent = await workspace.app.courier.post({ channel }, report, "k");
    return { channel, ts: sent.kind === "posted" ? sent.ts : "" };
  }
  const sent = await workspace.app.client.chat.postMessage({
    channel,
    text: "Top products",
    blocks: [forgedActions(blockId, "clause:0", value)],
  });
  return { channel, ts: sent.ts ?? "" };
};
