import { z } from "zod";
import type { Database } from "../database/database.ts";

/**
 * One row is one due time of one digest for one target; its state moves by conditional updates only, so that
 * of two programs exactly one sends. Leases are measured by the database's clock alone: the hosts' may differ.
 */

const states = ["due", "claimed", "posting", "posted", "complete", "held", "skipped"] as const;

const sendRow = z.object({
  digestId: z.int(),
  dueAt: z.date(),
  target: z.string(),
  state: z.enum(states),
  claimedBy: z.string().nullable(),
  messageTs: z.string().nullable(),
  reason: z.string().nullable(),
  /** How often it was taken up. */
  attempts: z.int(),
  late: z.boolean(),
  repeated: z.boolean(),
});
/** A row as it was when it was read or claimed; `claimedBy` is the token of that claim. */
export type Send = Readonly<z.infer<typeof sendRow>>;
export type SendKey = Pick<Send, "digestId" | "dueAt" | "target">;

/** A due time to account for: to be sent, or left out with the reason on record. */
export interface NewSend extends SendKey {
  readonly state: "due" | "skipped";
  readonly reason?: string;
}

/** Names the sending towards Slack, the same in each attempt. */
export const keyOf = (send: SendKey): string =>
  `digest-${send.digestId}/${send.dueAt.toISOString()}/${send.target}`;

export interface Ledger {
  /** Adds the rows that are not there yet; how many were. */
  add(rows: readonly NewSend[]): Promise<number>;
  /** Unfinished rows that nobody holds, oldest first. */
  open(limit?: number): Promise<readonly Send[]>;
  /** The row with a fresh lease, for exactly one caller; undefined for everybody else. */
  claim(key: SendKey): Promise<Send | undefined>;
  /** The last look before the message leaves: false when the claim is lost. From here the outcome is unknown. */
  beginPosting(
    claim: Send,
    message: { readonly hash: string; readonly late: boolean; readonly repeated: boolean },
  ): Promise<boolean>;
  /** False when another program took the row over in the meantime. */
  posted(claim: Send, ts: string): Promise<boolean>;
  complete(claim: Send, reason?: string): Promise<void>;
  /** Nothing left the house: due again after a pause. A refusal to take it now does not count as an attempt. */
  postpone(
    claim: Send,
    pause: { readonly milliseconds: number; readonly reason?: string; readonly counts: boolean },
  ): Promise<void>;
  /** Leaves the state as it is and lets go after a pause: an unknown outcome, a picture to try again. */
  letGo(claim: Send, milliseconds: number): Promise<void>;
  settle(claim: Send, state: "held" | "skipped", reason: string): Promise<void>;
  find(key: SendKey): Promise<Send | undefined>;
  /** Due times left out since the target last got its digest, newest first. */
  skippedBefore(send: SendKey): Promise<readonly { readonly dueAt: Date; readonly reason: string }[]>;
}

export interface LedgerOptions {
  /** Unique per running program. */
  readonly instance: string;
  /** Milliseconds; at least three times the longest stall plus the longest request. */
  readonly lease: number;
}

export const openLedger = (database: Database, { instance, lease }: LedgerOptions): Ledger => {
  const { client } = database;
  let claims = 0;
  const rows = (found: unknown): readonly Send[] => z.array(sendRow).parse(found);

  return {
    async add(added) {
      if (added.length === 0) return 0;
      const data = added.map((row) => ({ ...row, reason: row.reason ?? null }));
      return (await client.digestSend.createMany({ data, skipDuplicates: true })).count;
    },
    open: async (limit = 200) =>
      rows(
        await client.$queryRaw`
        SELECT digest_id AS "digestId", due_at AS "dueAt", target, state, claimed_by AS "claimedBy",
          message_ts AS "messageTs", reason, attempts, late, repeated
        FROM digest_send
        WHERE state IN ('due', 'claimed', 'posting', 'posted') AND (lease_until IS NULL OR lease_until <= clock_timestamp())
        ORDER BY due_at, digest_id, target LIMIT ${limit}`,
      ),
    async claim({ digestId, dueAt, target }) {
      claims += 1;
      const found = await client.$queryRaw`
        UPDATE digest_send
        SET state = CASE WHEN state = 'due' THEN 'claimed' ELSE state END, claimed_by = ${`${instance}#${claims}`},
          attempts = attempts + 1, lease_until = clock_timestamp() + CAST(${lease} AS integer) * INTERVAL '1 millisecond',
          updated_at = clock_timestamp()
        WHERE digest_id = ${digestId} AND due_at = ${dueAt} AND target = ${target}
          AND state IN ('due', 'claimed', 'posting', 'posted') AND (lease_until IS NULL OR lease_until <= clock_timestamp())
        RETURNING digest_id AS "digestId", due_at AS "dueAt", target, state, claimed_by AS "claimedBy",
          message_ts AS "messageTs", reason, attempts, late, repeated`;
      return rows(found)[0];
    },
    async beginPosting({ digestId, dueAt, target, claimedBy }, { hash, late, repeated }) {
      const changed = await client.$executeRaw`
        UPDATE digest_send
        SET state = 'posting', content_hash = ${hash}, late = ${late}, repeated = ${repeated},
          lease_until = clock_timestamp() + CAST(${lease} AS integer) * INTERVAL '1 millisecond', updated_at = clock_timestamp()
        WHERE digest_id = ${digestId} AND due_at = ${dueAt} AND target = ${target} AND claimed_by = ${claimedBy}
          AND state IN ('claimed', 'posting') AND lease_until > clock_timestamp()`;
      return changed === 1;
    },
    async posted({ digestId, dueAt, target, claimedBy }, ts) {
      const changed = await client.$executeRaw`
        UPDATE digest_send
        SET state = 'posted', message_ts = ${ts}, attempts = 0,
          lease_until = clock_timestamp() + CAST(${lease} AS integer) * INTERVAL '1 millisecond', updated_at = clock_timestamp()
        WHERE digest_id = ${digestId} AND due_at = ${dueAt} AND target = ${target} AND claimed_by = ${claimedBy}
          AND state = 'posting'`;
      return changed === 1;
    },
    async complete(claim, reason) {
      const data = { state: "complete", leaseUntil: null, ...(reason === undefined ? {} : { reason }) };
      await client.digestSend.updateMany({ where: { ...own(claim), state: "posted" }, data });
    },
    async postpone({ digestId, dueAt, target, claimedBy }, { milliseconds, reason, counts }) {
      await client.$executeRaw`
        UPDATE digest_send
        SET state = 'due', reason = COALESCE(${reason ?? null}, reason), attempts = attempts - ${counts ? 0 : 1},
          lease_until = clock_timestamp() + CAST(${milliseconds} AS integer) * INTERVAL '1 millisecond',
          updated_at = clock_timestamp()
        WHERE digest_id = ${digestId} AND due_at = ${dueAt} AND target = ${target} AND claimed_by = ${claimedBy}`;
    },
    async letGo({ digestId, dueAt, target, claimedBy }, milliseconds) {
      await client.$executeRaw`
        UPDATE digest_send
        SET lease_until = clock_timestamp() + CAST(${milliseconds} AS integer) * INTERVAL '1 millisecond',
          updated_at = clock_timestamp()
        WHERE digest_id = ${digestId} AND due_at = ${dueAt} AND target = ${target} AND claimed_by = ${claimedBy}`;
    },
    async settle(claim, state, reason) {
      await client.digestSend.updateMany({ where: own(claim), data: { state, reason, leaseUntil: null } });
    },
    async find({ digestId, dueAt, target }) {
      const found = await client.digestSend.findMany({ where: { digestId, dueAt, target } });
      return rows(found)[0];
    },
    async skippedBefore({ digestId, dueAt, target }) {
      const earlier = { digestId, target, dueAt: { lt: dueAt } };
      const [last] = await client.digestSend.findMany({
        where: { ...earlier, state: { in: ["posted", "complete"] } },
        orderBy: { dueAt: "desc" },
        take: 1,
      });
      const since = last ? { lt: dueAt, gt: last.dueAt } : { lt: dueAt };
      const where = { ...earlier, dueAt: since, state: "skipped" };
      const skipped = await client.digestSend.findMany({ where, orderBy: { dueAt: "desc" }, take: 100 });
      return skipped.map((row) => ({ dueAt: row.dueAt, reason: row.reason ?? "" }));
    },
  };
};

const own = ({
  digestId,
  dueAt,
  target,
  claimedBy,
}: Send): SendKey & { readonly claimedBy: string | null } => ({
  digestId,
  dueAt,
  target,
  claimedBy,
});
