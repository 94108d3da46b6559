import { NotThereError } from "./acts.ts";
import type { Backstage } from "./backstage.ts";
import type { Message, View } from "./message.ts";
import type { Channel, Person } from "./workspace.ts";

/** By id or handle. */
export const findPerson = (id: string, { store }: Backstage): Person => {
  const person = store.person(id) ?? store.people.find((one) => one.name === id);
  if (person === undefined) throw new NotThereError(`There is no person "${id}".`);
  return person;
};

export const findChannel = (id: string, { store }: Backstage): Channel => {
  const channel = store.channel(id);
  if (channel === undefined) throw new NotThereError(`There is no channel "${id}".`);
  return channel;
};

/** A channel this person can type in. */
export const channelFor = (as: string, id: string, backstage: Backstage): Channel => {
  const channel = findChannel(id, backstage);
  const isOthers = channel.kind === "direct" && channel.person !== findPerson(as, backstage).id;
  if (isOthers || channel.isArchived) throw new NotThereError(`Nobody can type in "${id}" as "${as}".`);
  return channel;
};

/** A view this person has open. */
export const findView = (as: string, id: string, backstage: Backstage): View => {
  const view = backstage.store.view(id);
  if (view === undefined || view.user !== findPerson(as, backstage).id) {
    throw new NotThereError(`"${as}" has no view "${id}" open.`);
  }
  return view;
};

/** Where something was pressed: a view, or a message this person sees. */
export const placeOf = (
  as: string,
  where: { channel?: string | undefined; ts?: string | undefined; view_id?: string | undefined },
  backstage: Backstage,
): { readonly channel: Channel; readonly message: Message } | { readonly view: View } => {
  if (where.view_id !== undefined) return { view: findView(as, where.view_id, backstage) };
  const channel = findChannel(where.channel ?? "", backstage);
  const seen = backstage.store.messages({ channel: channel.id, person: findPerson(as, backstage).id });
  const message = seen.find((one) => one.ts === where.ts);
  if (message === undefined)
    throw new NotThereError(`"${as}" sees no message ${where.ts ?? ""} in ${channel.name}.`);
  return { channel, message };
};
