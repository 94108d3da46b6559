import type { App } from "@slack/bolt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { pixel, type Scripted, type Stage, startHttp, startSocketMode } from "./support/bot.ts";

const table = {
  type: "data_table",
  caption: "Net sales $30 in all",
  rows: [
    [
      { type: "raw_text", text: "Market" },
      { type: "raw_text", text: "Net sales" },
    ],
    [
      { type: "raw_text", text: "Norway" },
      { type: "raw_number", value: 20, text: "$20" },
    ],
    [
      { type: "raw_text", text: "India" },
      { type: "raw_number", value: 10, text: "$10" },
    ],
  ],
};

const buttons = {
  type: "actions",
  block_id: "q:abc:1",
  elements: [
    {
      type: "button",
      action_id: "ask:0",
      text: { type: "plain_text", text: "By customer" },
      value: "by customer",
    },
    { type: "button", action_id: "share", text: { type: "plain_text", text: "Share" }, value: "share" },
    { type: "button", action_id: "drop", text: { type: "plain_text", text: "Delete" }, value: "delete" },
    { type: "button", action_id: "form", text: { type: "plain_text", text: "Form" }, value: "form" },
  ],
};

const modal = {
  type: "modal" as const,
  callback_id: "form",
  title: { type: "plain_text" as const, text: "Ask" },
  submit: { type: "plain_text" as const, text: "Go" },
  blocks: [
    {
      type: "input",
      block_id: "words",
      label: { type: "plain_text" as const, text: "Words" },
      element: { type: "plain_text_input", action_id: "typed" },
    },
    {
      type: "section",
      block_id: "member",
      text: { type: "mrkdwn" as const, text: "Member" },
      accessory: { type: "external_select", action_id: "pick", min_query_length: 1 },
    },
  ],
};

/** A tiny bot that does each thing once. */
const tinyBot = (app: App): void => {
  app.command("/top", async ({ ack, respond, command }) => {
    await ack();
    await respond({ text: `Top: ${command.text}`, blocks: [table, buttons] as never });
  });
  app.command("/kpi", async ({ ack }) => ack({ response_type: "in_channel", text: "Net sales $30" }));
  app.action(/^ask:/, async ({ ack, respond, action }) => {
    await ack();
    await respond({ replace_original: true, text: `Now ${(action as { value: string }).value}` });
  });
  app.action("share", async ({ ack, respond }) => {
    await ack();
    await respond({ response_type: "in_channel", replace_original: false, text: "Shared" });
  });
  app.action("drop", async ({ ack, respond }) => {
    await ack();
    await respond({ delete_original: true });
  });
  app.action("form", async ({ ack, body, client }) => {
    await ack();
    await client.views.open({
      trigger_id: (body as { trigger_id: string }).trigger_id,
      view: modal as never,
    });
  });
  app.options("pick", async ({ ack, options }) =>
    ack({
      options: [{ text: { type: "plain_text", text: options.value.toUpperCase() }, value: options.value }],
    }),
  );
  app.view("form", async ({ ack, view, client, body }) => {
    const words = view.state.values.words?.typed?.value ?? "";
    if (words === "nonsense")
      return ack({ response_action: "errors", errors: { words: "I don't know that" } });
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: `Asked ${words}` });
  });
  app.event("app_mention", async ({ event, client }) => {
    await client.chat.postMessage({
      channel: event.channel,
      thread_ts: event.ts,
      text: `Heard ${event.text}`,
    });
  });
  app.message(/.*/, async ({ message, say }) => {
    await say(`You said ${(message as { text: string }).text}`);
  });
};

const both = [
  { name: "signed HTTP", start: startHttp },
  { name: "Socket Mode", start: startSocketMode },
];

describe.each(both)("the real Bolt app over $name", ({ start }) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await start(tinyBot);
  });
  afterAll(() => stage.close());

  const command = (text: string, channel = "C0GENERAL"): Promise<Scripted> =>
    stage.script("command", { as: "U0ASHA", channel, text });

  test("answers a command privately with the blocks it was given", async () => {
    const { messages } = await command("/top 5 markets by net sales");
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      ephemeral: true,
      text: "Top: 5 markets by net sales",
      channel: "C0GENERAL",
    });
    expect(messages[0]?.blocks.map((block) => block.type)).toEqual(["data_table", "actions"]);
  });

  test("answers where the bot is not a member", async () => {
    expect((await command("/top x", "C0FINANCE")).messages[0]?.text).toBe("Top: x");
  });

  test("shows a message returned in the acknowledgement", async () => {
    expect((await command("/kpi")).messages).toMatchObject([{ text: "Net sales $30", ephemeral: false }]);
  });

  test("a press changes the private message it stands in", async () => {
    const ts = (await command("/top x")).messages[0]?.ts;
    const pressed = { as: "U0ASHA", channel: "C0GENERAL", ts, action_id: "ask:0", block_id: "q:abc:1" };
    const { messages } = await stage.script("press", { ...pressed, value: "by customer" });
    expect(messages).toMatchObject([
      { ts, text: "Now by customer", ephemeral: true, edited: true, blocks: [] },
    ]);
  });

  test("a press can answer for everybody, and take the message away", async () => {
    const ts = (await command("/top x", "C0FINANCE")).messages[0]?.ts;
    const pressed = { as: "U0ASHA", channel: "C0FINANCE", ts, block_id: "q:abc:1" };
    const shared = await stage.script("press", { ...pressed, action_id: "share", value: "share" });
    expect(shared.messages).toMatchObject([{ text: "Shared", ephemeral: false }]);
    const dropped = await stage.script("press", { ...pressed, action_id: "drop", value: "delete" });
    expect(dropped).toMatchObject({ messages: [], deleted: [{ ts }] });
  });

  test("a modal opens, suggests, refuses, and is submitted", async () => {
    const ts = (await command("/top x")).messages[0]?.ts;
    const place = { as: "U0ASHA", channel: "C0GENERAL", ts, action_id: "form", block_id: "q:abc:1" };
    const { view } = await stage.script("press", place);
    expect(view.title.text).toBe("Ask");
    const options = await stage.script("options", {
      as: "U0ASHA",
      view_id: view.id,
      action_id: "pick",
      block_id: "member",
      value: "no",
    });
    expect(options).toMatchObject({ options: [{ text: { text: "NO" }, value: "no" }] });
    const submit = (typed?: string): Promise<Scripted> =>
      stage.script("submit", { as: "U0ASHA", view_id: view.id, values: { words: { typed } } });
    expect((await submit()).errors).toEqual({ words: "This is a required field" });
    expect((await submit("nonsense")).errors).toEqual({ words: "I don't know that" });
    const done = await submit("net sales");
    expect(done.view).toBeUndefined();
    expect(done.messages).toMatchObject([{ channel: "D0ASHA", text: "Asked net sales" }]);
  });

  test("hears its mention in a channel and every word in its direct conversation", async () => {
    const mention = await command("@BIMS R&D");
    expect(mention.messages.map((message) => message.text)).toEqual([
      "<@U0BIMS> R&amp;D",
      "Heard <@U0BIMS> R&amp;D",
    ]);
    expect(mention.messages[1]?.thread_ts).toBe(mention.messages[0]?.ts);
    const direct = await command("hello", "D0ASHA");
    expect(direct.messages.map((message) => message.text)).toEqual(["hello", "You said hello"]);
    expect((await command("hello")).messages).toHaveLength(1);
  });

  test("uploads a picture that messages show by its id", async () => {
    const { client } = stage.app;
    const uploaded = await client.filesUploadV2({ file: pixel, filename: "chart.png" });
    const id = uploaded.files[0]?.files?.[0]?.id ?? "";
    const image = { type: "image", alt_text: "A chart", slack_file: { id } };
    const posted = await client.chat.postMessage({
      channel: "C0SALES",
      text: "With a chart",
      blocks: [image as never],
    });
    const { messages } = await stage.script("messages?channel=C0SALES&as=U0ASHA");
    const shown = messages.find((message) => message.ts === posted.ts)?.blocks[0];
    const picture = await fetch(shown.image_url);
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(pixel);
  });
});

test("says that the app did not respond when it acknowledges too late or not at all", async () => {
  const stage = await startHttp(
    (app) => {
      app.command("/slow", async () => undefined);
    },
    { ackTimeout: 200 },
  );
  const failed = await stage.script("command", { as: "U0ASHA", channel: "C0GENERAL", text: "/slow" });
  expect(failed.messages[0]).toMatchObject({ user: "USLACKBOT", ephemeral: true });
  expect(failed.messages[0]?.text).toContain("/slow failed because the app did not respond");
  const unknown = await stage.script("command", { as: "U0ASHA", channel: "C0GENERAL", text: "/nothing" });
  expect(unknown.messages[0]?.text).toBe("`/nothing` is not a valid command.");
  await stage.close();
});

test("comes back after its Socket Mode connection was dropped", async () => {
  const stage = await startSocketMode(tinyBot);
  stage.sandbox.sockets.drop();
  await expect.poll(() => stage.sandbox.sockets.isConnected, { timeout: 8_000 }).toBe(true);
  const { messages } = await stage.script("command", { as: "U0ASHA", channel: "C0GENERAL", text: "/top x" });
  expect(messages[0]?.text).toBe("Top: x");
  await stage.close();
});

test("waits for the bot when the bot can tell that it is done", async () => {
  let done: Promise<void> = Promise.resolve();
  const define = (app: App): void => {
    app.command("/top", async ({ ack, respond }) => {
      done = (async () => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        await respond("Late, but there");
      })();
      await ack();
    });
  };
  const stage = await startHttp(define, { settled: () => done });
  const { messages } = await stage.script("command", { as: "U0ASHA", channel: "C0GENERAL", text: "/top" });
  expect(messages[0]?.text).toBe("Late, but there");
  await stage.close();
});

test("says that it lives", async () => {
  const stage = await startHttp(tinyBot);
  const response = await fetch(`${stage.sandbox.url}/health`);
  expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
  await stage.close();
});

test("says what to do when its port is taken", async () => {
  const stage = await startHttp(tinyBot);
  const port = Number(new URL(stage.sandbox.url).port);
  const again: Promise<unknown> = startHttp(tinyBot, { port }).then(
    (other: { sandbox: Sandbox }) => other.sandbox,
  );
  await expect(again).rejects.toThrow(`Port ${port} is in use. Set PORT to a free one`);
  await stage.close();
});
