import { afterAll, beforeAll, expect, test } from "vitest";
import { openConversations } from "../../src/data/conversations.ts";
import type { Database } from "../../src/database/database.ts";
import type { Asked } from "../../src/memory.ts";
import { questionId } from "../../src/question/canonical.ts";
import { question } from "../../src/question/question.ts";
import { openTestDatabase } from "../support/database.ts";

let database: Database;
let now = new Date("2026-01-06T08:00:00Z");
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** As after a restart: nothing is known but what the database holds. */
const restarted = () => openConversations(database, () => now);

const asked = (metric: string): Asked => ({
  question: question.parse({
    kind: "ranking",
    metrics: [metric],
    by: ["product"],
    period: { kind: "fiscal-year", year: 2021 },
  }),
  words: `top 10 products by ${metric} FY2021`,
});
const where = { enterprise: "", team: "T1", channel: "C1" };

test("a question is found again after a restart, under the id of its canonical form", async () => {
  const { id, kept } = restarted().remember(asked("net_sales"));
  await kept;
  expect(id).toBe(questionId(asked("net_sales").question));
  expect(await restarted().recall(id)).toEqual(asked("net_sales"));
});

test("the same question is kept once, a command's report of it beside it", async () => {
  const memory = restarted();
  const start = { command: "kpi", metrics: ["net_sales"] };
  const one = memory.remember(asked("net_sales"));
  const again = restarted().remember(asked("net_sales"));
  const report = memory.remember({ ...asked("net_sales"), start, words: "kpi FY2021" });
  await Promise.all([one.kept, again.kept, report.kept]);
  expect(again.id).toBe(one.id);
  expect(report.id).not.toBe(one.id);
  expect(await restarted().recall(report.id)).toMatchObject({ start, words: "kpi FY2021" });
  expect(await database.client.question.count()).toBe(2);
});

test("an unknown id, and a question that this version cannot read, are not remembered", async () => {
  const id = "o".repeat(22);
  await database.client.question.create({ data: { id, json: { kind: "poem" }, words: "roses" } });
  expect(await restarted().recall(id)).toBeUndefined();
  expect(await restarted().recall("never")).toBeUndefined();
});

test("a thread is about the question shown there last; another team's is its own", async () => {
  const memory = restarted();
  await memory.follow(where, "1.1", "first");
  await memory.follow(where, "1.1", "second");
  await memory.follow({ ...where, team: "T2" }, "1.1", "other");
  expect(await restarted().questionOf(where, "1.1")).toBe("second");
  expect(await restarted().questionOf(where, "1.2")).toBeUndefined();
});

test("a message is heard once, also after a restart and by two at the same time", async () => {
  expect(await restarted().hear(where, "2.1")).toBe(true);
  expect(await restarted().hear(where, "2.1")).toBe(false);
  const heard = await Promise.all([restarted().hear(where, "2.2"), restarted().hear(where, "2.2")]);
  expect(heard.filter(Boolean)).toHaveLength(1);
  now = new Date("2026-02-06T08:00:00Z");
  await restarted().hear(where, "2.3");
  expect(await database.client.heardMessage.count()).toBe(1);
});

test("only the first sharing in a channel is the first", async () => {
  expect(await restarted().isFirstShare(where)).toBe(true);
  expect(await restarted().isFirstShare(where)).toBe(false);
  expect(await restarted().isFirstShare({ ...where, channel: "C2" })).toBe(true);
});
