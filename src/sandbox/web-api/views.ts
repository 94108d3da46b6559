import { type Backstage, SlackError } from "../backstage.ts";
import type { View } from "../message.ts";
import { checkView, openModal, publishHome, pushModal, updateView } from "../views.ts";
import { app, bot, team } from "../workspace.ts";
import type { Arguments } from "./arguments.ts";
import { type Method, personOf } from "./method.ts";

/** A view as Slack's answers and payloads show it. */
export const presentView = (view: View, values: object = {}): object => ({
  ...view.payload,
  id: view.id,
  team_id: team.id,
  app_id: app.id,
  bot_id: bot.id,
  hash: view.hash,
  root_view_id: view.rootId,
  previous_view_id: view.previousId,
  state: { values },
  callback_id: view.payload.callback_id ?? "",
  external_id: view.payload.external_id ?? "",
  private_metadata: view.payload.private_metadata ?? "",
  title: view.payload.title ?? { type: "plain_text", text: "" },
});

const open: Method = (call, backstage) => {
  const raw = call.json("view");
  checkView(raw);
  return { view: presentView(openModal(raw, backstage.triggers.use(triggerOf(call)), backstage)) };
};

const push: Method = (call, backstage) => {
  const raw = call.json("view");
  checkView(raw);
  return { view: presentView(pushModal(raw, backstage.triggers.use(triggerOf(call)).person, backstage)) };
};

const update: Method = (call, backstage) => {
  const view = findView(call, backstage);
  const hash = call.text("hash");
  if (hash !== undefined && hash !== view.hash) throw new SlackError("hash_conflict");
  return { view: presentView(updateView(call.json("view"), view, backstage)) };
};

const publish: Method = (call, backstage) => {
  const person = personOf(call.needed("user_id"), backstage);
  return { view: presentView(publishHome(call.json("view"), person.id, backstage)) };
};

const triggerOf = (call: Arguments): string =>
  call.text("trigger_id") ?? call.needed("interactivity_pointer");

const findView = (call: Arguments, { store }: Backstage): View => {
  const id = call.text("view_id");
  const externalId = call.text("external_id");
  const all = store.people.flatMap((person) => store.modals(person.id));
  const view = id === undefined ? all.find((one) => one.payload.external_id === externalId) : store.view(id);
  if (view === undefined) throw new SlackError("not_found");
  return view;
};

export const viewMethods: Readonly<Record<string, Method>> = {
  "views.open": open,
  "views.push": push,
  "views.update": update,
  "views.publish": publish,
};
