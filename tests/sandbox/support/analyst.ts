import { createCanvas } from "@napi-rs/canvas";
import type { App } from "@slack/bolt";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";

const products = [
  "Trail Camera",
  "Rain Shell",
  "Summit Tent",
  "Camp Stove",
  "Head Lamp",
  "Wool Socks",
  "Dry Bag",
];
const salesOf = (index: number): number => 3_812_345 - index * 431_207;

const money = (value: number): string => `$${value.toLocaleString("en-US")}`;

/** An answer with every kind of block that the page draws. */
export const answer = (words: string, pictureUrl: string): readonly object[] => [
  { type: "header", text: { type: "plain_text", text: "Top 7 products by net sales" } },
  {
    type: "context",
    elements: [{ type: "mrkdwn", text: `Norway · FY2024 (Sep 2023 – Aug 2024) · read from \`${words}\`` }],
  },
  {
    type: "section",
    text: {
      type: "mrkdwn",
      text: "*Trail Camera* leads with $3.8M, 22.4% of net sales in Norway. R&amp;D &lt;b&gt;stays text&lt;/b&gt;.",
    },
    fields: [
      { type: "mrkdwn", text: "*Net sales*\n$17.6M ▲ 2.1% (better)" },
      { type: "mrkdwn", text: "*Returns*\n3.2% ▲ 0.4 pts (worse)" },
    ],
  },
  {
    type: "data_table",
    caption: "Net sales by product · total $17,631,068",
    page_size: 5,
    rows: [
      ["#", "Product", "Net sales"].map((text) => ({ type: "raw_text", text })),
      ...products.map((name, index) => [
        { type: "raw_number", value: index + 1, text: String(index + 1) },
        { type: "raw_text", text: name },
        { type: "raw_number", value: salesOf(index), text: money(salesOf(index)) },
      ]),
    ],
  },
  { type: "image", image_url: pictureUrl, alt_text: "Bars of net sales by product, Trail Camera longest" },
  {
    type: "data_visualization",
    title: "Net sales by month",
    chart: {
      type: "line",
      series: ["FY2024", "FY2023"].map((name, order) => ({
        name,
        data: months.map((label, index) => ({ label, value: 900_000 + 90_000 * index - order * 150_000 })),
      })),
      axis_config: { categories: months, y_label: "Net sales" },
    },
  },
  {
    type: "actions",
    block_id: "q:abc:1",
    elements: [
      {
        type: "button",
        action_id: "ask:0",
        text: { type: "plain_text", text: "By customer" },
        value: "by customer",
      },
      {
        type: "button",
        action_id: "share",
        style: "primary",
        text: { type: "plain_text", text: "Share" },
        value: "share",
      },
      {
        type: "static_select",
        action_id: "drill",
        placeholder: { type: "plain_text", text: "Break down by" },
        options: ["market", "channel"].map((value) => ({
          text: { type: "plain_text", text: value },
          value: `by ${value}`,
        })),
      },
      { type: "button", action_id: "form", text: { type: "plain_text", text: "Change…" }, value: "form" },
    ],
  },
  { type: "context", elements: [{ type: "mrkdwn", text: "Data through Dec 2024 · load 3 · 14 ms" }] },
];

const months = ["Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"];

/** A drawn picture, 1440 × 810. */
export const drawPicture = (): Buffer => {
  const canvas = createCanvas(1440, 810);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, 1440, 810);
  context.fillStyle = "#1264a3";
  for (const [index] of products.entries())
    context.fillRect(220, 60 + index * 100, salesOf(index) / 3_500, 70);
  return canvas.toBuffer("image/png");
};

const form = {
  type: "modal",
  callback_id: "form",
  title: { type: "plain_text", text: "Change the question" },
  submit: { type: "plain_text", text: "Ask" },
  blocks: [
    {
      type: "input",
      block_id: "words",
      label: { type: "plain_text", text: "Question" },
      hint: { type: "plain_text", text: "As you would type it" },
      element: { type: "plain_text_input", action_id: "typed" },
    },
    {
      type: "section",
      block_id: "member",
      text: { type: "mrkdwn", text: "*Market*" },
      accessory: {
        type: "external_select",
        action_id: "pick",
        min_query_length: 1,
        placeholder: { type: "plain_text", text: "Search markets" },
      },
    },
  ],
};

/** A bot with an answer worth looking at, for the page. */
export const defineAnalyst = (app: App, sandbox: Sandbox): void => {
  const uploaded = app.client
    .filesUploadV2({ file: drawPicture(), filename: "chart.png" })
    .then((done) => `${sandbox.url}/files/${done.files[0]?.files?.[0]?.id}/chart.png`);
  app.command("/top", async ({ ack, respond, command }) => {
    await ack();
    await respond({ text: "Top 7", blocks: answer(`/top ${command.text}`, await uploaded) as never });
  });
  app.action(/^(ask:|drill)/, async ({ ack, respond, action }) => {
    await ack();
    const { value, selected_option: option } = action as {
      value?: string;
      selected_option?: { value: string };
    };
    await respond({ replace_original: true, text: `Asked anew ${value ?? option?.value}` });
  });
  app.action("share", async ({ ack, respond }) => {
    await ack();
    await respond({
      response_type: "in_channel",
      replace_original: false,
      text: "*Trail Camera* leads with $3.8M",
    });
  });
  app.action("form", async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view: form as never });
  });
  app.options("pick", async ({ ack, options }) => {
    const found = ["Norway", "North Macedonia", "India"].filter((name) =>
      name.toLowerCase().startsWith(options.value),
    );
    await ack({ options: found.map((text) => ({ text: { type: "plain_text", text }, value: text })) });
  });
  app.action("pick", async ({ ack }) => ack());
  app.view("form", async ({ ack, view, client, body }) => {
    const words = view.state.values["words"]?.["typed"]?.value ?? "";
    if (words === "nonsense") {
      await ack({ response_action: "errors", errors: { words: "I don't know 'nonsense'" } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: `Asked ${words}` });
  });
  app.event("app_home_opened", async ({ event, client }) => {
    const blocks = [{ type: "section", text: { type: "mrkdwn", text: "*Your digests* stand here" } }];
    await client.views.publish({ user_id: event.user, view: { type: "home", blocks: blocks as never } });
  });
  app.message(/.*/, async ({ message, say }) => {
    await say(`You said ${(message as { text: string }).text}`);
  });
};
