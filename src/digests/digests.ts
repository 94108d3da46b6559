import type { Viewer } from "../access/viewer.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import type { Place } from "../desk.ts";
import { AccessError, QuestionError } from "../errors.ts";
import type { Chart, Report } from "../report.ts";
import type { Courier } from "./courier.ts";
import { type Digest, ledgerTarget } from "./digest.ts";
import { listReport, ranReport, removedReport } from "./digest-report.ts";
import { openDigestStore } from "./digest-store.ts";
import { openLedger, type Send } from "./ledger.ts";
import { nextFire } from "./next-fire.ts";
import { createPlanner } from "./plan.ts";
import { type CrashPoint, type Limits, type Log, usualLimits } from "./sending.ts";
import { inviteFirst, setDigest } from "./set-digest.ts";
import { createTicker } from "./tick.ts";

export interface DigestsOptions {
  readonly database: Database;
  readonly courier: Courier;
  readonly clock: Clock;
  readonly painter: { draw(chart: Chart): Promise<Buffer> };
  /** Asks the digest's question anew as its owner; throws the errors of errors.ts. */
  compose(digest: Pick<Digest, "owner" | "request">): Promise<Report>;
  readonly log: Log;
  /** Unique per running program. */
  readonly instance: string;
  /** Unless the usual ones hold. */
  readonly limits?: Partial<Limits>;
  /** Called at the named points; tests stop the program there. */
  readonly reach?: (point: CrashPoint) => void | Promise<void>;
}

/** What `/digest` and the clock ask for. What it throws are QuestionError and AccessError, made to be shown. */
export interface Digests {
  create(viewer: Viewer, place: Place, words: string): Promise<Report>;
  list(viewer: Viewer, place: Place): Promise<Report>;
  /** Sends it now, besides its schedule; one that ended because BIMS was not in its channel is taken up again. */
  runNow(id: number, viewer: Viewer, isAdmin?: boolean): Promise<Report>;
  remove(id: number, viewer: Viewer, isAdmin?: boolean): Promise<Report>;
  /** Sends everything that is due; ticks of one program never overlap. */
  tick(now?: Date): Promise<void>;
  /** For a clock that is moved by hand: it steps through these times. */
  nextDue(): Promise<Date | undefined>;
  /** Sends what waits for a load. Loads are found in the database, so that a missed call loses nothing. */
  afterLoad(): Promise<void>;
  start(): void;
  /** Waits for the tick that runs. */
  stop(): Promise<void>;
}

export const createDigests = (options: DigestsOptions): Digests => {
  const { database, courier, clock, instance } = options;
  const limits = { ...usualLimits, ...options.limits };
  const store = openDigestStore(database);
  const ledger = openLedger(database, { instance, lease: limits.lease });
  const planner = createPlanner(database, ledger);
  const end = (id: number, reason: string): Promise<void> => store.end(id, clock.now(), reason);

  const ticker = createTicker(planner, { ...options, limits, ledger, findDigest: store.find, end });

  const owned = async (id: number, viewer: Viewer, isAdmin: boolean): Promise<Digest> => {
    const digest = await store.find(id);
    if (!digest || digest.owner.team !== viewer.team || digest.owner.enterprise !== viewer.enterprise) {
      throw new QuestionError(
        "unknown-word",
        `There is no digest ${id}. Type /digest list to see the ones there are.`,
      );
    }
    if (digest.owner.user === viewer.user || isAdmin) return digest;
    throw new AccessError(`Digest ${id} belongs to someone else; its owner or an administrator can do that.`);
  };

  const revive = async (digest: Digest): Promise<Digest> => {
    if (!digest.ended) return digest;
    if (!digest.direct && !(await courier.isMember(digest.channel)))
      throw inviteFirst(`digest run ${digest.id}`);
    return store.resume(digest, nextFire(digest.schedule, clock.now()));
  };

  return {
    create: (viewer, place, words) => setDigest(viewer, place, words, { ...options, store, planner }),
    async list(viewer, place) {
      const channel = place.kind === "slack" && !place.direct ? place.channel : undefined;
      return listReport(await store.list(viewer, channel), viewer.user, channel);
    },
    async runNow(id, viewer, isAdmin = false) {
      const digest = await revive(await owned(id, viewer, isAdmin));
      const key = { digestId: id, dueAt: clock.now(), target: ledgerTarget(digest) };
      await ledger.add([{ ...key, state: "due" }]);
      const added = await ledger.find(key);
      if (added) await ticker.send(added);
      return ranReport((await store.find(id)) ?? digest, outcomeWords(await ledger.find(key)));
    },
    async remove(id, viewer, isAdmin = false) {
      const digest = await owned(id, viewer, isAdmin);
      await store.delete(id, clock.now());
      return removedReport(digest);
    },
    tick: ticker.tick,
    nextDue: () => store.nextDue(),
    afterLoad: () => ticker.tick(),
    start: ticker.start,
    stop: ticker.stop,
  };
};

const outcomeWords = (send: Send | undefined): string => {
  switch (send?.state) {
    case "posted":
    case "complete":
      return "It was sent.";
    case "posting":
      return "It was sent, but Slack has not confirmed it; I will look again within a minute.";
    case "held":
    case "skipped":
      return `It was not sent. ${send.reason ?? ""}`;
    case "due":
    case "claimed":
    case undefined:
      return "It could not be sent at once; I will try again within a minute.";
  }
};
