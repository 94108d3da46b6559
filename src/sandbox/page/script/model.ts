import type { Fields } from "./fields.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly title: string;
  readonly time_zone: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly kind: "channel" | "private" | "direct";
  readonly bot_is_member: boolean;
  readonly person?: string;
}

export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly ephemeral: boolean;
  readonly text: string;
  /** Its text holds no markup. */
  readonly plain?: boolean;
  readonly blocks: readonly Fields[];
  readonly edited: boolean;
  readonly thread_ts?: string;
  readonly deleted?: boolean;
  readonly files?: readonly {
    readonly name: string;
    readonly title: string;
    readonly mimetype: string;
    readonly size: number;
    readonly url: string;
  }[];
}

export interface Changes {
  readonly now: string;
  readonly revision: number;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly modals: readonly Fields[];
  readonly home: Fields | null;
}

export interface Setup {
  readonly commands: readonly { readonly name: string; readonly usage: string; readonly summary: string }[];
  readonly bot: { readonly userId: string; readonly name: string };
  readonly team: string;
  readonly people: readonly Person[];
  readonly suggestions: readonly string[];
}

/** What this tab shows: who looks, where, and everything they may see. */
export class Model {
  readonly setup: Setup;
  me: string;
  channel = "";
  tab: "messages" | "home" = "messages";
  thread: string | undefined;
  changes: Changes | undefined;
  readonly messages = new Map<string, Message>();
  /** Newest ts read, by person and channel; what was there at the first look counts as read. */
  readonly #read = new Map<string, string>();
  /** The machine's time minus pretend time, in milliseconds. */
  #behind = 0;

  constructor(setup: Setup) {
    this.setup = setup;
    this.me = setup.people[0]?.id ?? "";
  }

  get person(): Person | undefined {
    return this.setup.people.find((person) => person.id === this.me);
  }

  get place(): Channel | undefined {
    return this.channels.find((channel) => channel.id === this.channel);
  }

  /** Channels, then this person's own conversation with the bot. */
  get channels(): readonly Channel[] {
    return (this.changes?.channels ?? []).filter(
      (channel) => channel.kind !== "direct" || channel.person === this.me,
    );
  }

  /** Pretend time; it runs with the machine's. */
  now(): Date {
    return new Date(Date.now() - this.#behind);
  }

  take(changes: Changes): readonly Message[] {
    const isFirst = this.changes === undefined;
    this.changes = changes;
    this.#behind = Date.now() - Date.parse(changes.now);
    for (const message of changes.messages) {
      const key = `${message.channel} ${message.ts}`;
      if (message.deleted === true) this.messages.delete(key);
      else this.messages.set(key, message);
    }
    if (isFirst) for (const channel of this.channels) this.markRead(channel.id);
    return changes.messages;
  }

  /** Forgets what the last person saw. */
  become(person: string): void {
    this.me = person;
    this.messages.clear();
    this.changes = undefined;
    this.thread = undefined;
    if (this.channel.startsWith("D")) this.channel = "";
  }

  in(channel: string): readonly Message[] {
    return [...this.messages.values()]
      .filter((message) => message.channel === channel)
      .sort((one, other) => (one.ts < other.ts ? -1 : 1));
  }

  markRead(channel: string): void {
    const newest = this.in(channel).at(-1)?.ts;
    if (newest !== undefined) this.#read.set(`${this.me} ${channel}`, newest);
  }

  unread(channel: string): number {
    const read = this.#read.get(`${this.me} ${channel}`) ?? "";
    return this.in(channel).filter((message) => message.ts > read && message.user !== this.me).length;
  }

  nameOf(user: string): string {
    if (user === this.setup.bot.userId) return this.setup.bot.name;
    if (user === "USLACKBOT") return "Slackbot";
    return this.setup.people.find((person) => person.id === user)?.name ?? user;
  }
}
