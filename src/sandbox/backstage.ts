import type { Faults } from "./faults.ts";
import type { Sockets } from "./sockets.ts";
import type { Store } from "./store.ts";
import type { ResponseUrls, Triggers } from "./tickets.ts";

/** What the parts of the sandbox share. */
export interface Backstage {
  readonly store: Store;
  readonly faults: Faults;
  readonly responseUrls: ResponseUrls;
  readonly triggers: Triggers;
  readonly sockets: Sockets;
  readonly tokens: { readonly bot: string; readonly app: string | undefined };
  /** Pretend time. */
  readonly now: () => Date;
  /** The sandbox's own address, without a slash at the end. */
  readonly url: () => string;
  /** Where the bot listens, when it listens on HTTP. */
  readonly appUrl: () => string | undefined;
  readonly signingSecret: string;
  /** Milliseconds an acknowledgement may take. */
  readonly ackTimeout: number;
  /** Milliseconds before each repetition of an event that was not acknowledged. */
  readonly eventRetries: readonly number[];
}

/** A refusal in one word of Slack's: "channel_not_found". */
export class SlackError extends Error {
  override readonly name = "SlackError";
  readonly error: string;
  readonly details: readonly string[];

  constructor(error: string, details: readonly string[] = []) {
    super([error, ...details].join("; "));
    this.error = error;
    this.details = details;
  }
}
