import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { NotThereError, openHome, pressInMessage, pressInView, typeText } from "./acts.ts";
import type { Backstage } from "./backstage.ts";
import { channelFor, findChannel, findPerson, findView, placeOf } from "./find.ts";
import { readBody, sendJson } from "./http.ts";
import type { Message } from "./message.ts";
import { closeModal, submitModal, suggest } from "./modals.ts";
import { changesFor, messagesFor, presentMessage, stateOfWorkspace, withPictures } from "./present.ts";
import { presentView } from "./web-api/views.ts";
import type { Person } from "./workspace.ts";

export interface ScriptedApi {
  readonly backstage: Backstage;
  /** With the slash: "/top". */
  readonly commands: readonly string[];
  readonly moveClock: (to: Date) => Promise<void>;
  /** Resolves when the bot has nothing left to do. */
  readonly settled: () => Promise<void>;
}

/** Longest a scripted call waits for the bot, in milliseconds. */
const patience = 10_000;

const chosenValue = z.union([z.string(), z.array(z.string())]).optional();
const formValues = z.record(z.string(), z.record(z.string(), chosenValue)).default({});

const bodies = {
  command: z.object({
    as: z.string(),
    channel: z.string(),
    text: z.string().min(1),
    thread_ts: z.string().optional(),
  }),
  press: z.object({
    as: z.string(),
    channel: z.string().optional(),
    ts: z.string().optional(),
    view_id: z.string().optional(),
    action_id: z.string(),
    block_id: z.string().optional(),
    value: chosenValue,
    values: formValues,
  }),
  submit: z.object({ as: z.string(), view_id: z.string(), values: formValues }),
  close: z.object({ as: z.string(), view_id: z.string() }),
  options: z.object({
    as: z.string(),
    channel: z.string().optional(),
    ts: z.string().optional(),
    view_id: z.string().optional(),
    action_id: z.string(),
    block_id: z.string(),
    value: z.string().default(""),
  }),
  home: z.object({ as: z.string(), tab: z.enum(["home", "messages"]).default("home") }),
  invite: z.object({ as: z.string(), channel: z.string() }),
  clock: z.object({ to: z.iso.datetime({ offset: true }) }),
};

/** Answers /sandbox/api/NAME; what cannot be done is 400 or 404 with a sentence. */
export const serveScriptedApi = async (
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  api: ScriptedApi,
): Promise<void> => {
  try {
    const answer =
      request.method === "POST" ? await post(name, await bodyOf(request), api) : get(name, request, api);
    if (answer === undefined)
      sendJson(response, { error: `There is no ${request.method} ${name}.` }, { status: 404 });
    else sendJson(response, answer, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof NotThereError) sendJson(response, { error: error.message }, { status: 404 });
    else if (error instanceof BodyError) sendJson(response, { error: error.message }, { status: 400 });
    else throw error;
  }
};

class BodyError extends Error {
  override readonly name = "BodyError";
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  try {
    return JSON.parse((await readBody(request)).toString());
  } catch {
    throw new BodyError("The body is not JSON.");
  }
};

const parse = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const result = schema.safeParse(body);
  if (!result.success) throw new BodyError(z.prettifyError(result.error));
  return result.data;
};

const get = (name: string, request: IncomingMessage, { backstage }: ScriptedApi): object | undefined => {
  const { searchParams: query } = new URL(request.url ?? "/", "http://sandbox");
  switch (name) {
    case "state":
      return stateOfWorkspace(backstage);
    case "messages":
      return messagesFor(query, backstage);
    case "changes":
      return changesFor(query, backstage);
    default:
      return undefined;
  }
};

const post = async (name: string, body: unknown, api: ScriptedApi): Promise<object | undefined> => {
  const { backstage } = api;
  switch (name) {
    case "command": {
      const { as, channel, text, thread_ts: threadTs } = parse(bodies.command, body);
      const typed = { person: findPerson(as, backstage), channel: channelFor(as, channel, backstage), text };
      const thread = threadTs === undefined ? {} : { threadTs };
      return watched(typed.person, api, () => typeText({ ...typed, ...thread }, api.commands, backstage));
    }
    case "press":
      return press(parse(bodies.press, body), api);
    case "submit": {
      const { as, view_id: id, values } = parse(bodies.submit, body);
      const submitted = { person: findPerson(as, backstage), view: findView(as, id, backstage), values };
      let errors: object = {};
      const seen = await watched(submitted.person, api, async () => {
        errors = (await submitModal(submitted, backstage)).errors;
      });
      return { ...seen, errors };
    }
    case "close": {
      const { as, view_id: id } = parse(bodies.close, body);
      const closed = { person: findPerson(as, backstage), view: findView(as, id, backstage) };
      return watched(closed.person, api, () => closeModal(closed, backstage));
    }
    case "options": {
      const {
        as,
        action_id: actionId,
        block_id: blockId,
        value: query,
        ...where
      } = parse(bodies.options, body);
      const place = placeOf(as, where, backstage);
      return Object(
        await suggest({ person: findPerson(as, backstage), actionId, blockId, query, place }, backstage),
      );
    }
    case "home": {
      const { as, tab } = parse(bodies.home, body);
      const person = findPerson(as, backstage);
      const channel = findChannel(as, backstage);
      return watched(person, api, () => openHome({ person, channel, tab }, backstage));
    }
    case "invite": {
      const { as, channel } = parse(bodies.invite, body);
      const { id } = channelFor(as, channel, backstage);
      return watched(findPerson(as, backstage), api, async () =>
        backstage.store.changeChannel(id, { botIsMember: true }),
      );
    }
    case "clock":
      return moveClock(new Date(parse(bodies.clock, body).to), api);
    default:
      return undefined;
  }
};

const press = (body: z.infer<typeof bodies.press>, api: ScriptedApi): Promise<object> => {
  const person = findPerson(body.as, api.backstage);
  const place = placeOf(body.as, body, api.backstage);
  const { action_id: actionId, block_id: blockId, value, values } = body;
  const pressed = { person, actionId, blockId, value, values };
  return watched(person, api, () =>
    "view" in place
      ? pressInView({ ...pressed, ...place }, api.backstage)
      : pressInMessage({ ...pressed, ...place }, api.backstage),
  );
};

const moveClock = async (to: Date, api: ScriptedApi): Promise<object> => {
  const { store, now } = api.backstage;
  if (to < now()) throw new BodyError(`The clock only moves forward; it is ${now().toISOString()}.`);
  const before = store.revision;
  await api.moveClock(to);
  await api.settled();
  store.touch();
  const messages = store.messages({ after: before }).map((message) => presentMessage(message, api.backstage));
  return { now: now().toISOString(), messages };
};

/** Does something, waits until the bot is done, and returns what the person sees that is new or changed. */
const watched = async (person: Person, api: ScriptedApi, act: () => Promise<void>): Promise<object> => {
  const { store } = api.backstage;
  const before = store.revision;
  await act();
  await within(patience, api.settled());
  const changed = store.messages({ person: person.id, after: before, withDeleted: true });
  const [gone, there] = [changed.filter(isDeleted), changed.filter((message) => !isDeleted(message))];
  const modal = store.modals(person.id).at(-1);
  return {
    messages: there.map((message) => presentMessage(message, api.backstage)),
    ...(gone.length > 0 && { deleted: gone.map(({ channel, ts }) => ({ channel, ts })) }),
    ...(modal !== undefined && { view: withPictures(presentView(modal), api.backstage) }),
  };
};

const isDeleted = (message: Message): boolean => message.deleted === true;

const within = async (milliseconds: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
};
