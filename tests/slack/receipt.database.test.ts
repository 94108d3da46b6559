import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import type { Receipt } from "../../src/receipt.ts";
import { createComposer } from "../../src/slack/compose-answer.ts";
import { limits } from "../../src/slack/limits.ts";
import { presentReceipt } from "../../src/slack/present-receipt.ts";
import type { Request } from "../../src/slack/request.ts";
import { respondTo } from "../../src/slack/respond-to-words.ts";
import { openTypist, type Typist } from "../commands/support/typist.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { createMemory } from "./support/memory.ts";

let demo: Typist;
beforeAll(async () => {
  demo = await openTypist(await openDemoDatabase());
});
afterAll(() => demo.close());

/** The receipt of what the words answer, as a press of its button asks for it. */
const receiptOf = async (words: string): Promise<Receipt> => {
  const memory = createMemory();
  const { asked } = await respondTo(words, demo.desk, commands);
  if (!asked) throw new Error(`No question in "${words}"`);
  const composer = createComposer({
    commands,
    memory,
    people: { admit: async () => demo.desk.viewer },
    openDesk: () => demo.desk,
    placeOf: async () => demo.desk.place,
    whereOf: (channel) => ({ enterprise: "", team: "", channel }),
  });
  const { id } = memory.remember(asked);
  const request: Pick<Request, "act" | "channel"> = {
    act: { kind: "verb", id, verb: "receipt" },
    channel: "C",
  };
  return composer.receipt(request as Request);
};

test.each([
  ["top products by net sales", 1],
  ["kpi FY2026", 3],
  ["pnl India FY2026", 2],
  ["why FY2026", 1],
  ["deductions FY2026", 3],
  ["mix FY2026", 4],
  ["profile India FY2026", 6],
])("'%s' tells each of its %d questions, with its SQL", async (words, count) => {
  const receipt = await receiptOf(words);
  expect(1 + (receipt.others ?? []).length).toBe(count);
  for (const { statements } of [receipt, ...(receipt.others ?? [])])
    expect(statements.every(({ sql }) => sql.includes("SELECT"))).toBe(true);
  const view = presentReceipt(receipt);
  expect(view.blocks.length).toBeLessThanOrEqual(limits.modalBlocks);
  expect(JSON.stringify(view).length).toBeLessThan(250_000);
  for (const { title } of receipt.others ?? []) expect(JSON.stringify(view)).toContain(title);
});

test("is named after the report, explains each figure once, and repeats no fact", async () => {
  const receipt = await receiptOf("profile India FY2026");
  expect(receipt.title).toBe("Profile of the market India");
  expect(receipt.words).toBe("profile India FY2026");
  const labels = receipt.metrics.map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
  const load = receipt.facts.find(({ term }) => term === "Load");
  for (const { facts } of receipt.others ?? []) expect(facts).not.toContainEqual(load);
});

test("of a change shows how what lies behind it is read", async () => {
  const { statements } = await receiptOf("why FY2026");
  expect(statements.some(({ sql }) => /product_code/.test(sql) && /market/.test(sql))).toBe(true);
});

test("says what does not fit into a modal", async () => {
  const receipt = await receiptOf("pnl FY2026");
  const many = { ...receipt, others: Array.from({ length: 60 }, () => ({ ...receipt })) };
  const view = presentReceipt(many);
  expect(view.blocks).toHaveLength(limits.modalBlocks);
  expect(JSON.stringify(view.blocks.at(-1))).toMatch(/\d+ more parts of this receipt do not fit here/);
});
