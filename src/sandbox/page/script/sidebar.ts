/// <reference lib="dom" />
import { closeOnOutsidePress } from "./clock.ts";
import { byId, el, icon } from "./dom.ts";
import { avatar } from "./messages.ts";
import type { Channel, Model } from "./model.ts";

/** Channels, the bot's conversation, and what is unread in them. */
export const drawSidebar = (model: Model, open: (channel: string) => void): void => {
  const row = (channel: Channel): HTMLElement => {
    const unread = channel.id === model.channel ? 0 : model.unread(channel.id);
    const isDirect = channel.kind === "direct";
    return el(
      "button",
      {
        type: "button",
        class: unread > 0 ? "unread" : "",
        "aria-current": channel.id === model.channel ? "page" : undefined,
        "data-channel": channel.id,
        onclick: () => open(channel.id),
      },
      isDirect
        ? avatar(model, model.setup.bot.userId)
        : el("span", { class: "sign" }, channel.kind === "private" ? icon("lock") : "#"),
      el("span", { class: "name" }, isDirect ? model.setup.bot.name : channel.name),
      unread > 0 && el("span", { class: "count", "aria-label": `${unread} unread` }, String(unread)),
    );
  };
  const channels = model.channels.filter((channel) => channel.kind !== "direct");
  const direct = model.channels.filter((channel) => channel.kind === "direct");
  const focused = (document.activeElement as HTMLElement | null)?.dataset.channel;
  byId("channels").replaceChildren(
    el("h2", {}, "Channels"),
    ...channels.map(row),
    el("h2", {}, "Apps"),
    ...direct.map(row),
  );
  if (focused !== undefined)
    byId("channels").querySelector<HTMLElement>(`[data-channel="${focused}"]`)?.focus();
};

/** Who is looking, and the others one can be. */
export const drawPeople = (model: Model, become: (person: string) => void): void => {
  const menu = el("details", { class: "people" });
  const time = (zone: string): string =>
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(
      model.now(),
    );
  const choose = (person: string) => (): void => {
    menu.open = false;
    become(person);
  };
  const list = el("div", { class: "popover" });
  const fill = (): void =>
    list.replaceChildren(
      el("strong", {}, "Look as"),
      ...model.setup.people.map((person) =>
        el(
          "button",
          {
            type: "button",
            class: "person",
            "aria-pressed": person.id === model.me,
            onclick: choose(person.id),
          },
          avatar(model, person.id),
          el(
            "span",
            {},
            el("strong", {}, person.name),
            el(
              "span",
              { class: "hint" },
              `${person.title} · ${person.time_zone.replace("_", " ")}, ${time(person.time_zone)}`,
            ),
          ),
        ),
      ),
    );
  menu.addEventListener("toggle", fill);
  menu.append(
    el(
      "summary",
      { "aria-label": `You are ${model.person?.name ?? ""}. Switch person` },
      avatar(model, model.me),
      el("span", {}, "as ", el("strong", {}, model.person?.name ?? "")),
    ),
    list,
  );
  byId("people").replaceChildren(menu);
  closeOnOutsidePress(menu);
};
