import { randomBytes } from "node:crypto";
import type { Block, Message, StoredFile, View } from "./message.ts";
import type { Channel, Person } from "./workspace.ts";

export interface NewMessage {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly isPlain?: boolean;
  readonly blocks?: readonly Block[];
  readonly files?: readonly StoredFile[];
  readonly visibleTo?: string;
  readonly threadTs?: string;
}

type Edit = Partial<Pick<Message, "text" | "isPlain" | "blocks" | "deleted">>;

/** What the pretend workspace remembers while the process lives. */
export class Store {
  readonly people: readonly Person[];
  readonly #channels: Map<string, Channel>;
  readonly #messages = new Map<string, Message>();
  readonly #files = new Map<string, StoredFile>();
  readonly #modals = new Map<string, readonly View[]>();
  readonly #homes = new Map<string, View>();
  readonly #listeners = new Set<() => void>();
  readonly #now: () => Date;
  #lastMicroseconds = 0;
  #revision = 0;

  constructor(options: { people: readonly Person[]; channels: readonly Channel[]; now: () => Date }) {
    this.people = options.people;
    this.#channels = new Map(options.channels.map((channel) => [channel.id, channel]));
    this.#now = options.now;
  }

  /** Counts every change; the page and the scripted API ask what came after one. */
  get revision(): number {
    return this.#revision;
  }

  get channels(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  /** By id, by name with or without "#", or a person's id for their direct conversation. */
  channel(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, "");
    return (
      this.#channels.get(idOrName) ??
      this.channels.find((channel) => channel.name === name || channel.person === idOrName)
    );
  }

  changeChannel(id: string, change: Partial<Pick<Channel, "botIsMember" | "isArchived">>): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    this.#channels.set(id, { ...channel, ...change });
    this.#changed();
  }

  /** Unique and rising, in pretend time, even when that stands still. */
  nextTs(): string {
    this.#lastMicroseconds = Math.max(this.#lastMicroseconds + 1, this.#now().getTime() * 1000);
    const digits = String(this.#lastMicroseconds);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }

  post(message: NewMessage): Message {
    const ts = this.nextTs();
    const { blocks = [], files = [], ...rest } = message;
    const stored = { ...rest, ts, blocks: withIds(blocks), files, revision: this.#revision + 1 };
    this.#messages.set(keyOf(message.channel, ts), stored);
    forgetOldest(this.#messages, most.messages);
    this.#changed();
    return stored;
  }

  message(channel: string, ts: string): Message | undefined {
    const found = this.#messages.get(keyOf(channel, ts));
    return found?.deleted === true ? undefined : found;
  }

  edit(message: Message, edit: Edit): Message {
    const blocks = edit.blocks === undefined ? message.blocks : withIds(edit.blocks);
    const changed = { ...message, ...edit, blocks, edited: this.nextTs(), revision: this.#revision + 1 };
    this.#messages.set(keyOf(message.channel, message.ts), changed);
    this.#changed();
    return changed;
  }

  /** What `person` sees, oldest first; deleted ones only when asked for. */
  messages(filter: {
    person?: string;
    channel?: string;
    after?: number;
    withDeleted?: boolean;
  }): readonly Message[] {
    return [...this.#messages.values()].filter(
      (message) =>
        (filter.withDeleted === true || message.deleted !== true) &&
        (filter.channel === undefined || message.channel === filter.channel) &&
        message.revision > (filter.after ?? 0) &&
        (filter.person === undefined || this.#sees(filter.person, message)),
    );
  }

  #sees(person: string, message: Message): boolean {
    const channel = this.#channels.get(message.channel);
    const inChannel = channel?.kind !== "direct" || channel.person === person;
    return inChannel && (message.visibleTo === undefined || message.visibleTo === person);
  }

  file(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  saveFile(file: StoredFile): StoredFile {
    this.#files.set(file.id, file);
    forgetOldest(this.#files, most.files);
    return file;
  }

  /** Modals open for one person, bottom first. */
  modals(person: string): readonly View[] {
    return this.#modals.get(person) ?? [];
  }

  showModals(person: string, views: readonly View[]): void {
    this.#modals.set(person, views);
    this.#changed();
  }

  home(person: string): View | undefined {
    return this.#homes.get(person);
  }

  showHome(view: View): void {
    this.#homes.set(view.user, view);
    this.#changed();
  }

  view(id: string): View | undefined {
    const views = [...[...this.#modals.values()].flat(), ...this.#homes.values()];
    return views.find((view) => view.id === id);
  }

  /** Calls back after every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the page to look again though nothing was said: time has moved. */
  touch(): void {
    this.#changed();
  }

  #changed(): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener();
  }
}

/** What is remembered at most, so that a sandbox that runs for days stays small. */
const most = Object.freeze({ messages: 2_000, files: 500 });

const forgetOldest = (remembered: Map<string, unknown>, count: number): void => {
  const [oldest] = remembered.keys();
  if (remembered.size > count && oldest !== undefined) remembered.delete(oldest);
};

const keyOf = (channel: string, ts: string): string => `${channel} ${ts}`;

/** Slack names every block and every action that came without a name. */
const withIds = (blocks: readonly Block[]): readonly Block[] =>
  blocks.map((block) => ({ ...namedActions(block), block_id: block.block_id ?? shortId() }));

const namedActions = (block: Block): Block => {
  const { elements, accessory } = block;
  const changed: Record<string, unknown> = { ...block };
  if (Array.isArray(elements) && block.type === "actions") changed.elements = elements.map(named);
  if (accessory !== undefined) changed.accessory = named(accessory);
  return changed as unknown as Block;
};

const named = (element: unknown): unknown =>
  typeof element === "object" && element !== null && !("action_id" in element) && !("image_url" in element)
    ? { ...element, action_id: shortId() }
    : element;

/** A short unguessable name, for blocks, actions and views. */
export const shortId = (): string => randomBytes(4).toString("base64url");
