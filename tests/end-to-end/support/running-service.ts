import { rm } from "node:fs/promises";
import { readEnvironment } from "../../../src/environment.ts";
import { startService } from "../../../src/main.ts";
import { memoryIo } from "../../service/memory-io.ts";
import { copyDemoFolder } from "../../support/demo-folder.ts";

/** The whole service as `npm start` runs it, driven through the sandbox's scripted API. */
export interface RunningService {
  readonly url: string;
  /** BIMS's data folder. */
  readonly folder: string;
  /** What the person sees that is new, once the bot is done. */
  type(text: string, by?: Partial<By>): Promise<readonly Seen[]>;
  press(message: Seen, action: { readonly id: string; readonly value?: string }): Promise<readonly Seen[]>;
  /** The modal that the person sees after a press. */
  modal(message: Seen, actionId: string): Promise<string>;
  messages(by?: Partial<By>): Promise<readonly Seen[]>;
  invite(channel: string): Promise<void>;
  now(): Promise<Date>;
  moveClock(to: Date): Promise<void>;
  stop(): Promise<void>;
}

interface By {
  readonly as: string;
  readonly channel: string;
  readonly thread?: string;
}

export interface Seen {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly ephemeral: boolean;
  readonly thread_ts?: string;
  readonly edited: boolean;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into blocks freely
  readonly blocks: readonly any[];
}

/** People and channels of the sandbox. */
export const asha = "U0ASHA";
export const general = "C0GENERAL";
/** A channel without the bot. */
export const finance = "C0FINANCE";
export const directOfAsha = "D0ASHA";

/** With the demo company, unless `folder` names another data folder; `stop` removes it. */
export const startRunningService = async (
  options: { readonly folder?: string; readonly variables?: Readonly<Record<string, string>> } = {},
): Promise<RunningService> => {
  const folder = options.folder ?? (await copyDemoFolder());
  const environment = readEnvironment({
    BIMS_DATA_DIR: folder,
    PORT: "0",
    LOG_LEVEL: "silent",
    ...options.variables,
  });
  const service = await startService(environment, memoryIo());
  const { url } = service;
  const post = scriptOf(url);
  const at = (by: Partial<By>): By => ({ as: asha, channel: general, ...by });

  return {
    url,
    folder,
    type: async (text, { thread, ...by } = {}) => {
      const body = { ...at(by), text, ...(thread === undefined ? {} : { thread_ts: thread }) };
      return (await post("command", body)).messages;
    },
    press: async (message, action) => (await post("press", pressOf(message, action))).messages,
    modal: async (message, id) => JSON.stringify((await post("press", pressOf(message, { id }))).view ?? {}),
    messages: async (by = {}) => {
      const { as, channel } = at(by);
      return (await call(`${url}/sandbox/api/messages?channel=${channel}&as=${as}`)).messages;
    },
    invite: async (channel) => void (await post("invite", { as: asha, channel })),
    now: async () => new Date((await call(`${url}/sandbox/api/state`)).now),
    moveClock: async (to) => void (await post("clock", { to: to.toISOString() })),
    stop: async () => {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const pressOf = (
  { ts, channel, blocks }: Seen,
  { id, value }: { readonly id: string; readonly value?: string },
): object => {
  const block = blocks.find(({ elements = [], accessory }) =>
    [...elements, accessory].some((element) => element?.action_id === id),
  );
  return { as: asha, channel, ts, action_id: id, block_id: block?.block_id, value };
};

interface Scripted {
  readonly view?: object;
  readonly messages: readonly Seen[];
  readonly now: string;
}

/** Posts to the scripted API of the sandbox at this address. */
export const scriptOf =
  (url: string) =>
  (name: string, body: object): Promise<Scripted> =>
    call(`${url}/sandbox/api/${name}`, { method: "POST", body: JSON.stringify(body) });

const call = async (address: string, init: RequestInit = {}): Promise<Scripted> => {
  const response = await fetch(address, init);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Scripted;
};
