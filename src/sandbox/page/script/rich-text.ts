/// <reference lib="dom" />
import { el } from "./dom.ts";
import { type Fields, fieldsOf, listOf, textOf } from "./fields.ts";
import { link, type Names } from "./mrkdwn.ts";

/** A `rich_text` block. */
export const richText = (block: Fields, names: Names): HTMLElement =>
  el("div", { class: "rich" }, ...listOf(block.elements).map((part) => partOf(part, names)));

const partOf = (part: Fields, names: Names): Node => {
  const children = listOf(part.elements);
  switch (part.type) {
    case "rich_text_list":
      return el(
        part.style === "ordered" ? "ol" : "ul",
        {},
        ...children.map((item) => el("li", {}, partOf(item, names))),
      );
    case "rich_text_preformatted":
      return el("pre", {}, ...children.map((child) => leaf(child, names)));
    case "rich_text_quote":
      return el("blockquote", {}, ...children.map((child) => leaf(child, names)));
    default:
      return el("div", {}, ...children.map((child) => leaf(child, names)));
  }
};

const leaf = (child: Fields, names: Names): Node => {
  switch (child.type) {
    case "link":
      return link(textOf(child.url), textOf(child.text) || textOf(child.url));
    case "user":
      return el("span", { class: "mention" }, `@${names.user(textOf(child.user_id))}`);
    case "channel":
      return el("span", { class: "mention" }, `#${names.channel(textOf(child.channel_id))}`);
    case "emoji":
      return document.createTextNode(`:${textOf(child.name)}:`);
    default:
      return styled(textOf(child.text), fieldsOf(child.style));
  }
};

const styled = (text: string, style: Fields): Node => {
  let node: Node = document.createTextNode(text);
  if (style.code === true) node = el("code", {}, node);
  if (style.bold === true) node = el("strong", {}, node);
  if (style.italic === true) node = el("em", {}, node);
  if (style.strike === true) node = el("s", {}, node);
  return node;
};
