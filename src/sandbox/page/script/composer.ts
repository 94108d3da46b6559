/// <reference lib="dom" />
import { post } from "./api.ts";
import { byId, el, icon } from "./dom.ts";
import type { Model, Setup } from "./model.ts";

type Command = Setup["commands"][number];

/** Where people type: words, or commands with help while typing. */
export class Composer {
  readonly #model: Model;
  readonly #field = byId("composer-field") as HTMLTextAreaElement;
  readonly #menu = byId("composer-menu");
  readonly #hint = byId("composer-hint");
  readonly #send = byId("composer-send") as HTMLButtonElement;
  readonly #typed: string[] = [];
  #recall = 0;
  #selected = 0;
  #isDismissed = false;
  #isWorking = false;

  constructor(model: Model) {
    this.#model = model;
    this.#send.append(icon("send"));
    this.#field.addEventListener("input", () => this.#onInput());
    this.#field.addEventListener("keydown", (event) => this.#onKey(event));
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }

  /** Puts words in, for the person to send. */
  fill(words: string): void {
    this.#field.value = words;
    this.#isDismissed = true;
    this.#field.focus();
    this.#draw();
  }

  /** Sends words as if the person had typed them. */
  run(words: string): void {
    this.fill(words);
    void this.#submit();
  }

  draw(): void {
    const { place, thread, setup } = this.#model;
    const where = place?.kind === "direct" ? setup.bot.name : `#${place?.name ?? ""}`;
    this.#field.placeholder =
      thread === undefined ? `Message ${where}` : `Reply in thread; mention @${setup.bot.name}`;
    if (!this.#isWorking) this.#drawStatus(false);
    this.#draw();
  }

  focus(): void {
    this.#field.focus();
  }

  /** Commands that begin with what was typed, while it is still one word. */
  #matches(): readonly Command[] {
    const text = this.#field.value;
    if (this.#isDismissed || !/^\/\S*$/.test(text)) return [];
    return this.#model.setup.commands.filter((command) => command.name.startsWith(text.toLowerCase()));
  }

  #onInput(): void {
    this.#isDismissed = false;
    this.#selected = 0;
    this.#recall = 0;
    this.#draw();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const matches = this.#matches();
    if (matches.length > 0 && this.#onMenuKey(event, matches)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void this.#submit();
    } else if (event.key === "ArrowUp" && this.#canRecall()) {
      event.preventDefault();
      this.#recall = Math.min(this.#recall + 1, this.#typed.length);
      this.fill(this.#typed.at(-this.#recall) ?? "");
    }
  }

  #canRecall(): boolean {
    return this.#typed.length > 0 && (this.#field.value === "" || this.#recall > 0);
  }

  /** Whether the key was the menu's. An exact name that Enter is pressed on is sent as it stands. */
  #onMenuKey(event: KeyboardEvent, matches: readonly Command[]): boolean {
    const isExact = event.key === "Enter" && matches[this.#selected]?.name === this.#field.value;
    if (isExact || event.shiftKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) this.#selected = (this.#selected + step + matches.length) % matches.length;
    else if (event.key === "Tab" || event.key === "Enter") this.#choose(matches[this.#selected]);
    else if (event.key === "Escape") this.#isDismissed = true;
    else return false;
    event.preventDefault();
    this.#draw();
    return true;
  }

  #choose(command: Command | undefined): void {
    if (command === undefined) return;
    this.#field.value = `${command.name} `;
    this.#selected = 0;
    this.#field.focus();
    this.#draw();
  }

  #draw(): void {
    const matches = this.#matches();
    this.#menu.hidden = matches.length === 0;
    this.#field.setAttribute("aria-expanded", String(matches.length > 0));
    this.#menu.replaceChildren(...matches.map((command, index) => this.#item(command, index)));
    const chosen = this.#menu.children[this.#selected];
    chosen?.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", chosen?.id ?? "");
    this.#hint.replaceChildren(...this.#hints());
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, 200)}px`;
    this.#send.disabled = this.#field.value.trim() === "";
  }

  #item(command: Command, index: number): HTMLElement {
    return el(
      "div",
      {
        role: "option",
        id: `command-${index}`,
        class: index === this.#selected ? "chosen" : "",
        "aria-selected": index === this.#selected,
        onmousedown: (event) => {
          event.preventDefault();
          this.#choose(command);
        },
      },
      el("span", {}, el("strong", {}, command.name), " ", el("span", { class: "usage" }, command.usage)),
      el("span", { class: "hint" }, command.summary),
    );
  }

  /** How the typed command goes on, and where a reply goes. */
  #hints(): readonly HTMLElement[] {
    const name = /^(\/\S+)\s/.exec(this.#field.value)?.[1];
    const command = this.#model.setup.commands.find((one) => one.name === name);
    const cancel = (): void => {
      this.#model.thread = undefined;
      this.draw();
    };
    return [
      ...(this.#model.thread === undefined
        ? []
        : [
            el(
              "span",
              {},
              "Replying in thread ",
              el("button", { type: "button", class: "link", onclick: cancel }, "Cancel"),
            ),
          ]),
      ...(command === undefined
        ? []
        : [
            el(
              "span",
              {},
              el("strong", {}, command.name),
              " ",
              el("span", { class: "usage" }, command.usage),
              ` · ${command.summary}`,
            ),
          ]),
    ];
  }

  /** Under the composer: that the bot works, or what could be asked next. */
  #drawStatus(isWorking: boolean): void {
    const { bot, suggestions } = this.#model.setup;
    const isEmpty = this.#model.in(this.#model.channel).length === 0;
    const links = suggestions.map((words) =>
      el("button", { type: "button", class: "link", onclick: () => this.fill(words) }, words),
    );
    byId("working").replaceChildren(
      ...(isWorking ? [el("span", { class: "working", role: "status" }, `${bot.name} is working`)] : []),
      ...(isWorking || isEmpty ? [] : ["Try:", ...links]),
    );
  }

  async #submit(): Promise<void> {
    const text = this.#field.value.trim();
    if (text === "") return;
    const { me, channel, thread } = this.#model;
    this.#typed.push(text);
    this.#field.value = "";
    this.#onInput();
    const isForBot = text.startsWith("/");
    this.#isWorking = isForBot;
    const timer = setTimeout(() => this.#drawStatus(isForBot), 150);
    await post("command", {
      as: me,
      channel,
      text,
      ...(thread !== undefined && !isForBot && { thread_ts: thread }),
    });
    clearTimeout(timer);
    this.#isWorking = false;
    this.#drawStatus(false);
  }
}
