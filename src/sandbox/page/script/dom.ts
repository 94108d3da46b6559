/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

export type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

const assign = (node: Element, attributes: Attributes): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
};

const append = (node: Element, children: readonly Child[]): void => {
  for (const child of children) if (child !== undefined && child !== false) node.append(child);
};

/** Builds an element; text always becomes a text node, so nothing that was said can become markup. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const node = document.createElement(tag);
  assign(node, attributes);
  append(node, children);
  return node;
};

export const svg = (tag: string, attributes: Attributes = {}, ...children: readonly Child[]): SVGElement => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  assign(node, attributes);
  append(node, children);
  return node;
};

export const byId = (id: string): HTMLElement => {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`The page has no #${id}.`);
  return node;
};

/** Makes `nodes` the children, leaving those that stay where they are: they keep focus and what was typed. */
export const reconcile = (parent: Element, nodes: readonly Element[]): void => {
  const kept = new Set<Node>(nodes);
  for (const child of [...parent.childNodes]) if (!kept.has(child)) child.remove();
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
};

/** Line icons, 20 × 20. */
const paths = {
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5Zm8 2.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  send: "M3 3.5 17 10 3 16.5l2-6.5-2-6.5Zm2 6.5h7",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3.5V10l2.5 2",
  lock: "M5 9h10v7H5V9Zm2 0V6.5a3 3 0 0 1 6 0V9",
  file: "M5 3h6l4 4v10H5V3Zm6 0v4h4",
  reply: "M8 5 3 9.5 8 14v-3c4 0 6.5 1 9 4-.5-5-3.500-7.500-9-8V5Z",
  close: "M5 5l10 10M15 5 5 15",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
} as const;

export const icon = (name: keyof typeof paths): SVGElement =>
  svg(
    "svg",
    { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" },
    svg("path", {
      d: paths[name],
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.5,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    }),
  );

/** Says something for a moment at the bottom of the page, also to screen readers. */
export const toast = (text: string): void => {
  const node = el("div", { class: "toast" }, text);
  byId("toasts").append(node);
  setTimeout(() => node.remove(), 5_000);
};
