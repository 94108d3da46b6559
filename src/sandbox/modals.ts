import { findElement, stateOf } from "./actions.ts";
import { NotThereError } from "./acts.ts";
import { type Backstage, SlackError } from "./backstage.ts";
import { isFields } from "./blocks/problems.ts";
import { deliver } from "./delivery.ts";
import type { Message, View } from "./message.ts";
import { closedPayload, submissionPayload, suggestionPayload } from "./payloads.ts";
import { closeModals, pushModal, updateView } from "./views.ts";
import type { Channel, Person } from "./workspace.ts";

type Values = Parameters<typeof stateOf>[1];

/** What became of a submitted modal: gone, or still there with a sentence for each wrong field. */
export interface Submission {
  readonly errors: Readonly<Record<string, string>>;
}

/** Submits the top modal and does what the app's `response_action` says. */
export const submitModal = async (
  submitted: { readonly person: Person; readonly view: View; readonly values: Values },
  backstage: Backstage,
): Promise<Submission> => {
  const { person, view } = submitted;
  const missing = missingInputs(view, submitted.values);
  if (Object.keys(missing).length > 0) return { errors: missing };
  const values = stateOf(view.payload.blocks, submitted.values);
  const payload = submissionPayload({ person, view, values }, backstage);
  const outcome = await deliver({ type: "interactive", payload }, backstage);
  if (!outcome.ok) return { errors: { "": "We had some trouble connecting. Try again?" } };
  try {
    return { errors: respondToSubmission(outcome.body, person, view, backstage) };
  } catch (error) {
    if (error instanceof SlackError) return { errors: { "": error.message } };
    throw error;
  }
};

const respondToSubmission = (
  body: Readonly<Record<string, unknown>>,
  person: Person,
  view: View,
  backstage: Backstage,
): Record<string, string> => {
  switch (body.response_action) {
    case "errors":
      return errorsOf(body.errors);
    case "update":
      updateView(body.view, view, backstage);
      return {};
    case "push":
      pushModal(body.view, person.id, backstage);
      return {};
    case "clear":
      closeModals(person.id, "all", backstage);
      return {};
    default:
      closeModals(person.id, "top", backstage);
      return {};
  }
};

const errorsOf = (errors: unknown): Record<string, string> =>
  isFields(errors) ? Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)])) : {};

/** Slack itself asks for inputs that are not optional. */
const missingInputs = (view: View, values: Values): Record<string, string> => {
  const state = stateOf(view.payload.blocks, values);
  const empty = view.payload.blocks.filter((block) => {
    const held = Object.values(state[block.block_id ?? ""] ?? {})[0];
    return block.type === "input" && block.optional !== true && !hasValue(held);
  });
  return Object.fromEntries(empty.map((block) => [block.block_id ?? "", "This is a required field"]));
};

const hasValue = (held: Readonly<Record<string, unknown>> | undefined): boolean =>
  Object.entries(held ?? {}).some(
    ([key, value]) =>
      key !== "type" && value !== null && value !== undefined && value !== "" && String(value) !== "",
  );

/** Closes the top modal; the app hears of it only when it asked to. */
export const closeModal = async (
  closed: { readonly person: Person; readonly view: View },
  backstage: Backstage,
): Promise<void> => {
  closeModals(closed.person.id, "top", backstage);
  if (closed.view.payload.notify_on_close !== true) return;
  await deliver({ type: "interactive", payload: closedPayload(closed) }, backstage);
};

/** Options for what was typed into an external select so far, as the app gave them. */
export const suggest = async (
  asked: {
    readonly person: Person;
    readonly actionId: string;
    readonly blockId: string;
    readonly query: string;
    readonly place: { readonly channel: Channel; readonly message: Message } | { readonly view: View };
  },
  backstage: Backstage,
): Promise<unknown> => {
  const blocks = "view" in asked.place ? asked.place.view.payload.blocks : asked.place.message.blocks;
  if (findElement(blocks, { ...asked, value: undefined }) === undefined) {
    throw new NotThereError(`There is no menu "${asked.actionId}" there.`);
  }
  const outcome = await deliver({ type: "interactive", payload: suggestionPayload(asked) }, backstage);
  return outcome.ok ? outcome.body : { options: [] };
};
