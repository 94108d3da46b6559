/// <reference lib="dom" />
import { el, icon } from "./dom.ts";
import { type Fields, listOf, numberOf, textOf } from "./fields.ts";
import type { Names } from "./mrkdwn.ts";
import { richText } from "./rich-text.ts";

type Row = readonly Fields[];
type Order = { readonly column: number; readonly descending: boolean } | undefined;

const rowsOf = (block: Fields): readonly Row[] =>
  Array.isArray(block.rows) ? block.rows.map((row) => listOf(row)) : [];

const cellText = (cell: Fields | undefined): string =>
  textOf(cell?.text) || JSON.stringify(cell?.elements ?? "");

const drawCell = (cell: Fields, names: Names): Node =>
  cell.type === "rich_text" ? richText(cell, names) : document.createTextNode(textOf(cell.text));

/** `table`: what Slack's older block shows, as it came. */
export const drawTable = (block: Fields, names: Names): HTMLElement => {
  const [head, ...rows] = rowsOf(block);
  const settings = listOf(block.column_settings);
  const align = (index: number): string => `align-${textOf(settings[index]?.align) || "left"}`;
  const draw = (row: Row, tag: "th" | "td"): HTMLElement =>
    el("tr", {}, ...row.map((cell, index) => el(tag, { class: align(index) }, drawCell(cell, names))));
  return el(
    "div",
    { class: "grid" },
    el(
      "div",
      { class: "scroll" },
      el(
        "table",
        {},
        el("thead", {}, ...(head === undefined ? [] : [draw(head, "th")])),
        el("tbody", {}, ...rows.map((row) => draw(row, "td"))),
      ),
    ),
  );
};

/** `data_table`: sorts, filters and pages here, as Slack's clients do. */
export const drawDataTable = (block: Fields, names: Names): HTMLElement => new DataTable(block, names).draw();

class DataTable {
  readonly #caption: string;
  readonly #rows: readonly Row[];
  readonly #names: Names;
  readonly #pageSize: number;
  /** Columns of nothing but numbers. */
  readonly #isNumeric: readonly boolean[];
  readonly #headers: readonly HTMLElement[];
  readonly #body = el("tbody");
  readonly #pager = el("div", { class: "pager" });
  #order: Order;
  #page = 0;
  #filter = "";

  constructor(block: Fields, names: Names) {
    const [head = [], ...rows] = rowsOf(block);
    this.#caption = textOf(block.caption);
    this.#rows = rows;
    this.#names = names;
    this.#pageSize = numberOf(block.page_size) || 5;
    this.#isNumeric = head.map((_, column) => rows.every((row) => row[column]?.type === "raw_number"));
    this.#headers = head.map((cell, column) => this.#header(textOf(cell.text), column));
  }

  draw(): HTMLElement {
    const isPaged = this.#rows.length > this.#pageSize;
    this.#update();
    return el(
      "div",
      { class: "grid data" },
      el("div", { class: "bar" }, el("div", { class: "caption" }, this.#caption), isPaged && this.#search()),
      el(
        "div",
        { class: "scroll" },
        el(
          "table",
          { "aria-label": this.#caption },
          el("thead", {}, el("tr", {}, ...this.#headers)),
          this.#body,
        ),
      ),
      isPaged && this.#pager,
    );
  }

  #header(label: string, column: number): HTMLElement {
    const sort = (): void => this.#sortBy(column);
    const button = el("button", { type: "button", onclick: sort }, label, el("span", { class: "arrow" }));
    return el("th", { scope: "col", class: this.#alignment(column) }, button);
  }

  #alignment(column: number): string {
    return this.#isNumeric[column] === true ? "align-right" : "";
  }

  #search(): HTMLElement {
    const onInput = (event: Event): void => {
      this.#filter = (event.target as HTMLInputElement).value.toLowerCase();
      this.#turnTo(0);
    };
    return el("input", {
      type: "search",
      placeholder: "Filter",
      "aria-label": "Filter the table",
      oninput: onInput,
    });
  }

  /** Numbers start with the largest; the third press takes the order away. */
  #sortBy(column: number): void {
    const first = this.#isNumeric[column] === true;
    if (this.#order?.column !== column) this.#order = { column, descending: first };
    else this.#order = this.#order.descending === first ? { column, descending: !first } : undefined;
    this.#turnTo(0);
  }

  #turnTo(page: number): void {
    this.#page = page;
    this.#update();
  }

  #shown(): readonly Row[] {
    const found = this.#rows.filter((row) =>
      row.some((cell) => cellText(cell).toLowerCase().includes(this.#filter)),
    );
    const order = this.#order;
    return order === undefined
      ? found
      : found.toSorted(comparing(order, this.#isNumeric[order.column] === true));
  }

  #update(): void {
    const all = this.#shown();
    const first = this.#page * this.#pageSize;
    const part = all.slice(first, first + this.#pageSize);
    this.#body.replaceChildren(...part.map((row) => this.#row(row)));
    for (const [column, header] of this.#headers.entries()) {
      const isOrder = this.#order?.column === column;
      header.setAttribute(
        "aria-sort",
        isOrder ? (this.#order?.descending === true ? "descending" : "ascending") : "none",
      );
    }
    const turn = (label: string, by: number, isEnd: boolean): HTMLElement => {
      const go = (): void => this.#turnTo(this.#page + by);
      const sign = icon(by < 0 ? "left" : "right");
      return el("button", { type: "button", "aria-label": label, disabled: isEnd, onclick: go }, sign);
    };
    this.#pager.replaceChildren(
      el("span", {}, `${all.length === 0 ? 0 : first + 1}–${first + part.length} of ${all.length}`),
      turn("Previous page", -1, this.#page === 0),
      turn("Next page", 1, first + this.#pageSize >= all.length),
    );
  }

  #row(row: Row): HTMLElement {
    const draw = (cell: Fields, column: number): HTMLElement => {
      const attributes = { class: this.#alignment(column) };
      const content = drawCell(cell, this.#names);
      return column === 0
        ? el("th", { scope: "row", ...attributes }, content)
        : el("td", attributes, content);
    };
    return el("tr", {}, ...row.map(draw));
  }
}

/** By number only when the whole column is numbers; by text otherwise, as Slack sorts. */
const comparing =
  ({ column, descending }: NonNullable<Order>, isNumber: boolean) =>
  (one: Row, other: Row): number => {
    const [first, second] = descending ? [other[column], one[column]] : [one[column], other[column]];
    return isNumber
      ? numberOf(first?.value) - numberOf(second?.value)
      : cellText(first).localeCompare(cellText(second));
  };
