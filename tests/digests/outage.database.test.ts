import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { firesBetween } from "../../src/digests/next-fire.ts";
import { readSchedule } from "../../src/digests/read-schedule.ts";
import { openTestDatabase } from "../support/database.ts";
import {
  channel,
  clearDigests,
  day,
  hour,
  leasesRunOut,
  ledgerOf,
  minute,
  owner,
  second,
  startBench,
} from "./bench.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => clearDigests(database));
afterAll(() => database.close());

const daily = "plain kpi every day at 8:00 in UTC";
const weekly = "plain kpi every monday at 8:00 in UTC";
const start = "2026-01-04T09:00:00Z";
const due = new Date("2026-01-05T08:00:00Z");

/** Every time that fell due must be in the ledger: sent, or left out with its reason. */
const unaccounted = async (words: string, until: Date): Promise<readonly string[]> => {
  const rows = await database.client.digestSend.findMany();
  const accounted = new Set(
    rows.filter((row) => row.state === "complete" || row.reason !== null).map((row) => row.dueAt.getTime()),
  );
  const schedule = readSchedule(words.slice(words.indexOf("every")));
  return firesBetween(schedule, new Date(start), until)
    .filter((fire) => !accounted.has(fire.getTime()))
    .map((fire) => fire.toISOString());
};

describe("while the program was down across the minute, nothing is lost without a word", () => {
  test.each([
    { down: 30 * second, words: daily, sent: 1, late: false },
    { down: 5 * minute, words: daily, sent: 1, late: true },
    { down: hour, words: daily, sent: 1, late: true },
    { down: 26 * hour, words: daily, sent: 1, late: true },
    { down: 8 * day, words: daily, sent: 1, late: false },
    { down: hour, words: weekly, sent: 1, late: true },
    { down: 26 * hour, words: weekly, sent: 0, late: false },
    { down: 3 * day, words: weekly, sent: 0, late: false },
    // The next Monday is just a day ago by then.
    { down: 8 * day, words: weekly, sent: 1, late: true },
  ])("$down ms, $words: $sent sent", async ({ down, words, sent, late }) => {
    const { digests, slack, clock } = startBench(database);
    clock.moveTo(start);
    await digests.create(owner, channel(), words);
    const back = new Date(due.getTime() + down);
    clock.moveTo(back.toISOString());
    // A program that starts again knows nothing but the database.
    const again = startBench(database, { slack, clock, instance: "two" }).digests;
    await again.tick();
    await again.tick();
    expect(slack.to("C1")).toHaveLength(sent);
    expect(
      slack.to("C1").some((message) => message.report.notes.some((note) => note.startsWith("Late:"))),
    ).toBe(late);
    const lost = await unaccounted(words, back);
    console.log(
      `occurrences without an account after ${down / minute} min: ${lost.length} / n = ${(await ledgerOf(database)).length}`,
    );
    expect(lost).toEqual([]);
  });

  test("what was left out is told with the next one", async () => {
    const { digests, slack, clock } = startBench(database);
    clock.moveTo(start);
    await digests.create(owner, channel(), weekly);
    clock.moveTo(new Date(due.getTime() + 3 * day).toISOString());
    await digests.tick();
    clock.moveTo(new Date(due.getTime() + 7 * day).toISOString());
    await digests.tick();
    expect(slack.to("C1")[0]?.report.notes).toEqual([
      "Not sent: the one due Monday 5 Jan 2026, 8:00 in UTC. BIMS was not running, and it was over a day late when it came back.",
    ]);
  });

  test("one that Slack kept waiting for over a day is left out, and its owner is told", async () => {
    const { digests, slack, clock } = startBench(database);
    clock.moveTo(start);
    await digests.create(owner, channel(), weekly);
    slack.fail("C1", { waitMs: second });
    clock.moveTo(due.toISOString());
    await digests.tick();
    clock.add(25 * hour);
    await leasesRunOut(database);
    await digests.tick();
    expect(slack.to("C1")).toEqual([]);
    expect(slack.to("D-U1")[0]?.report.headline).toContain("Slack took no more messages for a while.");
  });
});

describe("a clock that jumps sends nothing twice and loses nothing", () => {
  const walk = async (words: string, times: readonly (Date | number)[]): Promise<readonly string[]> => {
    const { digests, slack, clock } = startBench(database);
    clock.moveTo(start);
    await digests.create(owner, channel(), words);
    for (const time of times) {
      if (typeof time === "number") clock.add(time);
      else clock.moveTo(time.toISOString());
      await digests.tick();
    }
    return slack.to("C1").map((message) => message.key.split("/")[1] ?? "");
  };
  const days = (from: Date, count: number): readonly Date[] =>
    Array.from({ length: count }, (_, index) => new Date(from.getTime() + index * day));

  test.each([
    ["an hour back just after sending", -hour],
    ["an hour on and back", hour],
    ["26 hours on and back", 26 * hour],
  ])("%s", async (_, jump) => {
    const sent = await walk(daily, [due, jump, -jump, ...days(due, 4)]);
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent).toEqual(expect.arrayContaining(days(due, 4).map((time) => time.toISOString())));
  });

  test("a leap to 2036 and back leaves the days between to be sent", async () => {
    const sent = await walk(daily, [
      due,
      new Date("2036-06-01T08:00:00Z"),
      ...days(new Date(due.getTime() + hour), 4),
    ]);
    const [first, leap, ...after] = sent;
    expect([first, leap]).toEqual([due.toISOString(), "2036-06-01T08:00:00.000Z"]);
    expect(after).toEqual(days(new Date(due.getTime() + day), 3).map((time) => time.toISOString()));
  });

  test("two programs whose clocks differ by ten minutes send each time once", async () => {
    const ahead = startBench(database, { instance: "ahead" });
    const behind = startBench(database, { instance: "behind", slack: ahead.slack });
    ahead.clock.moveTo(start);
    await ahead.digests.create(owner, channel(), daily);
    for (const time of days(due, 3)) {
      for (const around of [-15, -10, -5, 0, 5, 10, 15]) {
        const at = time.getTime() + around * minute;
        ahead.clock.moveTo(new Date(at + 10 * minute).toISOString());
        behind.clock.moveTo(new Date(at - 10 * minute).toISOString());
        await Promise.all([ahead.digests.tick(), behind.digests.tick()]);
      }
    }
    const sent = ahead.slack.to("C1").map((message) => message.key.split("/")[1]);
    expect(sent).toEqual(days(due, 3).map((time) => time.toISOString()));
  });
});
