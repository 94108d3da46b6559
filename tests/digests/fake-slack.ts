import type { Courier, Outcome, Target } from "../../src/digests/courier.ts";
import type { Report } from "../../src/report.ts";

export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly key: string;
  readonly report: Report;
  readonly picture: Buffer | undefined;
}

/** What the next posting to a channel meets. "lost answer": posted, but the courier hears nothing of it. */
export type Fault =
  | "lost answer"
  | "never arrived"
  | "throws"
  | "hangs"
  | { readonly waitMs: number }
  | { readonly refused: "channel_gone" | "not_in_channel" | "other" };

/** A workspace in memory: a log of messages, and what is to go wrong. */
export interface FakeSlack extends Courier {
  readonly messages: Posted[];
  readonly members: Set<string>;
  /** Faults met one by one by the postings to this channel. */
  fail(channel: string, ...faults: Fault[]): void;
  failPictures(times: number): void;
  to(channel: string): readonly Posted[];
}

export const directOf = (user: string): string => `D-${user}`;

export const createFakeSlack = (options: { readonly canFind?: boolean } = {}): FakeSlack => {
  const messages: Posted[] = [];
  const faults = new Map<string, Fault[]>();
  const members = new Set<string>(["C1"]);
  let badPictures = 0;
  const channelOf = (target: Target): string => ("user" in target ? directOf(target.user) : target.channel);

  const record = (channel: string, report: Report, key: string): Outcome => {
    const ts = `${messages.length + 1}.000`;
    messages.push({ channel, ts, key, report, picture: undefined });
    return { kind: "posted", channel, ts };
  };

  return {
    messages,
    members,
    fail: (channel, ...list) => void faults.set(channel, [...(faults.get(channel) ?? []), ...list]),
    failPictures: (times) => {
      badPictures = times;
    },
    to: (channel) => messages.filter((message) => message.channel === channel),
    async post(target, report, key) {
      const channel = channelOf(target);
      const fault = faults.get(channel)?.shift();
      if (fault === undefined) return record(channel, report, key);
      if (fault === "hangs") return new Promise<Outcome>(() => undefined);
      if (fault === "throws") throw new Error("socket hang up");
      if (fault === "lost answer") record(channel, report, key);
      if (typeof fault === "string") return { kind: "unknown", message: "500" };
      if ("waitMs" in fault) return { kind: "rate-limited", retryAfterMs: fault.waitMs };
      return { kind: "refused", reason: fault.refused, message: fault.refused };
    },
    async attachPicture(channel, ts, report, picture) {
      if (badPictures > 0) {
        badPictures -= 1;
        throw new Error("invalid slack file");
      }
      const index = messages.findIndex((message) => message.channel === channel && message.ts === ts);
      const message = messages[index];
      if (!message) throw new Error(`no message ${ts} in ${channel}`);
      messages[index] = { ...message, report, picture };
    },
    isMember: async (channel) => members.has(channel),
    openDirect: async (user) => directOf(user),
    ...(options.canFind === false
      ? {}
      : {
          find: async (channel, key) =>
            messages.find((message) => message.channel === channel && message.key === key)?.ts,
        }),
  };
};
