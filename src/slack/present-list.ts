import type { SectionBlock } from "@slack/types";
import type { Section } from "../report.ts";
import { escapeMrkdwn } from "./escape.ts";
import { limits } from "./limits.ts";
import { askAction, button } from "./message.ts";
import type { Fitted } from "./present-table.ts";

type List = Extract<Section, { kind: "list" }>;
type Item = List["items"][number];

const termMax = 200;
const textMax = 1_500;

const line = (item: Item): string =>
  `*${escapeMrkdwn(item.term, termMax)}*  ${escapeMrkdwn(item.text, textMax)}`;

const clickable = (item: Item, index: number, id: string): SectionBlock => {
  const words = item.words ?? "";
  const canPress = words !== "" && words.length <= limits.buttonValue;
  return {
    type: "section",
    block_id: `${id}-${index}`,
    expand: true,
    text: { type: "mrkdwn", text: line(item), verbatim: true },
    ...(canPress ? { accessory: button(`${askAction}:${index}`, words, words) } : {}),
  };
};

/** Several items in one section, as long as it holds them. */
const pack = (lines: readonly string[]): SectionBlock[] => {
  const texts: string[] = [];
  for (const one of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + one.length + 1 <= limits.section)
      texts[texts.length - 1] = `${last}\n${one}`;
    else texts.push(one);
  }
  return texts.map((text) => ({
    type: "section",
    expand: true,
    text: { type: "mrkdwn", text, verbatim: true },
  }));
};

const takeWhileFits = (items: readonly Item[], budget: number): Item[] => {
  let left = budget;
  const taken: Item[] = [];
  for (const item of items) {
    left -= line(item).length + Math.min(limits.buttonText, item.words?.length ?? 0) + 1;
    if (left < 0) break;
    taken.push(item);
  }
  return taken;
};

/** A definition list; items that can be asked get a button when there are blocks enough for one each. */
export const presentList = (
  list: List,
  id: string,
  room: { readonly blocks: number; readonly characters: number },
): Fitted<SectionBlock> => {
  const items = takeWhileFits(list.items, room.characters);
  const eachItsBlock = items.some((item) => item.words) && items.length <= room.blocks;
  const blocks = eachItsBlock
    ? items.map((item, index) => clickable(item, index, id))
    : pack(items.map(line)).slice(0, room.blocks);
  const notes =
    items.length < list.items.length
      ? [`First ${items.length} of ${list.items.length}; add a word to the command to see the others.`]
      : [];
  return { blocks, notes };
};
