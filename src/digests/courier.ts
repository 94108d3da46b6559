import type { Report } from "../report.ts";

/** Who carries a digest to its readers; slack/ implements it. It retries nothing: the ledger decides about that. */
export interface Courier {
  /**
   * Posts the whole answer in words, without its picture. `key` names this sending, the same in each attempt,
   * and travels with the message where it can be looked up again.
   */
  post(target: Target, report: Report, key: string): Promise<Outcome>;
  /** Shows the picture in the message that was posted; doing it twice changes nothing. */
  attachPicture(channel: string, ts: string, report: Report, picture: Buffer): Promise<void>;
  isMember(channel: string): Promise<boolean>;
  /** The bot's direct conversation with the person. */
  openDirect(user: string): Promise<string>;
  /** The `ts` of the message that carries the key, where BIMS may read (its direct conversations). */
  find?(channel: string, key: string): Promise<string | undefined>;
}

/** `thread` is the first message of the thread to answer in. */
export type Target = { readonly channel: string; readonly thread?: string } | { readonly user: string };

export type Outcome =
  | { readonly kind: "posted"; readonly channel: string; readonly ts: string }
  | {
      readonly kind: "refused";
      readonly reason: "channel_gone" | "not_in_channel" | "other";
      readonly message: string;
    }
  /** Nothing was posted; it may be tried again freely. */
  | { readonly kind: "rate-limited"; readonly retryAfterMs: number }
  /** A dropped connection or a server error: posted or not, nobody knows. */
  | { readonly kind: "unknown"; readonly message: string };
