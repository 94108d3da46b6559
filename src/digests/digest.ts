import type { Viewer } from "../access/viewer.ts";
import type { Database } from "../database/database.ts";
import type { Target } from "./courier.ts";
import { readSchedule } from "./read-schedule.ts";
import { type Schedule, scheduleWords } from "./schedule.ts";

/** A question that is asked again by itself, as its owner, and where its answer goes. */
export interface Digest {
  /** What people type: `/digest delete 3`. */
  readonly id: number;
  readonly owner: Viewer;
  /** What is asked, in words and still relative: "kpi", "top products by net sales last month". */
  readonly request: string;
  readonly schedule: Schedule;
  /** IANA zone in which its times are told. */
  readonly zone: string;
  /** Where it was typed: a channel, or the bot's direct conversation with its owner. */
  readonly channel: string;
  readonly direct: boolean;
  readonly nextDueAt: Date | undefined;
  readonly ended: { readonly at: Date; readonly reason: string } | undefined;
}

type DigestRow = NonNullable<Awaited<ReturnType<Database["client"]["digest"]["findFirst"]>>>;

export const digestOfRow = (row: DigestRow): Digest => ({
  id: row.id,
  owner: {
    enterprise: row.enterprise,
    team: row.team,
    user: row.user,
    zone: row.zone,
    policy: "everything",
  },
  request: row.words,
  schedule: readSchedule(row.schedule, row.words),
  zone: row.zone,
  channel: row.channel,
  direct: row.direct,
  nextDueAt: row.nextDueAt ?? undefined,
  ended: row.endedAt ? { at: row.endedAt, reason: row.endedReason ?? "" } : undefined,
});

/** What the ledger keys a sending by: the channel, or the person. */
export const ledgerTarget = (digest: Pick<Digest, "channel" | "direct" | "owner">): string =>
  digest.direct ? digest.owner.user : digest.channel;

/** A row of the ledger that tells a person what happened to their digest; its reason is the text. */
export const noticeTarget = (user: string): string => `${noticeMark}${user}`;
export const isNotice = (target: string): boolean => target.startsWith(noticeMark);
const noticeMark = "notice:";

export const courierTarget = (digest: Pick<Digest, "direct">, target: string): Target => {
  if (isNotice(target)) return { user: target.slice(noticeMark.length) };
  return digest.direct ? { user: target } : { channel: target };
};

/** "every Monday at 8:00 in Asia/Kolkata" */
export const whenWords = (digest: Pick<Digest, "schedule">): string => scheduleWords(digest.schedule);
