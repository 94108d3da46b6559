import { randomBytes } from "node:crypto";
import { SlackError } from "./backstage.ts";

/** A response_url takes 5 posts in 30 minutes; a trigger opens one modal within 3 s. */
const responseUrlUses = 5;
const responseUrlMinutes = 30;
const triggerSeconds = 3;

/** What a response_url answers to: a typed command, or a press on a message. */
export interface ResponseTarget {
  readonly channel: string;
  readonly person: string;
  readonly threadTs?: string;
  /** The pressed message; a command has none. */
  readonly pressed?: { readonly ts: string };
}

/** Addresses that post without a token. */
export class ResponseUrls {
  readonly #issued = new Map<string, { target: ResponseTarget; expires: number; left: number }>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The name at the end of the address. */
  issue(target: ResponseTarget): string {
    const name = randomBytes(18).toString("base64url");
    const expires = this.#now().getTime() + responseUrlMinutes * 60_000;
    this.#issued.set(name, { target, expires, left: responseUrlUses });
    return name;
  }

  /** Uses it once; refuses with used_url or expired_url. */
  use(name: string): ResponseTarget {
    const issued = this.#issued.get(name);
    if (issued === undefined) throw new SlackError("no_such_url");
    if (issued.expires <= this.#now().getTime()) throw new SlackError("expired_url");
    if (issued.left === 0) throw new SlackError("used_url");
    issued.left -= 1;
    return issued.target;
  }
}

/** Permissions to open a modal, each born of something a person did. */
export class Triggers {
  readonly #issued = new Map<
    string,
    { person: string; channel?: string; expires: number; isUsed: boolean }
  >();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  issue(person: string, channel?: string): string {
    const id = `${this.#now().getTime()}.${randomBytes(8).toString("hex")}`;
    const expires = this.#now().getTime() + triggerSeconds * 1000;
    this.#issued.set(id, { person, ...(channel !== undefined && { channel }), expires, isUsed: false });
    return id;
  }

  /** Uses it up; refuses with expired_trigger_id, exchanged_trigger_id or invalid_trigger_id. */
  use(id: string): { readonly person: string; readonly channel?: string } {
    const issued = this.#issued.get(id);
    if (issued === undefined) throw new SlackError("invalid_trigger_id");
    if (issued.isUsed) throw new SlackError("exchanged_trigger_id");
    if (issued.expires < this.#now().getTime()) throw new SlackError("expired_trigger_id");
    issued.isUsed = true;
    return issued;
  }
}
