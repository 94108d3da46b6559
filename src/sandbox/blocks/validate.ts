import { checkChart, checkDataTable, checkTable, textLength } from "./data-blocks.ts";
import { checkElement, checkImage } from "./elements.ts";
import { limits } from "./limits.ts";
import { checkOptionalText, checkText, type Fields, isFields, Problems } from "./problems.ts";

export type Surface = "message" | "modal" | "home";

/** What Slack says to blocks it does not take; nothing when it takes them. */
export interface Refusal {
  readonly error: "invalid_blocks" | "msg_blocks_too_long";
  readonly messages: readonly string[];
}

type BlockCheck = (problems: Problems, pointer: string, block: Fields, surface: Surface) => void;

const everywhere: readonly Surface[] = ["message", "modal", "home"];
const plain = (max: number): { max: number; plain: true } => ({ max, plain: true });

const checkHeader: BlockCheck = (problems, pointer, block) =>
  checkText(problems, `${pointer}/text`, block.text, plain(limits.header.text));

const checkSection: BlockCheck = (problems, pointer, block) => {
  const { text, fields, accessory } = block;
  if (text === undefined && fields === undefined) problems.add(pointer, "must provide text or fields");
  checkOptionalText(problems, `${pointer}/text`, text, { max: limits.section.text });
  if (fields !== undefined) {
    for (const [index, field] of problems
      .list(`${pointer}/fields`, fields, limits.section.fields)
      .entries()) {
      checkText(problems, `${pointer}/fields/${index}`, field, { max: limits.section.field });
    }
  }
  if (isFields(accessory) && accessory.type === "image")
    checkImage(problems, `${pointer}/accessory`, accessory);
  else if (accessory !== undefined) checkElement(problems, `${pointer}/accessory`, accessory, "section");
};

const checkContext: BlockCheck = (problems, pointer, block) => {
  const elements = problems.list(`${pointer}/elements`, block.elements, limits.context.elements);
  for (const [index, element] of elements.entries()) {
    const at = `${pointer}/elements/${index}`;
    if (isFields(element) && element.type === "image") checkImage(problems, at, element);
    else checkText(problems, at, element, { max: limits.context.text });
  }
};

const checkActions: BlockCheck = (problems, pointer, block) => {
  const elements = problems.list(`${pointer}/elements`, block.elements, limits.actions.elements);
  for (const [index, element] of elements.entries()) {
    checkElement(problems, `${pointer}/elements/${index}`, element, "actions");
  }
  const ids = elements.map((element) => (isFields(element) ? element.action_id : undefined));
  problems.unique(`${pointer}/elements`, ids, "action_id");
};

const checkInput: BlockCheck = (problems, pointer, block) => {
  checkText(problems, `${pointer}/label`, block.label, plain(limits.input.label));
  checkOptionalText(problems, `${pointer}/hint`, block.hint, plain(limits.input.hint));
  checkElement(problems, `${pointer}/element`, block.element, "input");
};

const richTextParts = ["rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"];

const checkRichText: BlockCheck = (problems, pointer, block) => {
  const parts = problems.list(`${pointer}/elements`, block.elements, Number.POSITIVE_INFINITY);
  for (const [index, part] of parts.entries()) {
    problems.oneOf(
      `${pointer}/elements/${index}/type`,
      isFields(part) ? part.type : undefined,
      richTextParts,
    );
  }
};

const checkMarkdown: BlockCheck = (problems, pointer, block) => {
  problems.text(`${pointer}/text`, block.text, limits.markdown.text);
};

const checkAlert: BlockCheck = (problems, pointer, block) =>
  checkText(problems, `${pointer}/text`, block.text, { max: limits.alert.text });

const insideContainer = [
  "actions",
  "context",
  "divider",
  "header",
  "image",
  "input",
  "rich_text",
  "section",
  "table",
];

const checkContainer: BlockCheck = (problems, pointer, block, surface) => {
  checkOptionalText(problems, `${pointer}/title`, block.title, plain(limits.container.title));
  checkOptionalText(problems, `${pointer}/subtitle`, block.subtitle, { max: limits.container.subtitle });
  if (block.title === undefined && block.rich_text_title === undefined) {
    problems.add(pointer, "must provide title or rich_text_title");
  }
  const children = problems.list(`${pointer}/child_blocks`, block.child_blocks, limits.container.children);
  for (const [index, child] of children.entries()) {
    const at = `${pointer}/child_blocks/${index}`;
    if (isFields(child) && !insideContainer.includes(String(child.type))) {
      problems.add(`${at}/type`, `not allowed in a container: ${String(child.type)}`);
    } else checkBlock(problems, at, child, surface);
  }
};

const checkCard: BlockCheck = (problems, pointer, card) => {
  checkOptionalText(problems, `${pointer}/title`, card.title, { max: limits.card.title });
  checkOptionalText(problems, `${pointer}/subtitle`, card.subtitle, { max: limits.card.subtitle });
  checkOptionalText(problems, `${pointer}/body`, card.body, { max: limits.card.body });
  const parts = ["hero_image", "title", "actions", "body"];
  if (parts.every((part) => card[part] === undefined))
    problems.add(pointer, `must provide one of ${parts.join(", ")}`);
};

const checkCarousel: BlockCheck = (problems, pointer, block) => {
  const cards = problems.list(`${pointer}/elements`, block.elements, limits.carousel.cards);
  for (const [index, item] of cards.entries()) {
    const card = problems.fields(`${pointer}/elements/${index}`, item);
    if (card !== undefined) checkCard(problems, `${pointer}/elements/${index}`, card, "message");
  }
};

/** Every block the sandbox takes, and on which surfaces; anything else is refused. */
const blockTypes: Readonly<Record<string, { check: BlockCheck; on: readonly Surface[] }>> = {
  header: { check: checkHeader, on: everywhere },
  section: { check: checkSection, on: everywhere },
  context: { check: checkContext, on: everywhere },
  actions: { check: checkActions, on: everywhere },
  divider: { check: () => undefined, on: everywhere },
  image: { check: checkImage, on: everywhere },
  rich_text: { check: checkRichText, on: everywhere },
  input: { check: checkInput, on: everywhere },
  markdown: { check: checkMarkdown, on: ["message"] },
  table: { check: checkTable, on: ["message"] },
  data_table: { check: checkDataTable, on: ["message"] },
  data_visualization: { check: checkChart, on: ["message"] },
  container: { check: checkContainer, on: ["message"] },
  card: { check: checkCard, on: ["message"] },
  carousel: { check: checkCarousel, on: ["message"] },
  alert: { check: checkAlert, on: ["modal"] },
};

const checkBlock = (problems: Problems, pointer: string, value: unknown, surface: Surface): void => {
  const block = problems.fields(pointer, value);
  if (block === undefined) return;
  const type = String(block.type);
  const known = Object.hasOwn(blockTypes, type) ? blockTypes[type] : undefined;
  if (known === undefined || !known.on.includes(surface)) {
    problems.add(`${pointer}/type`, `unsupported block type: ${type}`);
    return;
  }
  problems.optionalText(`${pointer}/block_id`, block.block_id, limits.blockId);
  known.check(problems, pointer, block, surface);
};

const countOf = (blocks: readonly unknown[], type: string): number =>
  blocks.filter((block) => isFields(block) && block.type === type).length;

const checkMessageTotals = (problems: Problems, blocks: readonly unknown[]): void => {
  const { tables, charts, dataTableText } = limits.message;
  if (countOf(blocks, "table") > tables) problems.add("/blocks", "only_one_table_allowed");
  if (countOf(blocks, "data_visualization") > charts) {
    problems.add("/blocks", `no more than ${charts} data_visualization blocks allowed`);
  }
  const dataTables = blocks.filter((block) => isFields(block) && block.type === "data_table");
  if (textLength(dataTables) > dataTableText) {
    problems.add("/blocks", `data_table blocks must be less than ${dataTableText + 1} characters in all`);
  }
};

/** Checks the blocks of one message or view as Slack would; a single wrong block refuses them all. */
export const validateBlocks = (value: unknown, surface: Surface): Refusal | undefined => {
  const problems = new Problems();
  const most = surface === "message" ? limits.message.blocks : limits.view.blocks;
  const blocks = problems.list("/blocks", value, most, 0);
  for (const [index, block] of blocks.entries()) checkBlock(problems, `/blocks/${index}`, block, surface);
  problems.unique(
    "/blocks",
    blocks.map((block) => (isFields(block) ? block.block_id : undefined)),
    "block_id",
  );
  if (surface === "message") checkMessageTotals(problems, blocks);
  if (problems.messages.length > 0) return { error: "invalid_blocks", messages: problems.messages };
  if (surface === "message" && textLength(blocks) > limits.message.blockText) {
    return { error: "msg_blocks_too_long", messages: [] };
  }
  return undefined;
};

/** Checks a modal or home tab; an empty list is a good one. */
export const validateView = (value: unknown): readonly string[] => {
  const problems = new Problems();
  const view = problems.fields("/view", value);
  if (view === undefined) return problems.messages;
  problems.oneOf("/view/type", view.type, ["modal", "home"]);
  const { view: most } = limits;
  if (view.type === "modal") {
    checkText(problems, "/view/title", view.title, plain(most.title));
    checkOptionalText(problems, "/view/submit", view.submit, plain(most.submit));
    checkOptionalText(problems, "/view/close", view.close, plain(most.close));
    const hasInput = Array.isArray(view.blocks) && countOf(view.blocks, "input") > 0;
    if (hasInput && view.submit === undefined) problems.add("/view/submit", "missing required field");
  }
  problems.optionalText("/view/private_metadata", view.private_metadata, most.privateMetadata, 0);
  problems.optionalText("/view/callback_id", view.callback_id, most.callbackId);
  const refusal = validateBlocks(view.blocks, view.type === "home" ? "home" : "modal");
  return [...problems.messages, ...(refusal?.messages ?? [])];
};

/** One of the newer blocks, which an old workspace refuses; they hold data and no pictures. */
export const isNativeData = (block: unknown): boolean =>
  isFields(block) && (block.type === "data_table" || block.type === "data_visualization");

export const hasNativeData = (blocks: readonly unknown[]): boolean => blocks.some(isNativeData);
