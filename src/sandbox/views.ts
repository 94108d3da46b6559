import { type Backstage, SlackError } from "./backstage.ts";
import { limits } from "./blocks/limits.ts";
import { validateView } from "./blocks/validate.ts";
import type { View, ViewPayload } from "./message.ts";
import { shortId } from "./store.ts";

/** Checks what a view is to show; refuses with what Slack says. */
export const checkView = (raw: unknown): ViewPayload => {
  const messages = validateView(raw);
  if (messages.length > 0) throw new SlackError("invalid_arguments", messages);
  return raw as ViewPayload;
};

export const openModal = (
  raw: unknown,
  opener: { person: string; channel?: string },
  backstage: Backstage,
): View => {
  const view = newView(checkView(raw), opener.person, null);
  const shown = opener.channel === undefined ? view : { ...view, channel: opener.channel };
  backstage.store.showModals(opener.person, [shown]);
  return shown;
};

/** Puts a modal on top of the person's; three at most. */
export const pushModal = (raw: unknown, person: string, backstage: Backstage): View => {
  const below = backstage.store.modals(person);
  const top = below.at(-1);
  if (top === undefined) throw new SlackError("not_found");
  if (below.length >= limits.view.depth) throw new SlackError("push_limit_reached");
  const view = { ...newView(checkView(raw), person, top.id), rootId: top.rootId };
  backstage.store.showModals(person, [...below, view]);
  return view;
};

export const updateView = (raw: unknown, view: View, backstage: Backstage): View => {
  const changed = { ...view, payload: withBlockIds(checkView(raw)), hash: newHash() };
  if (view.type === "home") backstage.store.showHome(changed);
  else {
    const modals = backstage.store.modals(view.user);
    backstage.store.showModals(
      view.user,
      modals.map((one) => (one.id === view.id ? changed : one)),
    );
  }
  return changed;
};

export const publishHome = (raw: unknown, person: string, backstage: Backstage): View => {
  const payload = checkView(raw);
  if (payload.type !== "home") throw new SlackError("invalid_arguments", ["[ERROR] must be a home view"]);
  const existing = backstage.store.home(person);
  if (existing !== undefined) return updateView(payload, existing, backstage);
  const view = newView(payload, person, null);
  backstage.store.showHome(view);
  return view;
};

/** Takes the top modal away, or all of them. */
export const closeModals = (person: string, which: "top" | "all", backstage: Backstage): void =>
  backstage.store.showModals(person, which === "all" ? [] : backstage.store.modals(person).slice(0, -1));

const newView = (payload: ViewPayload, user: string, previousId: string | null): View => {
  const id = `V${shortId().toUpperCase()}`;
  return {
    id,
    user,
    type: payload.type,
    hash: newHash(),
    rootId: id,
    previousId,
    payload: withBlockIds(payload),
  };
};

const newHash = (): string => `${Date.now()}.${shortId()}`;

const withBlockIds = (payload: ViewPayload): ViewPayload => ({
  ...payload,
  blocks: payload.blocks.map((block) => ({ ...block, block_id: block.block_id ?? shortId() })),
});
