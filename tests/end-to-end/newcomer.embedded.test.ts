import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import {
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
  await service.type("/trend units");
}, 180_000);
afterAll(() => service?.stop());

const only = (messages: readonly Seen[]): Seen => {
  expect(messages).toHaveLength(1);
  return messages[0] as Seen;
};
const ask = async (text: string, channel = general): Promise<Seen> =>
  only(await service.type(text, { channel }));
/** On a busy machine a drawing may come too late for its answer; asked again, it is there. */
const askForPicture = async (text: string): Promise<Seen> => {
  let message = await ask(text);
  for (let left = 4; left > 0 && !typesOf(message).includes("image"); left -= 1) message = await ask(text);
  return message;
};
const typesOf = ({ blocks }: Seen): readonly string[] => blocks.map(({ type }) => type);
const blockOf = ({ blocks }: Seen, type: string) => blocks.find((block) => block.type === type);
const headerOf = (message: Seen): string => blockOf(message, "header")?.text.text;
const headlineOf = (message: Seen): string => blockOf(message, "section")?.text.text;
/** Its width and height, as the PNG itself says. */
const pictureOf = async (message: Seen): Promise<string> => {
  const response = await fetch(blockOf(message, "image")?.image_url);
  expect(response.headers.get("content-type")).toBe("image/png");
  const png = Buffer.from(await response.arrayBuffer());
  return `${png.subarray(1, 4)} ${png.readUInt32BE(16)}×${png.readUInt32BE(20)}`;
};

describe("the first question", () => {
  test("/top products by net sales is answered with table and picture, in the order of reading", async () => {
    const message = await askForPicture("/top products by net sales");
    expect(message.ephemeral).toBe(true);
    expect(typesOf(message)).toEqual([
      "header",
      "context",
      "section",
      "data_table",
      "image",
      "context",
      "actions",
      "context",
    ]);
    expect(headerOf(message)).toBe("Top 10 products by net sales");
    expect(message.blocks[1].elements[0].text).toBe("FY2027 to date (Sep 2026 – Oct 2026)");
    expect(headlineOf(message)).toMatch(
      /^.+ leads with \$1\.\dM, followed by .+ and .+\. The 10 together hold \d\d\.\d%\. Net sales in all: \$18\.\dM\.( That is .+ target .+)?$/,
    );
    const [head, ...rows] = blockOf(message, "data_table")?.rows ?? [];
    expect(head.map(({ text }: { text: string }) => text)).toEqual([
      "#",
      "Product",
      "Net sales",
      "Share",
      "Cumulative",
    ]);
    expect(rows).toHaveLength(10);
    const [first] = rows;
    expect(first[1].text).toBe(headlineOf(message).split(" leads")[0]);
    expect(first[2]).toEqual({
      type: "raw_number",
      value: expect.any(Number),
      text: `$${Math.round(first[2].value).toLocaleString("en-US")}`,
    });
    expect(await pictureOf(message)).toBe("PNG 1440×810");
    expect(message.blocks.at(-1).elements[0].text).toMatch(
      /^Data through Oct 2026 · load 1 · (\d+ ms|from memory) · invented demo company$/,
    );
  });

  test.each([
    ["/trend", "Net sales by month"],
    ["/kpi", "Key figures"],
    ["/bims net sales by month vs last year", "Net sales by month"],
  ])("%s is answered with table and picture", async (text, title) => {
    const message = await askForPicture(text);
    expect(headerOf(message)).toBe(title);
    expect(typesOf(message)).toContain("data_table");
    expect(await pictureOf(message)).toBe("PNG 1440×810");
  });

  test("its buttons lead on", async () => {
    const message = await ask("/top products by net sales");
    const buttons: readonly { action_id: string; value: string }[] = blockOf(message, "actions")?.elements;
    const [first] = buttons.filter(({ action_id }) => action_id.startsWith("clause:"));
    expect(first?.value).toBe("by month last 12 months");
    const answer = only(await service.press(message, { id: first?.action_id ?? "" }));
    expect(answer.ts).toBe(message.ts);
    expect(headerOf(answer)).toBe("Net sales by month");
  });
});

test("/bims alone lists every command with an example to press", async () => {
  const help = await ask("/bims");
  for (const command of ["/top", "/trend", "/kpi", "/digest", "/bims metrics", "/bims status"])
    expect(help.text).toContain(command);
  const examples = help.blocks.filter(({ accessory }) => accessory?.action_id?.startsWith("ask:"));
  expect(examples).toHaveLength(commands.length);
});

test("/bims metrics margin says what margin means and which trap to avoid", async () => {
  const message = await ask("/bims metrics margin");
  expect(message.text).toMatch(/Gross margin %: .+ Trap: /);
});

test("/bims status tells months, rows and freshness", async () => {
  expect(headlineOf(await ask("/bims status"))).toMatch(/^36 months, sales through Oct 2026\. Last loaded /);
});

/** Asha lives in India, half past five hours before UTC. */
const nextMondayAtEight = (after: Date): Date => {
  const monday = new Date(after);
  monday.setUTCHours(2, 30, 0, 0);
  while (monday.getUTCDay() !== 1 || monday <= after) monday.setUTCDate(monday.getUTCDate() + 1);
  return monday;
};
const inWords = (day: Date): string => {
  const form = { weekday: "long", day: "numeric", month: "short", year: "numeric" } as const;
  const part = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", form).formatToParts(day).map(({ type, value }) => [type, value]),
  );
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, 8:00 in Asia/Kolkata`;
};
const afterwards = (day: Date, days = 0): Date => new Date(day.getTime() + (days * 1440 + 60) * 60_000);
const posted = async (channel: string): Promise<readonly Seen[]> =>
  (await service.messages({ channel })).filter(({ ephemeral, user }) => !ephemeral && user === "U0BIMS");

describe("a digest on Monday", () => {
  test("is asked for an invitation where the bot is not, and nothing is saved", async () => {
    const message = await ask("/digest kpi every monday at 8:00", finance);
    expect(message.text).toContain("/invite @BIMS");
    expect((await ask("/digest list")).text).toContain("There is none yet");
  });

  test("is confirmed with its next time in the person's zone, comes once each Monday with its picture, until it is deleted", async () => {
    const monday = nextMondayAtEight(await service.now());
    const confirmation = await ask("/digest kpi every monday at 8:00");
    expect(headerOf(confirmation)).toBe("Digest 1 is set");
    expect(headlineOf(confirmation)).toBe(`Next: ${inWords(monday)}.`);
    expect(confirmation.text).toContain("Everyone in this channel will see the figures.");
    expect(await posted(general)).toEqual([]);

    await service.moveClock(afterwards(monday));
    const digest = only(await posted(general));
    expect(headerOf(digest)).toBe("Key figures");
    expect(headlineOf(digest)).toMatch(/^Net sales \$/);
    expect(await pictureOf(digest)).toBe("PNG 1440×810");
    expect(digest.blocks.some((block) => JSON.stringify(block).includes("/digest delete 1"))).toBe(true);

    await service.moveClock(afterwards(monday, 7));
    expect(await posted(general)).toHaveLength(2);
    await service.moveClock(afterwards(monday, 8));
    expect(await posted(general)).toHaveLength(2);

    expect((await ask("/digest list")).text).toContain(inWords(new Date(monday.getTime() + 14 * 86_400_000)));
    expect(await service.type("/digest run 1")).toHaveLength(2);
    expect(await posted(general)).toHaveLength(3);
    expect(headerOf(await ask("/digest delete 1"))).toBe("Digest 1 is deleted");
    await service.moveClock(afterwards(monday, 21));
    expect(await posted(general)).toHaveLength(3);
  });

  test("typed in the bot's direct conversation comes to the person", async () => {
    const monday = nextMondayAtEight(await service.now());
    const confirmation = await ask("/digest top products by net sales every monday at 8:00", directOfAsha);
    expect(confirmation.text).not.toContain("Everyone");
    await service.moveClock(afterwards(monday));
    const digest = (await posted(directOfAsha)).filter((message) => headerOf(message)?.startsWith("Top 10"));
    expect(await pictureOf(only(digest))).toBe("PNG 1440×810");
    expect(await posted(general)).toHaveLength(3);
  });
});
