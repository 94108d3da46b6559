import type { Viewer } from "../../src/access/viewer.ts";
import type { Clock } from "../../src/clock.ts";
import type { Database } from "../../src/database/database.ts";
import type { Place } from "../../src/desk.ts";
import type { Digest } from "../../src/digests/digest.ts";
import { createDigests, type Digests, type DigestsOptions } from "../../src/digests/digests.ts";
import type { Report } from "../../src/report.ts";
import { createFakeSlack, type FakeSlack } from "./fake-slack.ts";

/** A clock that stands still until it is set, in either direction. */
export interface HandClock extends Clock {
  moveTo(iso: string): void;
  add(milliseconds: number): void;
}

export const handClock = (iso: string): HandClock => {
  let now = new Date(iso);
  return {
    now: () => now,
    moveTo: (next) => {
      now = new Date(next);
    },
    add: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
    },
  };
};

export const owner: Viewer = {
  enterprise: "",
  team: "T1",
  user: "U1",
  zone: "Asia/Kolkata",
  policy: "everything",
};
export const colleague: Viewer = { ...owner, user: "U2" };
export const channel = (id = "C1", isMember = true): Place => ({
  kind: "slack",
  channel: id,
  direct: false,
  isMember: async () => isMember,
});
export const direct: Place = { kind: "slack", channel: "D-U1", direct: true, isMember: async () => true };

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** What a request answers here: its own words, and a chart unless it says "plain". */
export const answerTo = ({ request }: Pick<Digest, "request">): Report => ({
  title: request,
  reading: "FY2024",
  headline: `Net sales are $1.2M for ${request}.`,
  sections: request.includes("plain") ? [] : [{ kind: "chart", chart }],
  notes: [],
  next: [],
  footer: "load 1",
});
const chart = {
  kind: "ranked",
  title: "A leads",
  unit: "money",
  measure: "Net sales",
  categories: ["A"],
  series: [{ name: "Net sales", role: "current", values: [1] }],
  alt: "A has 1",
} as const;

export interface Bench {
  readonly digests: Digests;
  readonly slack: FakeSlack;
  readonly clock: HandClock;
  readonly log: string[];
}

/** Monday 5 Jan 2026, 8:00 in Kolkata is 02:30 UTC; the bench starts the day before. */
export const startBench = (
  database: Database,
  overrides: Partial<DigestsOptions> & { readonly slack?: FakeSlack; readonly clock?: HandClock } = {},
): Bench => {
  const { slack = createFakeSlack(), clock = handClock("2026-01-04T06:00:00Z"), ...others } = overrides;
  const log: string[] = [];
  const write = (fields: object, message: string): void =>
    void log.push(`${message} ${JSON.stringify(fields)}`);
  const digests = createDigests({
    database,
    courier: slack,
    clock,
    painter: { draw: async () => Buffer.from("picture") },
    compose: async (digest) => answerTo(digest),
    log: { info: write, warn: write, error: write },
    instance: "one",
    ...others,
  });
  return { digests, slack, clock, log };
};

export const clearDigests = async (database: Database): Promise<void> => {
  await database.client.digest.deleteMany();
};

/** As if the claims of a program that died had run out. */
export const leasesRunOut = async (database: Database): Promise<void> => {
  await database.client
    .$executeRaw`UPDATE digest_send SET lease_until = clock_timestamp() - INTERVAL '1 second' WHERE lease_until IS NOT NULL`;
};

/** "2026-01-05T02:30:00.000Z complete", in order of time. */
export const ledgerOf = async (database: Database): Promise<readonly string[]> => {
  const rows = await database.client.digestSend.findMany({ orderBy: [{ dueAt: "asc" }, { target: "asc" }] });
  return rows.map((row) => `${row.dueAt.toISOString()} ${row.target} ${row.state}`);
};
