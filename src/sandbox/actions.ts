import { type Fields, isFields } from "./blocks/problems.ts";
import type { Block } from "./message.ts";

/** What a person chose: text, or several for a multiple choice. */
export type ChosenValue = string | readonly string[] | undefined;

export interface FoundElement {
  readonly blockId: string;
  readonly element: Fields;
}

/** Every interactive element of some blocks, containers opened. */
export const elementsOf = (blocks: readonly unknown[]): readonly FoundElement[] =>
  blocks.filter(isFields).flatMap((block) => {
    const blockId = String(block.block_id ?? "");
    const holders = [block.accessory, block.element, ...listOf(block.elements), ...listOf(block.actions)];
    const own = holders.filter(isFields).filter((element) => "action_id" in element);
    return [...own.map((element) => ({ blockId, element })), ...elementsOf(listOf(block.child_blocks))];
  });

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The element a press names; nothing when it is not there, or holds no such value. */
export const findElement = (
  blocks: readonly Block[],
  wanted: { readonly actionId: string; readonly blockId: string | undefined; readonly value: ChosenValue },
): FoundElement | undefined =>
  elementsOf(blocks).find(
    ({ blockId, element }) =>
      element.action_id === wanted.actionId &&
      (wanted.blockId === undefined || wanted.blockId === blockId) &&
      holdsValue(element, wanted.value),
  );

const holdsValue = (element: Fields, value: ChosenValue): boolean => {
  if (element.type === "button") return value === undefined || value === (element.value ?? "");
  const options = optionsOf(element);
  if (options.length === 0) return true;
  return valuesOf(value).every((one) => options.some((option) => option.value === one));
};

export const optionsOf = (element: Fields): readonly Fields[] => [
  ...listOf(element.options).filter(isFields),
  ...listOf(element.option_groups)
    .filter(isFields)
    .flatMap((group) => listOf(group.options).filter(isFields)),
];

const valuesOf = (value: ChosenValue): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** What an element holds once `value` is chosen, as `actions[]` and `state.values` show it. */
export const chosen = (element: Fields, value: ChosenValue): Fields => {
  const type = String(element.type);
  const values = valuesOf(value);
  const first = values[0] ?? null;
  const options = values.map((one) => optionOf(element, one));
  if (type === "button") return { value: element.value, text: element.text };
  if (["static_select", "external_select", "radio_buttons", "overflow"].includes(type)) {
    return { selected_option: options[0] ?? null };
  }
  if (["checkboxes", "multi_static_select", "multi_external_select"].includes(type))
    return { selected_options: options };
  const plainKey = plainKeys[type];
  if (plainKey !== undefined) return { [plainKey]: plainKey.endsWith("s") ? values : first };
  return { value: first };
};

const plainKeys: Readonly<Record<string, string>> = {
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
  datepicker: "selected_date",
  timepicker: "selected_time",
};

/** Options of an external select are the app's own: only their value is known here. */
const optionOf = (element: Fields, value: string): Fields =>
  optionsOf(element).find((option) => option.value === value) ?? {
    text: { type: "plain_text", text: value },
    value,
  };

/** What the form of a modal holds: the person's values over the initial ones. */
export const stateOf = (
  blocks: readonly Block[],
  values: Readonly<Record<string, Readonly<Record<string, ChosenValue>>>>,
): Record<string, Record<string, Fields>> => {
  const state: Record<string, Record<string, Fields>> = {};
  for (const { blockId, element } of elementsOf(blocks)) {
    const type = String(element.type);
    if (type === "button" || type === "overflow") continue;
    const actionId = String(element.action_id);
    const given = values[blockId];
    const value = given !== undefined && actionId in given ? given[actionId] : initialOf(element);
    state[blockId] = { ...state[blockId], [actionId]: { type, ...chosen(element, value) } };
  }
  return state;
};

const initialOf = (element: Fields): ChosenValue => {
  const { initial_option: option, initial_options: options } = element;
  if (isFields(option)) return String(option.value);
  if (Array.isArray(options)) return options.filter(isFields).map((one) => String(one.value));
  const key = Object.keys(element).find((name) => name.startsWith("initial_"));
  const value = key === undefined ? undefined : element[key];
  return typeof value === "string" ? value : Array.isArray(value) ? value.map(String) : undefined;
};
