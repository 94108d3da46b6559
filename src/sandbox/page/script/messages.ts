/// <reference lib="dom" />
import { post } from "./api.ts";
import { drawBlocks } from "./blocks.ts";
import { iconButton, type Place } from "./controls.ts";
import { el, icon, svg } from "./dom.ts";
import type { Fields } from "./fields.ts";
import { textOf } from "./fields.ts";
import type { Message, Model } from "./model.ts";
import { decode, mrkdwn, type Names } from "./mrkdwn.ts";

export const namesOf = (model: Model): Names => ({
  user: (id) => model.nameOf(id),
  channel: (id) => model.channels.find((channel) => channel.id === id)?.name ?? id,
});

const avatarColors = ["#e8912d", "#2bac76", "#1264a3", "#cd2553", "#7c3085"];

/** The bot's is three bars; a person's their initials. */
export const avatar = (model: Model, user: string): HTMLElement => {
  if (user === model.setup.bot.userId) {
    const bar = (x: number, y: number): SVGElement =>
      svg("rect", { x, y, width: 5, height: 28 - y, rx: 1.5, fill: "#fff" });
    const drawing = svg(
      "svg",
      { viewBox: "0 0 36 36", "aria-hidden": "true" },
      bar(8, 18),
      bar(15.5, 12),
      bar(23, 7),
    );
    return el("span", { class: "avatar bot" }, drawing);
  }
  const name = model.nameOf(user);
  const initials = name.split(" ").map((part) => part[0] ?? "");
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, initials.slice(0, 2).join(""));
  const index = model.setup.people.findIndex((person) => person.id === user);
  node.style.background = avatarColors[index] ?? "#616061";
  return node;
};

export const timeOf = (ts: string, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).format(new Date(Number(ts) * 1000));

/** One message; its buttons act as the person who looks. */
export const drawMessage = (message: Message, model: Model, onReply: () => void): HTMLElement => {
  const isBot = message.user === model.setup.bot.userId;
  const zone = model.person?.time_zone ?? "UTC";
  const around = { names: namesOf(model), place: placeOf(message, model) };
  const content =
    message.blocks.length > 0
      ? drawBlocks(message.blocks, around)
      : el(
          "div",
          { class: "section" },
          message.plain === true ? plainLines(message.text) : mrkdwn(message.text, around.names),
        );
  return el(
    "article",
    { class: message.ephemeral ? "message ephemeral" : "message", "data-ts": message.ts },
    message.ephemeral && el("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
    avatar(model, message.user),
    el(
      "div",
      { class: "body" },
      el(
        "header",
        {},
        el("strong", {}, model.nameOf(message.user)),
        (isBot || message.user === "USLACKBOT") && el("span", { class: "badge" }, "APP"),
        el(
          "time",
          { title: timeOf(message.ts, zone, { dateStyle: "full", timeStyle: "medium" }) },
          timeOf(message.ts, zone, { timeStyle: "short" }),
        ),
      ),
      content,
      message.edited && !message.ephemeral && el("span", { class: "hint" }, "(edited)"),
      ...(message.files ?? []).map(drawFile),
    ),
    !message.ephemeral && el("div", { class: "hover" }, iconButton("reply", "Reply in thread", onReply)),
  );
};

const plainLines = (text: string): HTMLElement => el("span", { class: "plain" }, decode(text));

const drawFile = (file: NonNullable<Message["files"]>[number]): HTMLElement =>
  el(
    "a",
    { class: "file", href: file.url, download: file.name },
    file.mimetype.startsWith("image/") ? el("img", { src: file.url, alt: file.title }) : icon("file"),
    el(
      "span",
      {},
      el("strong", {}, file.title),
      el("span", { class: "hint" }, `${file.name} · ${sizeOf(file.size)}`),
    ),
  );

const sizeOf = (bytes: number): string =>
  bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 102.4) / 10} KB`;

const placeOf = (message: Message, model: Model): Place => ({
  ...listsOf(model),
  act: async (blockId, element, value) => {
    await post("press", {
      ...addressOf(message, model),
      action_id: textOf(element.action_id),
      block_id: blockId,
      value,
    });
  },
  suggest: (blockId, element, query) => suggest({ ...addressOf(message, model) }, blockId, element, query),
});

const addressOf = (message: Message, model: Model): object => ({
  as: model.me,
  channel: message.channel,
  ts: message.ts,
});

export const suggest = (address: object, blockId: string, element: Fields, query: string): Promise<Fields> =>
  post("options", { ...address, action_id: textOf(element.action_id), block_id: blockId, value: query });

/** What menus of people and channels list. */
export const listsOf = (model: Model): Pick<Place, "people" | "channels"> => ({
  people: model.setup.people,
  channels: model.channels.filter((channel) => channel.kind !== "direct"),
});
