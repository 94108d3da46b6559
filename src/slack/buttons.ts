import type { ActionsBlock, Button, PlainTextOption, StaticSelect } from "@slack/types";
import type { MenuStep, NextStep, Report } from "../report.ts";
import { limits } from "./limits.ts";
import { askAction, button, clauseAction, menuAction, plainText, verbAction } from "./message.ts";

/** What can be done with an answer besides asking on. `why` asks for what drove it. */
export const verbs = ["share", "csv", "keep", "receipt", "why"] as const;
export type Verb = (typeof verbs)[number];

export const isVerb = (value: string): value is Verb => (verbs as readonly string[]).includes(value);

/** A message names the question it shows in the ids of its actions: the buttons hold what they change of it. */
export const blockIdOf = (id: string, place = 0): string => `q:${id}:${place}`;

/** The question of a block; undefined when the block shows none, or its id was not made by us. */
export const questionIn = (blockId: string | undefined): string | undefined =>
  /^q:([A-Za-z0-9_-]{22}):\d{1,3}$/.exec(blockId ?? "")?.[1];

/** Words in a menu: a clause has no slash at its beginning. */
export const wordsMark = "/";

export interface Shown {
  /** Id of the remembered question. */
  readonly id: string;
  /** Buttons, the first ones first; the rest stand in the menu. */
  readonly buttons: readonly Verb[];
  readonly menu: readonly Verb[];
}

const labels: Readonly<Record<Verb, string>> = {
  share: "Share to channel",
  csv: "CSV",
  keep: "Keep in my messages",
  receipt: "Receipt",
  why: "Why",
};

/** Five buttons and one menu, whatever an answer offers: on a phone more are a wall. */
const mostButtons = 5;

/** The next questions and the verbs of a remembered answer. */
export const questionActions = (report: Report, shown: Shown): ActionsBlock => {
  const steps = report.next.filter(isPressable);
  const first = steps.slice(0, mostButtons - shown.buttons.length);
  const options = optionsOf(report, steps.slice(first.length), first, shown);
  return {
    type: "actions",
    block_id: blockIdOf(shown.id),
    elements: [
      ...first.map((step, index) => stepButton(step, index)),
      ...shown.buttons.map((verb) => button(`${verbAction}:${verb}`, labels[verb], verb)),
      ...(options.length === 0 ? [] : [menuOf(options)]),
    ],
  };
};

const isClause = (clause: string | undefined): clause is string =>
  clause !== undefined && clause.length <= limits.optionValue;

const isPressable = ({ words, clause }: NextStep): boolean =>
  isClause(clause) || (words !== "" && words.length <= limits.buttonValue);

const stepButton = ({ label, words, clause }: NextStep, index: number): Button =>
  isClause(clause)
    ? button(`${clauseAction}:${index}`, label, clause)
    : button(`${askAction}:${index}`, label, words);

interface Grouped {
  readonly group: string;
  readonly option: PlainTextOption;
}

const optionsOf = (
  report: Report,
  steps: readonly NextStep[],
  first: readonly NextStep[],
  shown: Shown,
): readonly Grouped[] => {
  const offered = new Set([...first, ...steps].map(({ clause }) => clause));
  const more = (report.menu ?? []).filter(({ clause }) => isClause(clause) && !offered.has(clause));
  return [
    ...steps.flatMap(stepOption),
    ...more.map(({ group, label, clause }: MenuStep) => ({ group, option: optionOf(label, clause) })),
    ...shown.menu.map((verb) => ({ group: "This answer", option: optionOf(labels[verb], verb) })),
  ];
};

const stepOption = ({ label, words, clause }: NextStep): readonly Grouped[] => {
  const value = isClause(clause) ? clause : `${wordsMark}${words}`;
  return value.length > limits.optionValue ? [] : [{ group: "Ask next", option: optionOf(label, value) }];
};

const optionOf = (label: string, value: string): PlainTextOption => ({
  text: plainText(label, limits.optionText),
  value,
});

const menuOf = (options: readonly Grouped[]): StaticSelect => ({
  type: "static_select",
  action_id: menuAction,
  placeholder: plainText("Ask next…", limits.optionText),
  option_groups: [...new Set(options.map(({ group }) => group))].map((group) => ({
    label: plainText(group, limits.optionText),
    options: options
      .filter((one) => one.group === group)
      .map(({ option }) => option)
      .slice(0, limits.options),
  })),
});
