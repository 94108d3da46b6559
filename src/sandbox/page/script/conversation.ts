/// <reference lib="dom" />
import { el, reconcile } from "./dom.ts";
import { drawMessage, timeOf } from "./messages.ts";
import type { Message, Model } from "./model.ts";

/** Keeps the list of messages of the open channel; a message is drawn anew only when it changed. */
export class Conversation {
  readonly #box: HTMLElement;
  readonly #model: Model;
  readonly #empty: () => HTMLElement;
  readonly #drawn = new WeakMap<Message, HTMLElement>();
  /** Day lines and threads, by what they stand before or under. */
  readonly #frames = new Map<string, HTMLElement>();

  constructor(box: HTMLElement, model: Model, empty: () => HTMLElement) {
    this.#box = box;
    this.#model = model;
    this.#empty = empty;
    // Pictures arrive after their message and push it out of sight.
    box.addEventListener("load", () => this.#isAtEnd && this.#showEnd(), true);
  }

  #isAtEnd = true;

  draw(onReply: (message: Message) => void): void {
    const messages = this.#model.in(this.#model.channel);
    const box = this.#box;
    this.#isAtEnd = box.scrollTop > this.#endTop() - 160 || box.childElementCount <= 1;
    const roots = messages.filter(
      (message) => message.thread_ts === undefined || message.thread_ts === message.ts,
    );
    const children = roots.flatMap((message, index) => [
      ...this.#dayBefore(message, roots[index - 1]),
      this.#node(message, onReply),
      ...this.#replies(message, messages, onReply),
    ]);
    reconcile(box, messages.length === 0 ? [this.#empty()] : children);
    if (this.#isAtEnd) this.#showEnd();
  }

  showEnd(): void {
    this.#isAtEnd = true;
    this.#showEnd();
  }

  #showEnd(): void {
    this.#box.scrollTop = this.#endTop();
  }

  /** Where the end is shown: at the beginning of a last message that is taller than the window. */
  #endTop(): number {
    const box = this.#box;
    const last = box.lastElementChild as HTMLElement | null;
    if (last !== null && last.offsetHeight > box.clientHeight) return last.offsetTop - box.offsetTop - 8;
    return box.scrollHeight - box.clientHeight;
  }

  #node(message: Message, onReply: (message: Message) => void): HTMLElement {
    const known = this.#drawn.get(message);
    if (known !== undefined) return known;
    const node = drawMessage(message, this.#model, () => onReply(message));
    this.#drawn.set(message, node);
    return node;
  }

  #replies(
    message: Message,
    all: readonly Message[],
    onReply: (message: Message) => void,
  ): readonly HTMLElement[] {
    const replies = all.filter((one) => one.thread_ts === message.ts && one.ts !== message.ts);
    if (replies.length === 0) return [];
    const count = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
    const thread = this.#frame(`thread ${message.ts}`, () =>
      el("section", { class: "thread", "aria-label": "Thread" }, el("p", { class: "hint" })),
    );
    const [head] = thread.children;
    if (head !== undefined) head.textContent = count;
    const nodes = replies.map((reply) => this.#node(reply, () => onReply(message)));
    reconcile(thread, head === undefined ? nodes : [head, ...nodes]);
    return [thread];
  }

  #frame(key: string, make: () => HTMLElement): HTMLElement {
    const frame = this.#frames.get(key) ?? make();
    this.#frames.set(key, frame);
    return frame;
  }

  #dayBefore(message: Message, previous: Message | undefined): readonly HTMLElement[] {
    const zone = this.#model.person?.time_zone ?? "UTC";
    const day = (ts: string): string =>
      timeOf(ts, zone, { weekday: "long", month: "long", day: "numeric", year: "numeric" });
    if (previous !== undefined && day(previous.ts) === day(message.ts)) return [];
    const text = day(message.ts);
    return [this.#frame(`${text} ${message.ts}`, () => el("div", { class: "day" }, el("span", {}, text)))];
  }
}
