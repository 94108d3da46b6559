import type { Database } from "../database/database.ts";
import { type Digest, digestOfRow, ledgerTarget } from "./digest.ts";
import type { Ledger, NewSend } from "./ledger.ts";
import { firesBetween, formatInstant, nextFire } from "./next-fire.ts";

/** Sent late up to here, counted from when it was due; older ones are left out, with the reason on record. */
export const tooLate = 24 * 3_600_000;
const day = 24 * 3_600_000;
/** Longer than between any two fires of any schedule (31 Mar to 31 May), so that one is always in it. */
const looksBack = 70 * day;

export interface Planner {
  /** Writes everything that fell due until now into the ledger and moves each digest on to its next time. */
  plan(now: Date): Promise<void>;
  /**
   * Looks at all digests again, at the start and where the clock was set back since: it leaves next times in a future
   * that the clock will not reach soon. Nothing is due by it, so it can wait until what is due was sent.
   */
  review(now: Date): Promise<void>;
  /** Marks the latest load as one that an after-load digest must not be sent for: it was there before. */
  ignoreLoadsSoFar(digest: Digest): Promise<void>;
}

export const createPlanner = (database: Database, ledger: Ledger): Planner => {
  let lastReview: Date | undefined;

  /** What fell due is in the ledger before a digest moves on: whoever stops in between finds it due again. */
  const advance = async (digests: readonly Digest[], now: Date): Promise<void> => {
    await ledger.add(
      digests.flatMap((digest) => {
        const due = digest.nextDueAt;
        return due && due <= now ? accountFor(digest, due, now) : [];
      }),
    );
    for (const { ids, due, next } of movesOf(digests, now)) {
      await database.client.digest.updateMany({
        where: { id: { in: [...ids] }, nextDueAt: due, endedAt: null },
        data: { nextDueAt: next },
      });
    }
  };

  const advanceAll = async (nextDueAt: { lte: Date } | { gt: Date }, now: Date): Promise<void> => {
    const rows = await database.client.digest.findMany({
      where: { endedAt: null, nextDueAt },
      orderBy: { nextDueAt: "asc" },
    });
    for (let at = 0; at < rows.length; at += atOnce)
      await advance(rows.slice(at, at + atOnce).map(digestOfRow), now);
  };

  const finishedLoads = () =>
    database.client.load.findMany({
      where: { finishedAt: { not: null }, kind: { not: "refresh" } },
      orderBy: { id: "desc" },
      take: 100,
    });

  const afterLoads = async (): Promise<void> => {
    const rows = await database.client.digest.findMany({
      where: { endedAt: null, schedule: "after each load" },
    });
    if (rows.length === 0) return;
    const loads = (await finishedLoads()).flatMap(({ finishedAt }) => (finishedAt ? [finishedAt] : []));
    for (const digest of rows.map(digestOfRow)) {
      const known = await database.client.digestSend.findMany({
        where: { digestId: digest.id, target: ledgerTarget(digest), dueAt: { in: loads } },
      });
      const accounted = new Set(known.map((row) => row.dueAt.getTime()));
      const firstKnown = loads.findIndex((at) => accounted.has(at.getTime()));
      const fresh = (firstKnown < 0 ? loads : loads.slice(0, firstKnown)).toReversed();
      await ledger.add(rowsFor(digest, fresh));
    }
  };

  return {
    async plan(now) {
      await advanceAll({ lte: now }, now);
      await afterLoads();
    },
    async review(now) {
      if (lastReview === undefined || now < lastReview) await advanceAll({ gt: now }, now);
      lastReview = now;
    },
    async ignoreLoadsSoFar(digest) {
      const [latest] = await finishedLoads();
      if (!latest?.finishedAt) return;
      const row = { digestId: digest.id, target: ledgerTarget(digest), dueAt: latest.finishedAt };
      await ledger.add([{ ...row, state: "skipped", reason: "Loaded before the digest was made." }]);
    },
  };
};

/** Digests with one statement; each may have missed some seventy times. */
const atOnce = 50;

interface Move {
  readonly ids: number[];
  readonly due: Date;
  readonly next: Date | null;
}

/** From when to when digests move on, those together that do the same; what stays is left out. */
const movesOf = (digests: readonly Digest[], now: Date): Iterable<Move> => {
  const nexts = new Map<string, Date | null>();
  const moves = new Map<string, Move>();
  for (const { id, schedule, nextDueAt: due } of digests) {
    if (!due) continue;
    const words = JSON.stringify(schedule);
    const known = nexts.get(words);
    const next = known === undefined ? (nextFire(schedule, now) ?? null) : known;
    nexts.set(words, next);
    if (next?.getTime() === due.getTime()) continue;
    const way = `${due.getTime()} ${next?.getTime()}`;
    const move = moves.get(way) ?? { ids: [], due, next };
    moves.set(way, move);
    move.ids.push(id);
  }
  return moves.values();
};

/** Every fire from `due` to now. Of years of them the earliest are told together, in the reason of the first row. */
const accountFor = (digest: Digest, due: Date, now: Date): readonly NewSend[] => {
  const from = new Date(Math.max(due.getTime(), now.getTime() - looksBack) - 1);
  const fires = firesBetween(digest.schedule, from, now);
  const rows = rowsFor(digest, fires.length > 0 ? fires : [due], now);
  const [first, ...rest] = rows;
  if (!first || first.dueAt <= due) return rows;
  const since = `All that were due since ${formatInstant(due, digest.zone)} are left out with it.`;
  return [{ ...first, reason: [first.reason, since].filter(Boolean).join(" ") }, ...rest];
};

/** Only the newest is sent, and that only within a day of `now`; the newest load is worth sending at any time. */
const rowsFor = (digest: Digest, dues: readonly Date[], now?: Date): readonly NewSend[] => {
  const newest = dues.at(-1);
  return dues.map((dueAt) => {
    const row = { digestId: digest.id, target: ledgerTarget(digest), dueAt };
    if (dueAt !== newest) {
      const reason =
        digest.schedule.kind === "after-load"
          ? "A newer load took its place."
          : `BIMS was not running; the one due ${newest ? formatInstant(newest, digest.zone) : "next"} took its place.`;
      return { ...row, state: "skipped", reason };
    }
    const missed = now !== undefined && now.getTime() - dueAt.getTime() > tooLate;
    return missed ? { ...row, state: "skipped", reason: missedReason } : { ...row, state: "due" };
  });
};

export const missedReason = "BIMS was not running, and it was over a day late when it came back.";
