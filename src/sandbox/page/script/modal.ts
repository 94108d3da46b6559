/// <reference lib="dom" />
import { post } from "./api.ts";
import { drawBlocks } from "./blocks.ts";
import type { Place, Value } from "./controls.ts";
import { el } from "./dom.ts";
import { type Fields, fieldsOf, isFields, listOf, plainText, textOf } from "./fields.ts";
import { listsOf, namesOf, suggest } from "./messages.ts";
import type { Model } from "./model.ts";

type Values = Record<string, Record<string, Value | undefined>>;

/** Where controls of a modal or the home tab act. */
const viewPlace = (view: Fields, model: Model, values: Values): Place => {
  const address = { as: model.me, view_id: textOf(view.id) };
  return {
    ...listsOf(model),
    act: async (blockId, element, value) => {
      await post("press", {
        ...address,
        action_id: textOf(element.action_id),
        block_id: blockId,
        value,
        values,
      });
    },
    suggest: (blockId, element, query) => suggest(address, blockId, element, query),
    hold: (blockId, actionId, value) => {
      values[blockId] = { ...values[blockId], [actionId]: value };
    },
    held: (blockId, actionId) => values[blockId]?.[actionId],
  };
};

export const drawHome = (view: Fields, model: Model): HTMLElement =>
  el(
    "div",
    { class: "home" },
    drawBlocks(listOf(view.blocks), { names: namesOf(model), place: viewPlace(view, model, {}) }),
  );

/** Shows the top modal of the person who looks; what they typed outlives an update of the same modal. */
export class Modals {
  readonly #model: Model;
  readonly #values = new Map<string, Values>();
  #dialog: HTMLDialogElement | undefined;
  #shown = "";

  constructor(model: Model) {
    this.#model = model;
  }

  draw(): void {
    const view = this.#model.changes?.modals.at(-1);
    const hash = view === undefined ? "" : `${textOf(view.id)} ${textOf(view.hash)}`;
    if (hash === this.#shown) return;
    this.#shown = hash;
    this.#remove();
    if (view !== undefined) this.#show(view, {});
  }

  #remove(): void {
    const dialog = this.#dialog;
    this.#dialog = undefined;
    dialog?.close();
    dialog?.remove();
  }

  #show(view: Fields, errors: Readonly<Record<string, string>>): void {
    const id = textOf(view.id);
    const values = this.#values.get(id) ?? {};
    this.#values.set(id, values);
    const submit = async (): Promise<void> => {
      const answer = await post("submit", { as: this.#model.me, view_id: id, values });
      const wrong = fieldsOf(answer.errors) as Record<string, string>;
      if (Object.keys(wrong).length === 0) return;
      this.#remove();
      this.#show(view, wrong);
    };
    const close = (): void => void post("close", { as: this.#model.me, view_id: id });
    const dialog = el(
      "dialog",
      {
        class: "modal",
        "aria-label": plainText(view.title),
        oncancel: (event) => {
          event.preventDefault();
          close();
        },
      },
      el(
        "form",
        {
          novalidate: true,
          onsubmit: (event) => {
            event.preventDefault();
            void submit();
          },
        },
        el("h2", {}, plainText(view.title)),
        errors[""] !== undefined && el("p", { class: "error", role: "alert" }, errors[""]),
        drawBlocks(listOf(view.blocks), {
          names: namesOf(this.#model),
          place: viewPlace(view, this.#model, values),
          errors,
        }),
        el(
          "div",
          { class: "modal-foot" },
          el(
            "button",
            { type: "button", class: "button", onclick: close },
            plainText(view.close) || "Cancel",
          ),
          isFields(view.submit) && el("button", { class: "button primary" }, plainText(view.submit)),
        ),
      ),
    );
    this.#dialog = dialog;
    document.body.append(dialog);
    dialog.showModal();
  }
}
