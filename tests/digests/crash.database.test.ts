import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import type { CrashPoint } from "../../src/digests/sending.ts";
import { openTestDatabase } from "../support/database.ts";
import { channel, clearDigests, direct, leasesRunOut, ledgerOf, owner, startBench } from "./bench.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => clearDigests(database));
afterAll(() => database.close());

const points: readonly CrashPoint[] = [
  "before claim",
  "after claim",
  "after query",
  "after send",
  "after store",
];
const monday = "2026-01-05T02:30:00.000Z";

/** From the first time at this point on, the program does nothing more: it is dead. */
const dyingAt = (deadly: CrashPoint): ((point: CrashPoint) => void) => {
  let dead = false;
  return (point) => {
    dead ||= point === deadly;
    if (dead) throw new Error(`died ${deadly}`);
  };
};

describe.each([
  ["a channel", channel(), "C1", "C1"],
  ["a direct conversation", direct, "D-U1", "U1"],
] as const)("to %s", (_, place, conversation, target) => {
  test.each(points)("a program that dies %s leaves a digest that its successor sends once", async (point) => {
    const dying = startBench(database, { reach: dyingAt(point) });
    const { slack, clock } = dying;
    await dying.digests.create(owner, place, "kpi every monday at 8:00");
    clock.moveTo(monday);
    await dying.digests.tick();

    const heir = startBench(database, { slack, clock, instance: "two" });
    await heir.digests.tick();
    const early = slack.to(conversation).length;
    expect(early).toBe(point === "after send" || point === "after store" || point === "before claim" ? 1 : 0);
    await leasesRunOut(database);
    await heir.digests.tick();

    const messages = slack.to(conversation);
    const repeated = messages.filter((message) => message.report.headline.startsWith("Repeated"));
    const unconfirmed = point === "after send" && conversation === "C1" ? 1 : 0;
    expect(messages).toHaveLength(1 + unconfirmed);
    expect(repeated).toHaveLength(unconfirmed);
    expect(messages.at(-1)?.picture?.toString()).toBe("picture");
    expect(await ledgerOf(database)).toEqual([`${monday} ${target} complete`]);
  });

  test("a program that stalls past its claim, and wakes, does not send what another has sent", async () => {
    let wake = (): void => undefined;
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const stalled = startBench(database, {
      reach: (point) => (point === "after query" ? asleep : undefined),
    });
    const { slack, clock } = stalled;
    await stalled.digests.create(owner, place, "kpi every monday at 8:00");
    clock.moveTo(monday);
    const sleeping = stalled.digests.tick();
    const other = startBench(database, { slack, clock, instance: "two" });
    while ((await ledgerOf(database))[0] !== `${monday} ${target} claimed`)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await leasesRunOut(database);
    await other.digests.tick();
    wake();
    await sleeping;
    expect(slack.to(conversation)).toHaveLength(1);
    expect(await ledgerOf(database)).toEqual([`${monday} ${target} complete`]);
  });
});

test("of several programs that tick at once, one sends", async () => {
  const first = startBench(database, { instance: "0" });
  const { slack, clock } = first;
  const others = [1, 2, 3].map((index) => startBench(database, { slack, clock, instance: String(index) }));
  for (let index = 0; index < 20; index += 1)
    await first.digests.create(owner, channel(`C${index}`), "plain kpi every monday at 8:00");
  clock.moveTo(monday);
  await Promise.all([first, ...others].map(({ digests }) => digests.tick()));
  const counts = Array.from({ length: 20 }, (_, index) => slack.to(`C${index}`).length);
  console.log(`sent twice or never: ${counts.filter((count) => count !== 1).length} / n = 20, programs = 4`);
  expect(counts).toEqual(Array.from({ length: 20 }, () => 1));
});

test("a database that goes away while a digest is sent is not the end of it", async () => {
  let gone = false;
  const bench = startBench(database, {
    reach: (point) => {
      if (gone && point === "after claim") throw new Error("Connection terminated");
    },
  });
  await bench.digests.create(owner, channel(), "kpi every monday at 8:00");
  bench.clock.moveTo(monday);
  gone = true;
  await bench.digests.tick();
  expect(bench.log.join()).toContain("its claim runs out by itself");
  gone = false;
  await leasesRunOut(database);
  await bench.digests.tick();
  expect(bench.slack.to("C1")).toHaveLength(1);
});
