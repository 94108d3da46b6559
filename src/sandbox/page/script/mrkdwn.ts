/// <reference lib="dom" />
import { el } from "./dom.ts";

/** Names for what Slack writes as ids. */
export interface Names {
  readonly user: (id: string) => string;
  readonly channel: (id: string) => string;
}

const inline =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*\u2060])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])|(?<![\w\u2060])_(?=\S)([^_\n]*[^_\s])_(?![\w\u2060])|(?<![\w~\u2060])~(?=\S)([^~\n]*[^~\s])~(?![\w~])/g;

/** Slack writes these three as entities. */
export const decode = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Slack's markup as nodes; whatever is not markup stays text. */
export const mrkdwn = (text: string, names: Names): DocumentFragment => {
  const fragment = document.createDocumentFragment();
  for (const [index, part] of text.split(/```([\s\S]+?)```\n?/).entries()) {
    if (index % 2 === 1) fragment.append(el("pre", {}, decode(part.replace(/^\n|\n$/g, ""))));
    else fragment.append(lines(part.replace(/\n$/, ""), names));
  }
  return fragment;
};

/** Lines, of which neighbouring quoted ones form one quotation. */
const lines = (text: string, names: Names): DocumentFragment => {
  const fragment = document.createDocumentFragment();
  let quote: HTMLElement | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const quoted = /^&gt; ?(.*)$/.exec(line)?.[1];
    if (quoted === undefined) {
      if (index > 0 && quote === undefined) fragment.append(el("br"));
      quote = undefined;
      fragment.append(spans(line, names));
    } else if (quote === undefined) {
      quote = el("blockquote", {}, spans(quoted, names));
      fragment.append(quote);
    } else quote.append(el("br"), spans(quoted, names));
  }
  return fragment;
};

const spans = (text: string, names: Names): DocumentFragment => {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(inline)) {
    fragment.append(decode(text.slice(end, match.index)), span(match, names));
    end = match.index + match[0].length;
  }
  fragment.append(decode(text.slice(end)));
  return fragment;
};

const span = ([whole, code, angle, bold, italic, strike]: RegExpMatchArray, names: Names): Node => {
  if (code !== undefined) return el("code", {}, decode(code));
  if (angle !== undefined) return reference(angle, names);
  if (bold !== undefined) return el("strong", {}, spans(bold, names));
  if (italic !== undefined) return el("em", {}, spans(italic, names));
  if (strike !== undefined) return el("s", {}, spans(strike, names));
  return document.createTextNode(whole);
};

/** `<@U1>`, `<#C1|name>`, `<!here>`, `<!date^…|text>`, `<https://…|text>` */
const reference = (text: string, names: Names): Node => {
  const [target = "", label] = text.split("|", 2);
  if (target.startsWith("@")) return el("span", { class: "mention" }, `@${names.user(target.slice(1))}`);
  if (target.startsWith("#"))
    return el("span", { class: "mention" }, `#${label ?? names.channel(target.slice(1))}`);
  if (target.startsWith("!date")) return el("span", {}, decode(label ?? ""));
  if (target.startsWith("!")) return el("span", { class: "mention loud" }, `@${label ?? target.slice(1)}`);
  return link(decode(target), decode(label ?? target));
};

/** Only web and mail addresses become links. */
export const link = (address: string, label: string): Node =>
  /^(https?|mailto):/i.test(address)
    ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label)
    : document.createTextNode(label);

/** Standard Markdown, near enough: headings, bold, links, bullets. */
export const markdown = (text: string, names: Names): DocumentFragment =>
  mrkdwn(
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(/^#{1,6} +(.*)$/gm, "*$1*")
      .replaceAll(/\*\*(.+?)\*\*/g, "*$1*")
      .replaceAll(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>")
      .replaceAll(/^[-*] /gm, "• ")
      .replaceAll(/^> /gm, "&gt; "),
    names,
  );
