import type { Viewer } from "../access/viewer.ts";
import type { Database } from "../database/database.ts";
import { type Digest, digestOfRow, whenWords } from "./digest.ts";

/** The digests themselves. Nothing is removed: an ended one keeps its reason, and its rows in the ledger. */
export interface DigestStore {
  find(id: number): Promise<Digest | undefined>;
  /** The same request, schedule and place of the same owner, still running. */
  findSame(draft: DigestDraft): Promise<Digest | undefined>;
  /** Those of the viewer, and those of the channel. Deleted ones are not among them. */
  list(viewer: Viewer, channel: string | undefined): Promise<readonly Digest[]>;
  /** Saved as ended; `resume` starts it, so that nothing falls due while it is being made. */
  save(draft: DigestDraft): Promise<Digest>;
  resume(digest: Digest, nextDueAt: Date | undefined): Promise<Digest>;
  end(id: number, at: Date, reason: string): Promise<void>;
  delete(id: number, at: Date): Promise<void>;
  nextDue(): Promise<Date | undefined>;
}

export type DigestDraft = Pick<Digest, "owner" | "request" | "schedule" | "zone" | "channel" | "direct">;

const deleted = "deleted by its owner.";
const unfinished = "it was never finished.";

export const openDigestStore = (database: Database): DigestStore => {
  const table = database.client.digest;
  const visible = { OR: [{ endedReason: null }, { endedReason: { notIn: [deleted, unfinished] } }] };

  return {
    async find(id) {
      if (!Number.isInteger(id) || id < 1 || id > 2 ** 31 - 1) return undefined;
      const row = await table.findFirst({ where: { id, ...visible } });
      return row ? digestOfRow(row) : undefined;
    },
    async findSame(draft) {
      const row = await table.findFirst({ where: { ...columns(draft), endedAt: null } });
      return row ? digestOfRow(row) : undefined;
    },
    async list(viewer, channel) {
      const whose = [{ user: viewer.user }, ...(channel === undefined ? [] : [{ channel, direct: false }])];
      const where = { ...tenant(viewer), AND: [{ OR: whose }, visible] };
      return (await table.findMany({ where, orderBy: { id: "asc" } })).map(digestOfRow);
    },
    async save(draft) {
      const command = draft.request.split(" ")[0]?.toLowerCase() ?? "";
      return digestOfRow(
        await table.create({
          data: { ...columns(draft), command, endedAt: new Date(0), endedReason: unfinished },
        }),
      );
    },
    async resume(digest, nextDueAt) {
      const data = { endedAt: null, endedReason: null, nextDueAt: nextDueAt ?? null };
      return digestOfRow(await table.update({ where: { id: digest.id }, data }));
    },
    async end(id, at, reason) {
      await table.updateMany({
        where: { id, endedAt: null },
        data: { endedAt: at, endedReason: reason, nextDueAt: null },
      });
    },
    async delete(id, at) {
      await table.updateMany({ where: { id }, data: { endedAt: at, endedReason: deleted, nextDueAt: null } });
    },
    async nextDue() {
      const row = await table.findFirst({
        where: { endedAt: null, nextDueAt: { not: null } },
        orderBy: { nextDueAt: "asc" },
      });
      return row?.nextDueAt ?? undefined;
    },
  };
};

const tenant = (viewer: Viewer) => ({ enterprise: viewer.enterprise, team: viewer.team });

const columns = (draft: DigestDraft) => ({
  ...tenant(draft.owner),
  user: draft.owner.user,
  channel: draft.channel,
  direct: draft.direct,
  words: draft.request,
  schedule: whenWords(draft),
  zone: draft.zone,
});
