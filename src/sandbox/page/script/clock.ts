/// <reference lib="dom" />
import { post } from "./api.ts";
import { byId, el, icon, toast } from "./dom.ts";
import { listOf, textOf } from "./fields.ts";
import type { Model } from "./model.ts";
import { momentOf, nextMorning, wallTime } from "./zone-time.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** The pretend time, and how to move it forward. */
export const startClock = (model: Model): { draw: () => void } => {
  const face = el("span", { class: "face" });
  const zoneOf = (): string => model.person?.time_zone ?? "UTC";
  const field = el("input", {
    type: "datetime-local",
    class: "text",
    "aria-label": "Date and time to move to",
  });

  const move = async (to: Date): Promise<void> => {
    menu.classList.add("busy");
    const answer = await post("clock", { to: to.toISOString() });
    menu.classList.remove("busy");
    menu.open = false;
    if (answer.now === undefined) return;
    const here = listOf(answer.messages).filter((message) => textOf(message.channel) !== "");
    const count =
      here.length === 0 ? "nothing was due" : `${here.length} message${here.length === 1 ? "" : "s"} arrived`;
    toast(`It is ${show(to, zoneOf())}; ${count}.`);
  };

  const moveToField = (): void => {
    const [, year, month, day, hour, minute] = (/^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(field.value) ?? []).map(
      Number,
    );
    if (year === undefined || month === undefined || day === undefined) return;
    void move(momentOf({ year, month, day, hour: hour ?? 0, minute: minute ?? 0 }, zoneOf()));
  };

  const jump = (label: string, to: () => Date): HTMLElement =>
    el("button", { type: "button", class: "button", onclick: () => void move(to()) }, label);

  const menu = el(
    "details",
    { class: "clock", ontoggle: () => menu.open && fillField() },
    el("summary", { title: "Pretend time; press to move it forward" }, icon("clock"), face),
    el(
      "div",
      { class: "popover" },
      el("strong", {}, "Move the clock forward"),
      el("p", { class: "hint" }, "What falls due on the way happens, each at its own time."),
      jump("+1 hour", () => new Date(model.now().getTime() + 3_600_000)),
      jump("Next day 8:00", () => nextMorning(model.now(), zoneOf(), false)),
      jump("Next Monday 8:00", () => nextMorning(model.now(), zoneOf(), true)),
      el(
        "form",
        {
          class: "row",
          onsubmit: (event) => {
            event.preventDefault();
            moveToField();
          },
        },
        field,
        el("button", { class: "button primary" }, "Move"),
      ),
    ),
  );

  const fillField = (): void => {
    const { year, month, day, hour, minute } = wallTime(model.now(), zoneOf());
    field.value = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
    field.min = field.value;
  };

  const draw = (): void => {
    face.textContent = show(model.now(), zoneOf());
  };
  byId("clock").append(menu);
  setInterval(draw, 1_000);
  closeOnOutsidePress(menu);
  return { draw };
};

const show = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(at);

/** Menus close when something else is pressed, or with Escape. */
export const closeOnOutsidePress = (menu: HTMLDetailsElement): void => {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
};
