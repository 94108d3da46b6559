import { blankReport, type Chart, type NextStep, type Report } from "../report.ts";
import { type Digest, whenWords } from "./digest.ts";
import { formatInstant } from "./next-fire.ts";

/** What digests say about themselves. All of it is words of ours; figures come from the report that was asked. */

export const repeatedMark = "Repeated: I could not confirm the first sending.";

export interface Circumstances {
  readonly digest: Digest;
  readonly dueAt: Date;
  readonly late: boolean;
  readonly repeated: boolean;
  /** Due times left out since the last sending, newest first. */
  readonly leftOut: readonly { readonly dueAt: Date; readonly reason: string }[];
}

/** The report as it is posted: it says that it is a digest, of which schedule, and what went wrong on the way. */
export const dressReport = (
  report: Report,
  { digest, dueAt, late, repeated, leftOut }: Circumstances,
): Report => ({
  ...report,
  headline: repeated ? `${repeatedMark} ${report.headline}` : report.headline,
  notes: [
    ...(late ? [`Late: this was due ${formatInstant(dueAt, digest.zone)}.`] : []),
    ...leftOutNotes(leftOut, digest.zone),
    ...report.notes,
  ],
  footer: [report.footer, `Digest ${digest.id}`, whenWords(digest), `/digest delete ${digest.id}`]
    .filter(Boolean)
    .join(" · "),
});

const leftOutNotes = (leftOut: Circumstances["leftOut"], zone: string): readonly string[] => {
  const [newest] = leftOut;
  if (!newest) return [];
  const others = leftOut.length > 1 ? ` and ${leftOut.length - 1} before it` : "";
  return [`Not sent: the one due ${formatInstant(newest.dueAt, zone)}${others}. ${newest.reason}`];
};

export const firstChart = (report: Report): Chart | undefined => {
  for (const section of report.sections) if (section.kind === "chart") return section.chart;
  return undefined;
};

/** What the owner reads in the bot's direct conversation when their digest could not be sent. */
export const noticeReport = (digest: Digest, text: string): Report => ({
  ...blankReport,
  title: `Digest ${digest.id} needs you`,
  reading: `${digest.request} · ${whenWords(digest)}`,
  headline: text,
  next: [
    step(`Send digest ${digest.id} now`, `digest run ${digest.id}`),
    step("Delete it", `digest delete ${digest.id}`),
    listStep,
  ],
});

export interface Confirmed {
  readonly digest: Digest;
  /** The person's zone is unknown and the words named none. */
  readonly zoneUnknown: boolean;
  /** The question reads well, but cannot be answered today. */
  readonly doubt?: string;
  readonly existed: boolean;
}

export const confirmationReport = ({ digest, zoneUnknown, doubt, existed }: Confirmed): Report => ({
  ...blankReport,
  title: existed ? `Digest ${digest.id} does that already` : `Digest ${digest.id} is set`,
  reading: `${digest.request} · ${whenWords(digest)} · ${digest.direct ? "to you" : "to this channel"}`,
  headline: nextSentence(digest),
  sections: digest.direct ? [] : [{ kind: "text", text: "Everyone in this channel will see the figures." }],
  notes: [
    ...(zoneUnknown
      ? ['I do not know your time zone, so the time is UTC; name another with "in", for example: in Kolkata.']
      : []),
    ...shortMonthNotes(digest),
    ...(doubt === undefined ? [] : [`It cannot be answered yet: ${doubt}`]),
  ],
  next: [
    step("Send it now", `digest run ${digest.id}`),
    listStep,
    step("Delete it", `digest delete ${digest.id}`),
  ],
});

/** "Next: Monday 5 Jan 2026, 8:00 in Asia/Kolkata." */
export const nextSentence = (digest: Digest): string => {
  if (digest.ended) return `Ended: ${digest.ended.reason}`;
  return digest.nextDueAt
    ? `Next: ${formatInstant(digest.nextDueAt, digest.zone)}.`
    : "Next: after the next load.";
};

const shortMonthNotes = ({ schedule }: Digest): readonly string[] => {
  if (schedule.kind !== "monthly" || schedule.day === "last" || schedule.day < 29) return [];
  return [`Months without a day ${schedule.day} are left out; "on the last day" is in every month.`];
};

/** `here` is the channel that asks; undefined where it is no channel. */
export const listReport = (digests: readonly Digest[], viewer: string, here: string | undefined): Report => ({
  ...blankReport,
  title: "Digests",
  reading: here === undefined ? "yours" : "yours, and those of this channel",
  headline:
    digests.length === 0
      ? "There is none yet. For example: /digest kpi every Monday at 8:00"
      : countSentence(digests.length),
  sections: [
    {
      kind: "list",
      items: digests.map((digest) => ({
        term: `Digest ${digest.id}`,
        text: [
          digest.request,
          whenWords(digest),
          placeWords(digest, here),
          nextSentence(digest),
          ...(digest.owner.user === viewer ? [] : ["Made by someone else."]),
        ].join(" · "),
        words: `digest run ${digest.id}`,
      })),
    },
  ],
});

/** Only one's own are listed outside their channel, so "to you" is always the reader. */
const placeWords = ({ direct, channel }: Digest, here: string | undefined): string => {
  if (direct) return "to you";
  return channel === here ? "to this channel" : "to another channel";
};

const countSentence = (count: number): string =>
  `${count === 1 ? "One digest" : `${count} digests`}. /digest run N sends one now, /digest delete N ends it.`;

export const removedReport = (digest: Digest): Report => ({
  ...blankReport,
  title: `Digest ${digest.id} is deleted`,
  reading: `${digest.request} · ${whenWords(digest)}`,
  headline: "It will not be sent again.",
  next: [step("Set it again", `digest ${digest.request} ${whenWords(digest)}`), listStep],
});

/** What `/digest run N` answers, privately. */
export const ranReport = (digest: Digest, happened: string): Report => ({
  ...blankReport,
  title: `Digest ${digest.id}`,
  reading: `${digest.request} · ${whenWords(digest)}`,
  headline: `${happened} ${nextSentence(digest)}`.trim(),
  next: [listStep],
});

const step = (label: string, words: string): NextStep => ({ label, words });
const listStep = step("All digests", "digest list");
