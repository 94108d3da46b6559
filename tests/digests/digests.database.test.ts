import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { AccessError, QuestionError } from "../../src/errors.ts";
import { openTestDatabase } from "../support/database.ts";
import {
  answerTo,
  channel,
  clearDigests,
  colleague,
  day,
  direct,
  hour,
  leasesRunOut,
  ledgerOf,
  minute,
  owner,
  startBench,
} from "./bench.ts";
import { createFakeSlack } from "./fake-slack.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => clearDigests(database));
afterAll(() => database.close());

const monday = "2026-01-05T02:30:00.000Z";
const kpi = "kpi every monday at 8:00";
const idOf = async (): Promise<number> => (await database.client.digest.findFirstOrThrow()).id;

describe("setting a digest", () => {
  test("is confirmed with its next time in the person's zone, and says who will see the figures", async () => {
    const { digests } = startBench(database);
    const report = await digests.create(owner, channel(), kpi);
    expect(report.title).toBe(`Digest ${await idOf()} is set`);
    expect(report.reading).toBe("kpi · every Monday at 8:00 in Asia/Kolkata · to this channel");
    expect(report.headline).toBe("Next: Monday 5 Jan 2026, 8:00 in Asia/Kolkata.");
    expect(JSON.stringify(report.sections)).toContain("Everyone in this channel will see the figures.");
    expect(report.next[0]?.words).toBe(`digest run ${await idOf()}`);
    expect(await digests.nextDue()).toEqual(new Date(monday));
  });

  test("takes the zone from the words before the person's, and UTC where neither is known", async () => {
    const { digests } = startBench(database);
    const named = await digests.create(owner, channel(), `${kpi} in new york`);
    expect(named.headline).toBe("Next: Monday 5 Jan 2026, 8:00 in America/New_York.");
    const { zone: _, ...nowhere } = owner;
    const unknown = await digests.create(nowhere, channel(), kpi);
    expect(unknown.headline).toBe("Next: Monday 5 Jan 2026, 8:00 in UTC.");
    expect(unknown.notes.join()).toContain("I do not know your time zone");
  });

  test("asks for an invitation, before it saves, where the bot is no member", async () => {
    const { digests } = startBench(database);
    await expect(digests.create(owner, channel("C9", false), kpi)).rejects.toThrow("/invite @BIMS");
    expect(await database.client.digest.count()).toBe(0);
  });

  test("in the bot's direct conversation is for the person alone", async () => {
    const { digests, slack, clock } = startBench(database);
    const report = await digests.create(owner, direct, kpi);
    expect(report.sections).toEqual([]);
    clock.moveTo(monday);
    await digests.tick();
    expect(slack.to("D-U1")).toHaveLength(1);
  });

  test("says that short months are left out", async () => {
    const { digests } = startBench(database);
    const report = await digests.create(owner, channel(), "kpi every month on the 31st at 8:00");
    expect(report.notes.join()).toContain("Months without a day 31 are left out");
  });

  test("a second time with the same words names the one there is", async () => {
    const { digests } = startBench(database);
    await digests.create(owner, channel(), kpi);
    expect((await digests.create(owner, channel(), kpi)).title).toBe(
      `Digest ${await idOf()} does that already`,
    );
    expect(await database.client.digest.count()).toBe(1);
  });

  test("refuses a question that cannot be read, and offers the whole digest with each choice", async () => {
    const compose = async (): Promise<never> => {
      throw new QuestionError("unknown-word", "I don't know 'kpy'.", [{ label: "kpi", words: "kpi" }]);
    };
    const { digests } = startBench(database, { compose });
    const refusal = await digests
      .create(owner, channel(), "kpy every monday at 8:00")
      .catch((error: QuestionError) => error);
    expect(refusal).toMatchObject({
      choices: [{ label: "kpi", words: "digest kpi every Monday at 8:00 in Asia/Kolkata" }],
    });
    expect(await database.client.digest.count()).toBe(0);
  });

  test("waits for data that is not loaded yet, and says so", async () => {
    const compose = async (): Promise<never> => {
      throw new QuestionError("not-loaded", "No data is loaded yet.");
    };
    const { digests } = startBench(database, { compose });
    expect((await digests.create(owner, channel(), kpi)).notes.join()).toContain("No data is loaded yet.");
  });

  test("refuses a terminal, which has no channel", async () => {
    const { digests } = startBench(database);
    await expect(digests.create(owner, { kind: "terminal" }, kpi)).rejects.toThrow("posted in Slack");
  });
});

describe("a digest that is due", () => {
  test("is posted once, with headline first and picture after, and says which digest it is", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    await digests.tick();
    expect(slack.messages).toHaveLength(0);
    clock.moveTo(monday);
    await digests.tick();
    await digests.tick();
    const [message, ...others] = slack.to("C1");
    expect(others).toEqual([]);
    expect(message?.report.headline).toBe("Net sales are $1.2M for kpi.");
    expect(message?.report.footer).toBe(
      `load 1 · Digest ${await idOf()} · every Monday at 8:00 in Asia/Kolkata · /digest delete ${await idOf()}`,
    );
    expect(message?.picture?.toString()).toBe("picture");
    expect(await ledgerOf(database)).toEqual([`${monday} C1 complete`]);
    expect(await digests.nextDue()).toEqual(new Date("2026-01-12T02:30:00.000Z"));
  });

  test("is sent at once by a program that starts, and the program stops when it is done", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    digests.start();
    await digests.stop();
    expect(slack.messages).toHaveLength(1);
  });

  test("is not posted again after a restart", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    await digests.tick();
    await startBench(database, { slack, clock, instance: "two" }).digests.tick();
    expect(slack.messages).toHaveLength(1);
  });

  test("waits as long as Slack says, and is then posted unmarked", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    slack.fail("C1", { waitMs: 60_000 }, { waitMs: 60_000 });
    await digests.tick();
    await digests.tick();
    expect(await ledgerOf(database)).toEqual([`${monday} C1 due`]);
    for (let round = 0; round < 2; round += 1) {
      await leasesRunOut(database);
      await digests.tick();
    }
    expect(slack.messages.map((message) => message.report.headline)).toEqual([
      "Net sales are $1.2M for kpi.",
    ]);
  });

  test.each(["lost answer", "never arrived", "throws", "hangs"] as const)(
    "in a channel whose posting nobody can confirm (%s) is repeated once, marked",
    async (fault) => {
      const { digests, slack, clock } = startBench(database, { limits: { post: 50 } });
      await digests.create(owner, channel(), kpi);
      clock.moveTo(monday);
      slack.fail("C1", fault);
      await digests.tick();
      const before = slack.messages.length;
      await digests.tick();
      expect(slack.messages).toHaveLength(before);
      await leasesRunOut(database);
      await digests.tick();
      expect(slack.messages).toHaveLength(before + 1);
      expect(slack.messages.at(-1)?.report.headline).toBe(
        "Repeated: I could not confirm the first sending. Net sales are $1.2M for kpi.",
      );
      expect(await ledgerOf(database)).toEqual([`${monday} C1 complete`]);
    },
  );

  test("that cannot be confirmed twice is held, and its owner is told", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    slack.fail("C1", "lost answer", "lost answer");
    for (let round = 0; round < 4; round += 1) {
      await digests.tick();
      await leasesRunOut(database);
    }
    expect(slack.to("C1")).toHaveLength(2);
    expect(slack.to("D-U1")).toHaveLength(1);
    expect(slack.to("D-U1")[0]?.report.headline).toContain("please look whether it is there");
    expect(await ledgerOf(database)).toEqual([`${monday} C1 held`, `${monday} notice:U1 complete`]);
  });

  test.each([
    ["lost answer", true],
    ["never arrived", true],
    ["lost answer", false],
  ] as const)(
    "in a direct conversation is looked up before it is repeated (%s, may look: %s)",
    async (fault, canFind) => {
      const slack = createFakeSlack({ canFind });
      const { digests, clock } = startBench(database, { slack });
      await digests.create(owner, direct, kpi);
      clock.moveTo(monday);
      slack.fail("D-U1", fault);
      await digests.tick();
      await leasesRunOut(database);
      await digests.tick();
      expect(slack.messages).toHaveLength(canFind ? 1 : 2);
      expect(slack.messages.filter((message) => message.report.headline.startsWith("Repeated"))).toHaveLength(
        canFind ? 0 : 1,
      );
      expect(slack.messages.at(-1)?.picture).toBeDefined();
      expect(await ledgerOf(database)).toEqual([`${monday} U1 complete`]);
    },
  );

  test("keeps its message when the picture fails, and gets it later", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    slack.failPictures(1);
    await digests.tick();
    expect(slack.messages.map((message) => message.picture)).toEqual([undefined]);
    await leasesRunOut(database);
    await digests.tick();
    expect(slack.messages.map((message) => message.picture?.toString())).toEqual(["picture"]);
    expect(await ledgerOf(database)).toEqual([`${monday} C1 complete`]);
  });
});

describe("what stops a digest", () => {
  test.each([
    ["channel_gone", "gone or archived"],
    ["not_in_channel", "Invite me there"],
  ] as const)("%s ends it, and its owner is told once", async (refused, words) => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    slack.fail("C1", { refused });
    await digests.tick();
    clock.add(7 * day);
    await digests.tick();
    expect(slack.messages).toHaveLength(1);
    expect(slack.to("D-U1")[0]?.report.headline).toContain(words);
    expect((await digests.list(owner, direct)).sections[0]).toMatchObject({
      items: [{ text: expect.stringContaining("Ended:") }],
    });
    expect(await digests.nextDue()).toBeUndefined();
  });

  test("once invited again, running it takes it up", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    slack.fail("C1", { refused: "not_in_channel" });
    await digests.tick();
    slack.members.delete("C1");
    await expect(digests.runNow(await idOf(), owner)).rejects.toThrow("/invite @BIMS");
    slack.members.add("C1");
    clock.add(minute);
    expect((await digests.runNow(await idOf(), owner)).headline).toBe(
      "It was sent. Next: Monday 12 Jan 2026, 8:00 in Asia/Kolkata.",
    );
    expect(slack.to("C1")).toHaveLength(1);
  });

  test("a question that fails is told to its owner, and never posted half", async () => {
    let broken = false;
    const { digests, slack, clock } = startBench(database, {
      compose: async (digest) => {
        if (broken) throw new QuestionError("unknown-word", "I don't know 'Zone X'.");
        return answerTo(digest);
      },
    });
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    broken = true;
    await digests.tick();
    expect(slack.to("C1")).toEqual([]);
    expect(slack.to("D-U1")[0]?.report.headline).toBe(
      "The digest due Monday 5 Jan 2026, 8:00 in Asia/Kolkata was not sent. Its question could not be answered: I don't know 'Zone X'.",
    );
    broken = false;
    clock.add(7 * day);
    await digests.tick();
    expect(slack.to("C1")[0]?.report.notes[0]).toContain("Not sent: the one due Monday 5 Jan 2026");
  });

  test("our own failure is tried again before the owner hears of it", async () => {
    let failures = 0;
    const { digests, slack, clock } = startBench(database, {
      compose: async (digest) => {
        if (failures-- > 0) throw new Error("the database is gone");
        return answerTo(digest);
      },
    });
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    failures = 2;
    for (let round = 0; round < 3; round += 1) {
      await digests.tick();
      await leasesRunOut(database);
    }
    expect(slack.messages.map((message) => message.channel)).toEqual(["C1"]);
    clock.add(7 * day);
    failures = 99;
    for (let round = 0; round < 6; round += 1) {
      await digests.tick();
      await leasesRunOut(database);
    }
    expect(slack.messages.map((message) => message.channel)).toEqual(["C1", "D-U1"]);
  });

  test("one bad target of 25 never stops the others", async () => {
    const { digests, slack, clock } = startBench(database, {
      limits: { compose: 100, post: 100 },
      compose: async (digest) =>
        digest.request === "slow" && clock.now() >= new Date(monday)
          ? new Promise(() => undefined)
          : answerTo(digest),
    });
    for (let index = 0; index < 25; index += 1) {
      await digests.create(
        owner,
        channel(`C${index}`),
        `${index === 7 ? "slow" : "plain kpi"} every monday at 8:00`,
      );
    }
    slack.fail("C3", { refused: "channel_gone" });
    slack.fail("C4", { refused: "other" });
    slack.fail("C5", "throws");
    slack.fail("C6", "hangs");
    clock.moveTo(monday);
    await digests.tick();
    const healthy = Array.from({ length: 25 }, (_, index) => index).filter((index) => index < 3 || index > 7);
    expect(healthy.map((index) => slack.to(`C${index}`).length)).toEqual(healthy.map(() => 1));
    expect(slack.to("D-U1")).toHaveLength(2);
  });
});

describe("listing, running, deleting", () => {
  test("lists one's own digests and those of the channel, and what is next", async () => {
    const { digests } = startBench(database);
    await digests.create(owner, channel("C1"), kpi);
    await digests.create(colleague, channel("C2"), kpi);
    const items = async (place = channel("C1")) => (await digests.list(owner, place)).sections;
    expect(JSON.stringify(await items())).toContain("Next: Monday 5 Jan 2026, 8:00 in Asia/Kolkata.");
    expect((await items())[0]).toMatchObject({ items: { length: 1 } });
    expect((await items(channel("C2")))[0]).toMatchObject({
      items: [
        { text: expect.stringContaining("to another channel") },
        { text: expect.stringContaining("to this channel") },
      ],
    });
    expect((await digests.list({ ...owner, team: "T2" }, channel("C1"))).headline).toContain(
      "There is none yet",
    );
  });

  test("only the owner or an administrator deletes or runs one; then it is gone", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    const id = await idOf();
    await expect(digests.remove(id, colleague)).rejects.toThrow(AccessError);
    await expect(digests.runNow(id, colleague)).rejects.toThrow(AccessError);
    await expect(digests.remove(id, { ...owner, team: "T2" }, true)).rejects.toThrow(
      `There is no digest ${id}`,
    );
    expect((await digests.remove(id, colleague, true)).title).toBe(`Digest ${id} is deleted`);
    await expect(digests.remove(id, owner)).rejects.toThrow(`There is no digest ${id}`);
    clock.moveTo(monday);
    await digests.tick();
    expect(slack.messages).toEqual([]);
    expect((await digests.list(owner, channel())).headline).toContain("There is none yet");
  });

  test("one that is run by hand is also sent at its time", async () => {
    const { digests, slack, clock } = startBench(database);
    await digests.create(owner, channel(), kpi);
    expect((await digests.runNow(await idOf(), owner)).headline).toContain("It was sent.");
    clock.moveTo(monday);
    await digests.tick();
    expect(slack.to("C1")).toHaveLength(2);
  });

  test("one deleted between its due time and its sending is not sent", async () => {
    const { digests, slack, clock } = startBench(database, {
      reach: async (point) => {
        if (point === "before claim") await digests.remove(await idOf(), owner).catch(() => undefined);
      },
    });
    await digests.create(owner, channel(), kpi);
    clock.moveTo(monday);
    await digests.tick();
    expect(slack.messages).toEqual([]);
    expect(await ledgerOf(database)).toEqual([`${monday} C1 skipped`]);
  });
});

describe("after each load", () => {
  const load = async (finishedAt: Date, kind = "import"): Promise<void> => {
    await database.client.load.create({ data: { kind, who: "test", finishedAt } });
  };
  beforeEach(async () => {
    await database.client.load.deleteMany();
  });

  test("sends for a load that comes after it, once, and never for one that was there", async () => {
    const { digests, slack, clock } = startBench(database);
    await load(new Date("2026-01-03T00:00:00Z"));
    await digests.create(owner, channel(), "kpi after each load");
    await digests.afterLoad();
    expect(slack.messages).toEqual([]);
    await load(new Date("2026-01-04T07:00:00Z"));
    clock.add(hour);
    await digests.afterLoad();
    await digests.tick();
    expect(slack.to("C1")).toHaveLength(1);
    expect(slack.to("C1")[0]?.report.notes).toEqual([]);
  });

  test("of several missed loads sends the newest, the others are on record", async () => {
    const { digests, slack } = startBench(database);
    await digests.create(owner, channel(), "kpi after each load");
    for (const hours of [1, 2, 3]) await load(new Date(Date.UTC(2026, 0, 4, hours)));
    await load(new Date(Date.UTC(2026, 0, 4, 4)), "refresh");
    await digests.tick();
    expect(slack.to("C1")).toHaveLength(1);
    expect((await ledgerOf(database)).map((row) => row.split(" ")[2])).toEqual([
      "skipped",
      "skipped",
      "complete",
    ]);
  });
});
