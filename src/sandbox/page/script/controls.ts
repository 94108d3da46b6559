/// <reference lib="dom" />
import { el, icon } from "./dom.ts";
import { type Fields, fieldsOf, isFields, listOf, numberOf, plainText, textOf } from "./fields.ts";

export type Value = string | readonly string[];

/** What controls need from the place they stand in: a message, a modal or the home tab. */
export interface Place {
  /** A press or a choice; resolves when the bot is done. */
  readonly act: (blockId: string, element: Fields, value: Value | undefined) => Promise<void>;
  readonly suggest: (blockId: string, element: Fields, query: string) => Promise<Fields>;
  /** Notes what a form holds; messages have no form. */
  readonly hold?: (blockId: string, actionId: string, value: Value | undefined) => void;
  readonly held?: (blockId: string, actionId: string) => Value | undefined;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

interface Control {
  readonly blockId: string;
  readonly element: Fields;
  readonly place: Place;
  /** In an input block a change is only held, not sent, unless the block dispatches. */
  readonly isInput: boolean;
}

type Option = { readonly value: string; readonly label: string };

const optionOf = (option: Fields): Option => ({ value: textOf(option.value), label: plainText(option.text) });
const placeholderOf = (element: Fields): string => plainText(element.placeholder);

/** One interactive element. */
export const drawControl = (control: Control): HTMLElement => {
  const type = textOf(control.element.type);
  if (type === "button") return drawButton(control);
  if (type === "overflow") return drawOverflow(control);
  if (type === "checkboxes" || type === "radio_buttons") return drawChoices(control, type === "checkboxes");
  if (type === "external_select" || type === "multi_external_select") return drawExternal(control);
  if (type.includes("select")) return drawSelect(control, type.startsWith("multi_"));
  return drawInput(control, type);
};

const change = ({ blockId, element, place, isInput }: Control, value: Value | undefined): Promise<void> => {
  place.hold?.(blockId, textOf(element.action_id), value);
  return isInput ? Promise.resolve() : place.act(blockId, element, value);
};

const drawButton = ({ blockId, element, place }: Control): HTMLElement => {
  const button = el(
    "button",
    {
      type: "button",
      class: `button ${textOf(element.style)}`,
      "aria-label": textOf(element.accessibility_label) || undefined,
      onclick: () => void press(),
    },
    plainText(element.text),
  );
  const press = async (): Promise<void> => {
    if (isFields(element.confirm) && !(await confirmed(element.confirm))) return;
    const address = textOf(element.url);
    if (/^https?:/i.test(address)) window.open(address, "_blank", "noopener");
    button.classList.add("busy");
    button.disabled = true;
    await place.act(blockId, element, typeof element.value === "string" ? element.value : undefined);
    button.classList.remove("busy");
    button.disabled = false;
  };
  return button;
};

const confirmed = (confirm: Fields): Promise<boolean> =>
  new Promise((resolve) => {
    const dialog = el(
      "dialog",
      { class: "modal small", onclose: () => finish() },
      el("h2", {}, plainText(confirm.title)),
      el("p", {}, plainText(confirm.text)),
      el(
        "form",
        { method: "dialog", class: "modal-foot" },
        el("button", { class: "button", value: "no" }, plainText(confirm.deny)),
        el("button", { class: "button primary", value: "yes" }, plainText(confirm.confirm)),
      ),
    );
    const finish = (): void => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    };
    document.body.append(dialog);
    dialog.showModal();
  });

const drawOverflow = (control: Control): HTMLElement => {
  const menu = el(
    "details",
    { class: "overflow" },
    el("summary", { class: "button", "aria-label": "More" }, "⋯"),
  );
  const items = listOf(control.element.options).map(optionOf);
  const choose = (value: string) => (): void => {
    menu.open = false;
    void change(control, value);
  };
  menu.append(
    el(
      "div",
      { class: "menu" },
      ...items.map(({ value, label }) => el("button", { type: "button", onclick: choose(value) }, label)),
    ),
  );
  return menu;
};

const heldOr = ({ blockId, element, place }: Control, initial: readonly string[]): readonly string[] => {
  const held = place.held?.(blockId, textOf(element.action_id));
  if (held === undefined) return initial;
  return typeof held === "string" ? [held] : held;
};

const initialValues = (element: Fields): readonly string[] => {
  const options = [element.initial_option, ...listOf(element.initial_options)].filter(isFields);
  const plain = Object.entries(element).filter(
    ([key]) => key.startsWith("initial_") && !key.startsWith("initial_option"),
  );
  return [
    ...options.map((option) => textOf(option.value)),
    ...plain.flatMap(([, value]) =>
      Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [],
    ),
  ];
};

/** The browser's own menu: it knows the keyboard. In a message it returns to its placeholder after a choice. */
const drawSelect = (control: Control, isMultiple: boolean): HTMLElement => {
  const { element, place } = control;
  const chosen = heldOr(control, initialValues(element));
  const draw = ({ value, label }: Option): HTMLElement =>
    el("option", { value, selected: chosen.includes(value) }, label);
  const groups = listOf(element.option_groups);
  const name = placeholderOf(element) || "Choose";
  const select = el(
    "select",
    {
      class: "select",
      "aria-label": name,
      multiple: isMultiple,
      onchange: () => {
        const values = [...select.selectedOptions]
          .map((option) => option.value)
          .filter((value) => value !== "");
        void change(control, isMultiple ? values : values[0]);
      },
    },
    !isMultiple && el("option", { value: "" }, name),
    ...listedOptions(element, place).map(draw),
    ...groups.map((group) =>
      el("optgroup", { label: plainText(group.label) }, ...listOf(group.options).map(optionOf).map(draw)),
    ),
  );
  return select;
};

const listedOptions = (element: Fields, place: Place): readonly Option[] => {
  const type = textOf(element.type);
  const named = (list: readonly { id: string; name: string }[], sign: string): readonly Option[] =>
    list.map(({ id, name }) => ({ value: id, label: `${sign}${name}` }));
  if (type.includes("users_select")) return named(place.people, "");
  if (type.includes("conversations_select") || type.includes("channels_select"))
    return named(place.channels, "#");
  return listOf(element.options).map(optionOf);
};

/** Typed into, it asks the bot for options. */
const drawExternal = (control: Control): HTMLElement => {
  const { blockId, element, place } = control;
  const list = el("div", { class: "menu", role: "listbox", hidden: true });
  const initial = plainText(fieldsOf(element.initial_option).text);
  const least = element.min_query_length === undefined ? 3 : numberOf(element.min_query_length);
  let asked = 0;
  const ask = async (query: string): Promise<void> => {
    asked += 1;
    const turn = asked;
    if (query.length < least) return;
    const answer = await place.suggest(blockId, element, query);
    if (turn === asked)
      show([
        ...listOf(answer.options),
        ...listOf(answer.option_groups).flatMap((one) => listOf(one.options)),
      ]);
  };
  const show = (options: readonly Fields[]): void => {
    const choose =
      ({ value, label }: Option) =>
      (): void => {
        input.value = label;
        list.hidden = true;
        void change(control, value);
      };
    const items = options
      .map(optionOf)
      .map((option) =>
        el("button", { type: "button", role: "option", onclick: choose(option) }, option.label),
      );
    list.replaceChildren(...(items.length > 0 ? items : [el("p", {}, "No results")]));
    list.hidden = false;
  };
  const input = el("input", {
    class: "text",
    type: "text",
    role: "combobox",
    "aria-label": placeholderOf(element) || "Search",
    placeholder: placeholderOf(element) || "Search",
    value: initial,
    oninput: () => void ask(input.value),
    onfocus: () => void ask(input.value),
    onkeydown: (event) => {
      const { key } = event as KeyboardEvent;
      if (key === "Escape" && !list.hidden) {
        event.stopPropagation();
        event.preventDefault();
        list.hidden = true;
      }
      if (key === "ArrowDown") (list.firstElementChild as HTMLElement | null)?.focus();
    },
  });
  return el("div", { class: "external" }, input, list);
};

const drawChoices = (control: Control, isMultiple: boolean): HTMLElement => {
  const { blockId, element } = control;
  const chosen = new Set(heldOr(control, initialValues(element)));
  const name = `${blockId}-${textOf(element.action_id)}`;
  const draw = ({ value, label }: Option): HTMLElement => {
    const box = el("input", {
      type: isMultiple ? "checkbox" : "radio",
      name,
      value,
      checked: chosen.has(value),
      onchange: () => {
        if (!isMultiple) chosen.clear();
        if (box.checked) chosen.add(value);
        else chosen.delete(value);
        void change(control, isMultiple ? [...chosen] : value);
      },
    });
    return el("label", { class: "choice" }, box, label);
  };
  return el("div", { class: "choices" }, ...listOf(element.options).map(optionOf).map(draw));
};

const inputTypes: Readonly<Record<string, string>> = {
  datepicker: "date",
  timepicker: "time",
  number_input: "number",
  email_text_input: "email",
  url_text_input: "url",
};

const drawInput = (control: Control, type: string): HTMLElement => {
  const { element } = control;
  const value = heldOr(control, initialValues(element))[0] ?? "";
  const attributes = {
    class: "text",
    placeholder: placeholderOf(element),
    "aria-label": placeholderOf(element) || undefined,
  };
  if (element.multiline === true) {
    const area = el(
      "textarea",
      { ...attributes, rows: 4, oninput: () => void change(control, area.value) },
      value,
    );
    return area;
  }
  const input = el("input", {
    ...attributes,
    type: inputTypes[type] ?? "text",
    value,
    // A picker in a message sends at once; text is sent when it is done.
    [control.isInput ? "oninput" : "onchange"]: () => void change(control, input.value),
  });
  return input;
};

/** A small round button with an icon. */
export const iconButton = (
  name: Parameters<typeof icon>[0],
  label: string,
  onclick: () => void,
): HTMLElement =>
  el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick },
    icon(name),
  );
