import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  asha,
  directOfAsha,
  finance,
  general,
  type RunningService,
  type Seen,
  startRunningService,
} from "./support/running-service.ts";

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService();
}, 180_000);
afterAll(() => service?.stop());

const bot = "U0BIMS";
const answerIn = (messages: readonly Seen[]): Seen => {
  const said = messages.filter(({ user }) => user === bot);
  expect(said).toHaveLength(1);
  return said[0] as Seen;
};
const lineOf = (message: Seen): string => message.text.split("\n")[0] ?? "";
const readingOf = (message: Seen): string => message.blocks[1].elements[0].text;
const ask = async (text: string, channel = general): Promise<Seen> =>
  answerIn(await service.type(text, { channel }));

/** An option of the menu under this heading; a button of the same name counts as well. */
const choose = async (
  message: Seen,
  group: string,
  label?: string,
): Promise<{ label: string; answer: Seen }> => {
  const { elements } = message.blocks.find(({ type }) => type === "actions");
  const named = ({ text }: { text: { text: string } }): boolean => label === undefined || text.text === label;
  const options = elements
    .at(-1)
    .option_groups.filter((one: { label: { text: string } }) => one.label.text === group)
    .flatMap((one: { options: { text: { text: string }; value: string }[] }) => one.options);
  const option = options.find(named);
  if (option === undefined) throw new Error(`There is no ${label ?? "option"} under ${group}`);
  const answer = answerIn(await service.press(message, { id: "more", value: option.value }));
  return { label: option.text.text, answer };
};

test("a question drills from all products to one, to a metric, a quarter and a chart, by clauses alone", async () => {
  const top = await ask("/top products by net sales FY2025");
  const { label, answer: one } = await choose(top, "Look into");
  expect(one.ts).toBe(top.ts);
  expect(readingOf(one)).toContain(`${label} · FY2025`);
  const { answer: margin } = await choose(one, "Figure", "Gross margin");
  expect(lineOf(margin)).toMatch(/^Top 10 .+ by gross margin/);
  const { answer: quarters } = await choose(margin, "Break down by", "Quarter");
  expect(lineOf(quarters)).toContain("Gross margin by quarter");
  const { answer: compared } = await choose(quarters, "Period", "Against the period before");
  expect(readingOf(compared)).toContain(label);
  const { answer: table } = await choose(compared, "Show as", "Table only");
  expect(table.blocks.map(({ type }) => type)).not.toContain("image");
});

test("buttons keep the period that was shown", async () => {
  const top = await ask("/top 3 markets last month");
  expect(readingOf(top)).toContain("Oct 2026");
  const { answer } = await choose(top, "Break down by", "Channel");
  expect(readingOf(answer)).toBe("Oct 2026");
});

describe("a mention", () => {
  test("is answered in its thread, and follow-ups there change only what they name", async () => {
    const [question, ...rest] = await service.type("@BIMS top 5 products by net sales in India FY2025");
    const thread = question?.ts ?? "";
    const answer = answerIn(rest);
    expect(answer.thread_ts).toBe(thread);
    expect(lineOf(answer)).toContain("Top 5 products by net sales · India · FY2025");
    expect(JSON.stringify(answer.blocks)).toContain("slack_file");

    const next = async (text: string): Promise<string> =>
      lineOf(answerIn(await service.type(`@BIMS ${text}`, { thread })));
    expect(await next("by channel")).toContain("Top 5 channels by net sales · India · FY2025");
    expect(await next("same for USA")).toContain("Top 5 channels by net sales · USA · FY2025");
    expect(await next("vs last year")).toMatch(/Top 5 channels by net sales · USA · FY2025.* · vs FY2024/);
    expect(await next("top 20")).toMatch(/Top 20 channels by net sales · USA · FY2025.* · vs FY2024/);
    expect(await next("kpi India FY2025")).toContain("Key figures");
  });

  test("is told twice and answered once", async () => {
    const [question] = await service.type("@BIMS kpi");
    const told = await service.messages();
    expect(told.filter(({ user, thread_ts }) => user === bot && thread_ts === question?.ts)).toHaveLength(1);
  });
});

test("plain words in the bot's direct messages are answered there, and followed up", async () => {
  const channel = directOfAsha;
  expect(lineOf(answerIn(await service.type("net sales by month FY2025", { channel })))).toContain(
    "Net sales by month",
  );
  expect(lineOf(answerIn(await service.type("in India", { channel })))).toContain("India · FY2025");
});

test("names with markup cannot mention anybody", async () => {
  const message = await ask('/bims net sales of "<!channel>" FY2025');
  expect(message.text).not.toContain("<!channel>");
});

test("what is shared in a channel without the bot is pressed there by anyone", async () => {
  const mine = await ask("/kpi India FY2025", finance);
  const shared = answerIn(await service.press(mine, { id: "verb:share" }));
  expect(shared).toMatchObject({ ephemeral: false, channel: finance });
  expect(JSON.stringify(shared.blocks)).toContain(`Shared by <@${asha}>. Everyone in this channel sees`);
  const updated = answerIn(await service.press(shared, { id: "more", value: "last quarter" }));
  expect(updated).toMatchObject({ ephemeral: false, ts: shared.ts });
  expect(lineOf(updated)).toMatch(/^Key figures · India, .+ last quarter/);
});

test("CSV and Keep of a command's report arrive in the direct messages", async () => {
  const board = await ask("/kpi India FY2025");
  const sent = await service.press(board, { id: "verb:csv" });
  expect(sent.find(({ ephemeral }) => ephemeral)?.text).toContain("in your direct messages");
  const kept = await service.press(board, { id: "more", value: "keep" });
  expect(kept.find(({ channel }) => channel === directOfAsha)?.text).toContain("Key figures · India");
});
