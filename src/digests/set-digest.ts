import type { Viewer } from "../access/viewer.ts";
import type { Clock } from "../clock.ts";
import type { Place } from "../desk.ts";
import { QuestionError } from "../errors.ts";
import type { Report } from "../report.ts";
import type { Digest } from "./digest.ts";
import { confirmationReport } from "./digest-report.ts";
import type { DigestStore } from "./digest-store.ts";
import { nextFire } from "./next-fire.ts";
import type { Planner } from "./plan.ts";
import { splitDigest } from "./read-schedule.ts";
import { inZone, type Schedule, scheduleWords } from "./schedule.ts";
import { readZone } from "./zones.ts";

export interface SetDigestOptions {
  readonly store: DigestStore;
  readonly planner: Planner;
  readonly clock: Clock;
  compose(digest: Pick<Digest, "owner" | "request">): Promise<Report>;
}

/** Saves a digest once everything that would stop it is looked at: its words, its times, its channel, its question. */
export const setDigest = async (
  viewer: Viewer,
  place: Place,
  words: string,
  options: SetDigestOptions,
): Promise<Report> => {
  const { store, planner, clock } = options;
  const { request, schedule: said } = splitDigest(words);
  if (place.kind === "terminal") {
    throw new QuestionError(
      "not-allowed",
      "A digest is posted in Slack: type it there, in its channel or to the bot.",
    );
  }
  const known = viewer.zone === undefined ? undefined : zoneNamed(viewer.zone);
  const schedule = inZone(said, known ?? "UTC");
  const zoneUnknown = said.kind !== "after-load" && said.zone === undefined && known === undefined;
  const nextDueAt = nextOf(schedule, clock.now());
  if (!place.direct && !(await place.isMember())) throw inviteFirst(`digest ${words.trim()}`);
  const doubt = await doubtOf(viewer, request, schedule, options);

  const { channel, direct } = place;
  const zone = schedule.kind === "after-load" ? (known ?? "UTC") : (schedule.zone ?? "UTC");
  const draft = { owner: viewer, request, schedule, zone, channel, direct };
  const same = await store.findSame(draft);
  const about = { zoneUnknown, ...(doubt === undefined ? {} : { doubt }) };
  if (same) return confirmationReport({ ...about, digest: same, existed: true });
  const saved = await store.save(draft);
  if (schedule.kind === "after-load") await planner.ignoreLoadsSoFar(saved);
  return confirmationReport({ ...about, digest: await store.resume(saved, nextDueAt), existed: false });
};

/** The bot can only post where it is a member. */
export const inviteFirst = (words: string): QuestionError =>
  new QuestionError(
    "not-allowed",
    `I am not in this channel, so I could not post there. Type /invite @BIMS, then again: /${words}`,
    [{ label: "I have invited it", words }],
  );

const zoneNamed = (name: string): string | undefined => {
  const reading = readZone(name);
  return reading.kind === "zone" ? reading.zone : undefined;
};

const nextOf = (schedule: Schedule, now: Date): Date | undefined => {
  const next = nextFire(schedule, now);
  if (next || schedule.kind === "after-load") return next;
  throw new QuestionError(
    "unknown-word",
    `"${scheduleWords(schedule)}" would never be sent. For example: /digest kpi every Monday at 8:00`,
  );
};

/** A question that cannot be read is refused now, with its choices; one whose data is not loaded yet may wait for it. */
const doubtOf = async (
  viewer: Viewer,
  request: string,
  schedule: Schedule,
  { compose }: SetDigestOptions,
): Promise<string | undefined> => {
  try {
    await compose({ owner: viewer, request });
    return undefined;
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    if (error.kind === "not-loaded") return error.message;
    const choices = error.choices.map(({ label, words }) => ({
      label,
      words: `digest ${words} ${scheduleWords(schedule)}`,
    }));
    throw new QuestionError(error.kind, error.message, choices);
  }
};
