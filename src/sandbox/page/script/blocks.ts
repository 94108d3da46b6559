/// <reference lib="dom" />
import { drawChart } from "./chart.ts";
import { drawControl, type Place } from "./controls.ts";
import { drawDataTable, drawTable } from "./data-table.ts";
import { el } from "./dom.ts";
import { type Fields, fieldsOf, isFields, listOf, plainText, textOf } from "./fields.ts";
import { markdown, mrkdwn, type Names } from "./mrkdwn.ts";
import { richText } from "./rich-text.ts";

export interface Surroundings {
  readonly names: Names;
  readonly place: Place;
  /** Sentences for wrong fields of a form, by block_id. */
  readonly errors?: Readonly<Record<string, string>>;
}

export const drawBlocks = (blocks: readonly Fields[], around: Surroundings): HTMLElement =>
  el("div", { class: "blocks" }, ...blocks.map((block) => drawBlock(block, around)));

const drawText = (value: unknown, names: Names): Node => {
  const text = fieldsOf(value);
  return text.type === "mrkdwn"
    ? mrkdwn(textOf(text.text), names)
    : el("span", { class: "plain" }, plainText(text));
};

const drawBlock = (block: Fields, around: Surroundings): HTMLElement => {
  switch (block.type) {
    case "header":
      return el("h3", { class: "header" }, plainText(block.text));
    case "section":
      return drawSection(block, around);
    case "context":
      return el(
        "div",
        { class: "context" },
        ...listOf(block.elements).map((item) => drawContextItem(item, around.names)),
      );
    case "actions":
      return el(
        "div",
        { class: "actions" },
        ...listOf(block.elements).map((item) => drawHere(block, item, around)),
      );
    case "divider":
      return el("hr");
    case "image":
      return drawPicture(block);
    case "rich_text":
      return richText(block, around.names);
    case "markdown":
      return el("div", { class: "section" }, markdown(textOf(block.text), around.names));
    case "table":
      return drawTable(block, around.names);
    case "data_table":
      return drawDataTable(block, around.names);
    case "data_visualization":
      return drawChart(block);
    case "input":
      return drawInputBlock(block, around);
    case "alert":
      return el(
        "div",
        { class: `alert ${textOf(block.level)}`, role: "note" },
        drawText(block.text, around.names),
      );
    case "container":
      return drawContainer(block, around);
    case "card":
      return drawCard(block, around);
    case "carousel":
      return el(
        "div",
        { class: "carousel" },
        ...listOf(block.elements).map((card) => drawCard(card, around)),
      );
    default:
      return el("div", { class: "context" }, `(a block of type ${textOf(block.type)})`);
  }
};

const drawHere = (block: Fields, element: Fields, { place }: Surroundings, isInput = false): HTMLElement =>
  drawControl({ blockId: textOf(block.block_id), element, place, isInput });

const drawSection = (block: Fields, around: Surroundings): HTMLElement => {
  const accessory = fieldsOf(block.accessory);
  const fields = listOf(block.fields);
  const body = el(
    "div",
    { class: "section-body" },
    isFields(block.text) && el("div", {}, drawText(block.text, around.names)),
    fields.length > 0 &&
      el("div", { class: "fields" }, ...fields.map((field) => el("div", {}, drawText(field, around.names)))),
  );
  if (!("type" in accessory)) return el("div", { class: "section" }, body);
  const beside = accessory.type === "image" ? drawThumbnail(accessory) : drawHere(block, accessory, around);
  return el("div", { class: "section with-accessory" }, body, beside);
};

const drawContextItem = (item: Fields, names: Names): HTMLElement =>
  item.type === "image" ? drawThumbnail(item) : el("span", {}, drawText(item, names));

const drawThumbnail = (image: Fields): HTMLElement =>
  el("img", { class: "thumbnail", src: textOf(image.image_url), alt: textOf(image.alt_text) });

/** Large enough to read, and whole when pressed. */
const drawPicture = (image: Fields): HTMLElement => {
  const [address, alt] = [textOf(image.image_url), textOf(image.alt_text)];
  const enlarge = (): void => {
    const dialog = el(
      "dialog",
      { class: "lightbox", onclick: () => dialog.close(), onclose: () => dialog.remove() },
      el("img", { src: address, alt }),
      el("button", { type: "button", class: "button", autofocus: true }, "Close"),
    );
    document.body.append(dialog);
    dialog.showModal();
  };
  return el(
    "figure",
    { class: "picture" },
    isFields(image.title) && el("figcaption", {}, plainText(image.title)),
    el(
      "button",
      { type: "button", "aria-label": `Enlarge: ${alt}`, onclick: enlarge },
      el("img", { src: address, alt, width: 1440, height: 810 }),
    ),
  );
};

const drawInputBlock = (block: Fields, around: Surroundings): HTMLElement => {
  const id = textOf(block.block_id);
  const error = around.errors?.[id];
  return el(
    "div",
    { class: error === undefined ? "input" : "input wrong" },
    el(
      "label",
      {},
      el(
        "span",
        { class: "label" },
        plainText(block.label),
        block.optional === true && el("em", {}, " (optional)"),
      ),
      drawHere(block, fieldsOf(block.element), around, block.dispatch_action !== true),
    ),
    isFields(block.hint) && el("p", { class: "hint" }, plainText(block.hint)),
    error !== undefined && el("p", { class: "error", role: "alert" }, error),
  );
};

const drawContainer = (block: Fields, around: Surroundings): HTMLElement => {
  const heading = el(
    "summary",
    {},
    el(
      "strong",
      {},
      isFields(block.rich_text_title)
        ? richText(block.rich_text_title, around.names)
        : plainText(block.title),
    ),
    isFields(block.subtitle) && el("span", { class: "hint" }, drawText(block.subtitle, around.names)),
  );
  const isOpen = block.default_collapsed !== true;
  return el(
    "details",
    { class: "container", open: isOpen },
    heading,
    drawBlocks(listOf(block.child_blocks), around),
  );
};

const drawCard = (card: Fields, around: Surroundings): HTMLElement =>
  el(
    "div",
    { class: "card" },
    isFields(card.hero_image) && drawThumbnail(card.hero_image),
    isFields(card.title) && el("strong", {}, drawText(card.title, around.names)),
    isFields(card.subtitle) && el("span", { class: "hint" }, drawText(card.subtitle, around.names)),
    isFields(card.body) && el("p", {}, drawText(card.body, around.names)),
    el("div", { class: "actions" }, ...listOf(card.actions).map((item) => drawHere(card, item, around))),
  );
