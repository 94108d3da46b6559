/// <reference lib="dom" />
import { fetchChanges, onChange, post } from "./api.ts";
import { startClock } from "./clock.ts";
import { Composer } from "./composer.ts";
import { Conversation } from "./conversation.ts";
import { byId, el } from "./dom.ts";
import { drawHome, Modals } from "./modal.ts";
import { type Message, Model, type Setup } from "./model.ts";
import { drawPeople, drawSidebar } from "./sidebar.ts";

const model = new Model(JSON.parse(byId("setup").textContent ?? "{}") as Setup);
const clock = startClock(model);
const composer = new Composer(model);
const modals = new Modals(model);
const conversation = new Conversation(byId("messages"), model, () => drawEmpty());

/** What to type first, one press away. */
const drawEmpty = (): HTMLElement => {
  const { place, setup } = model;
  const isDirect = place?.kind === "direct";
  const chips = setup.suggestions.map((words) =>
    el("button", { type: "button", class: "chip", onclick: () => composer.run(words) }, words),
  );
  return el(
    "div",
    { class: "empty" },
    el("h2", {}, isDirect ? `This is you and ${setup.bot.name}` : `Welcome to #${place?.name ?? ""}`),
    el(
      "p",
      {},
      `${setup.bot.name} answers questions about sales, finance and supply. Type a command below, or press one of these:`,
    ),
    el("div", { class: "chips" }, ...chips),
    el("p", { class: "hint" }, "An answer to a command is visible only to you, until you share it."),
  );
};

const drawHeader = (): void => {
  const { place, setup } = model;
  const isDirect = place?.kind === "direct";
  const tab = (name: "messages" | "home", label: string): HTMLElement =>
    el(
      "button",
      { type: "button", role: "tab", "aria-selected": model.tab === name, onclick: () => openTab(name) },
      label,
    );
  byId("channel-header").replaceChildren(
    el("h1", {}, isDirect ? setup.bot.name : `# ${place?.name ?? ""}`),
    el("span", { class: "topic" }, isDirect ? "Your analyst" : (place?.topic ?? "")),
    isDirect
      ? el("div", { class: "tabs", role: "tablist" }, tab("messages", "Messages"), tab("home", "Home"))
      : "",
  );
};

const drawInvitation = (): void => {
  const { place, setup } = model;
  const bar = byId("invitation");
  bar.hidden = place === undefined || place.bot_is_member;
  if (bar.hidden) return;
  const invite = (): void => void post("invite", { as: model.me, channel: model.channel });
  bar.replaceChildren(
    el(
      "span",
      {},
      `${setup.bot.name} is not in #${place?.name ?? ""}. It answers you here all the same; to post for everybody it must be invited.`,
    ),
    el(
      "button",
      { type: "button", class: "button", onclick: invite },
      `Invite ${setup.bot.name} to this channel`,
    ),
  );
};

const reply = (message: Message): void => {
  model.thread = message.thread_ts ?? message.ts;
  composer.draw();
  composer.focus();
};

const draw = (): void => {
  if (model.place === undefined) model.channel = model.channels[0]?.id ?? "";
  model.markRead(model.channel);
  drawSidebar(model, open);
  drawHeader();
  drawInvitation();
  clock.draw();
  const isHome = model.tab === "home" && model.place?.kind === "direct";
  byId("home").hidden = !isHome;
  byId("conversation").hidden = isHome;
  if (isHome) showHome();
  else conversation.draw(reply);
  composer.draw();
  modals.draw();
  const unread = model.channels.reduce((sum, channel) => sum + model.unread(channel.id), 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${model.setup.team} · pretend Slack`;
};

let shownHome: unknown;

/** Drawn anew only when it changed, so that what is being typed there stays. */
const showHome = (): void => {
  const version = `${model.me} ${String(model.changes?.home?.["hash"])}`;
  if (version === shownHome) return;
  shownHome = version;
  byId("home").replaceChildren(drawHomeTab());
};

const drawHomeTab = (): HTMLElement =>
  model.changes?.home
    ? drawHome(model.changes.home, model)
    : el("p", { class: "empty hint" }, "The home tab is empty so far.");

const open = (channel: string): void => {
  model.channel = channel;
  model.tab = "messages";
  model.thread = undefined;
  draw();
  conversation.showEnd();
  composer.focus();
};

const openTab = (tab: "messages" | "home"): void => {
  model.tab = tab;
  draw();
  void post("home", { as: model.me, tab });
};

const become = (person: string): void => {
  model.become(person);
  drawPeople(model, become);
  void refresh();
};

let isFetching = false;
let isStale = false;

/** Fetches what changed, one request at a time; a change meanwhile leads to one more. */
const refresh = async (): Promise<void> => {
  isStale = true;
  if (isFetching) return;
  isFetching = true;
  while (isStale) {
    isStale = false;
    const person = model.me;
    try {
      const changes = await fetchChanges(person, model.changes?.revision ?? 0);
      if (person === model.me) model.take(changes);
      draw();
    } catch {
      break;
    }
  }
  isFetching = false;
};

document.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  event.preventDefault();
  const ids = model.channels.map((channel) => channel.id);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = ids[(ids.indexOf(model.channel) + step + ids.length) % ids.length];
  if (next !== undefined) open(next);
});

drawPeople(model, become);
onChange(
  () => void refresh(),
  (isConnected) => {
    byId("offline").hidden = isConnected;
  },
);
composer.focus();
