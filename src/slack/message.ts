import type {
  ActionsBlock,
  Block,
  Button,
  ContextBlock,
  DataTableBlock,
  HeaderBlock,
  ImageBlock,
  PlainTextElement,
  SectionBlock,
} from "@slack/types";
import { plain } from "./escape.ts";
import { limits } from "./limits.ts";

/** Slack's own chart (June 2026); @slack/types 3.2 does not know it yet. */
export interface DataVisualizationBlock extends Block {
  readonly type: "data_visualization";
  readonly title: string;
  readonly chart:
    | { readonly type: "pie"; readonly segments: readonly ChartPoint[] }
    | {
        readonly type: "bar" | "line";
        readonly series: readonly { readonly name: string; readonly data: readonly ChartPoint[] }[];
        readonly axis_config: {
          readonly categories: readonly string[];
          readonly x_label?: string;
          readonly y_label?: string;
        };
      };
}

export interface ChartPoint {
  readonly label: string;
  readonly value: number;
}

export type MessageBlock =
  | HeaderBlock
  | ContextBlock
  | SectionBlock
  | DataTableBlock
  | DataVisualizationBlock
  | ImageBlock
  | ActionsBlock;

/** What is posted. `text` is the answer by itself: notification, screen reader, search. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly MessageBlock[];
}

/** Every button that asks again carries this before its number; its value is the whole words. */
export const askAction = "ask";
/** The same for "did you mean": the reply takes the place of the question that was not understood. */
export const chooseAction = "choose";

/** Changes the question of its message by a clause; the answer takes the message's place. */
export const clauseAction = "clause";
/** Does something with the answer of its message: "verb:share". */
export const verbAction = "verb";
/** The menu of clauses and verbs. */
export const menuAction = "more";

export const plainText = (text: string, max: number): PlainTextElement => ({
  type: "plain_text",
  text: plain(text, max),
  emoji: false,
});

export const header = (text: string): HeaderBlock => ({
  type: "header",
  text: plainText(text, limits.header),
});

/** Small grey lines, at most ten of them. */
export const context = (texts: readonly string[], max: number = limits.contextText): ContextBlock => ({
  type: "context",
  elements: texts.slice(0, limits.contextElements).map((text) => plainText(text, max)),
});

export const button = (action: string, label: string, words: string): Button => ({
  type: "button",
  action_id: action,
  text: plainText(label, limits.buttonText),
  value: words,
});

export interface Pressable {
  readonly action: string;
  readonly label: string;
  readonly words: string;
}

/** Buttons whose words fit into a button's value; others cannot be pressed and are left to the text. */
export const buttons = (id: string, steps: readonly Pressable[]): ActionsBlock[] => {
  const elements = steps
    .filter((step) => step.words !== "" && step.words.length <= limits.buttonValue)
    .slice(0, limits.actions)
    .map((step, index) => button(`${step.action}:${index}`, step.label, step.words));
  return elements.length === 0 ? [] : [{ type: "actions", block_id: id, elements }];
};

const sizeOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (typeof item === "string" ? (shown.has(key) ? item.length : 0) : sizeOf(item)),
    0,
  );
};
const shown: ReadonlySet<string> = new Set(["text", "caption", "alt_text", "title", "label", "name"]);

/** Characters that count towards the size of a message. */
export const blockTextSize = (blocks: readonly MessageBlock[]): number => sizeOf(blocks);
