import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { defineAnalyst } from "./support/analyst.ts";
import { type Stage, startHttp } from "./support/bot.ts";

let browser: Browser;
let stage: Stage;
let page: Page;
/** What the page said went wrong, and every address it asked. */
let complaints: string[];
let asked: string[];

const quietly = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.BIMS_TEST_CHROMIUM ?? "/usr/bin/chromium",
    args: quietly,
  });
});
afterAll(() => browser?.close());

beforeEach(async () => {
  stage = await startHttp(defineAnalyst);
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  [complaints, asked] = [[], []];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(stage.sandbox.url);
  await page.waitForSelector(".chip");
  return async () => {
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(stage.sandbox.url) && !url.startsWith("data:"))).toEqual([]);
    await page.close();
    await stage.close();
  };
});

const type = (text: string): Promise<void> => page.keyboard.type(text);
const press = (key: string): Promise<void> => page.keyboard.press(key);
const textsOf = (selector: string): Promise<readonly string[]> => page.locator(selector).allInnerTexts();

/** Asks with the keyboard alone and waits for the picture. */
const ask = async (): Promise<void> => {
  await type("/top products");
  await press("Enter");
  await page.waitForFunction(
    () => document.querySelector<HTMLImageElement>(".picture img")?.naturalWidth === 1440,
  );
};

test("completes a command with the keyboard and shows how it goes on", async () => {
  await type("/");
  await expect.poll(() => page.locator("#composer-menu [role=option]").count()).toBe(4);
  await press("ArrowDown");
  await press("ArrowDown");
  await press("ArrowUp");
  await expect.poll(() => page.locator("#composer-menu .chosen").textContent()).toContain("/kpi");
  await press("Escape");
  await expect.poll(() => page.locator("#composer-menu").isVisible()).toBe(false);
  await type("to");
  await press("Tab");
  await expect.poll(() => page.locator("#composer-field").inputValue()).toBe("/top ");
  await expect.poll(() => page.locator("#composer-hint").textContent()).toContain("[N] GROUP by METRIC");
});

test("offers what to type first, one press away", async () => {
  await page.click("text=/top products by net sales");
  await page.waitForSelector(".message.ephemeral");
  await expect.poll(() => page.locator(".message .header").textContent()).toBe("Top 7 products by net sales");
});

test("shows a private answer with table, picture and chart, and markup of data as text", async () => {
  await ask();
  await expect.poll(() => page.locator(".only-you").textContent()).toBe("Only visible to you");
  await expect
    .poll(() => page.locator(".message .section").first().textContent())
    .toContain("R&D <b>stays text</b>");
  await expect.poll(() => page.locator(".message b").count()).toBe(0);
  await expect.poll(() => page.locator(".chart polyline").count()).toBe(2);
  await page.click(".picture button");
  await expect.poll(() => page.locator("dialog.lightbox img").isVisible()).toBe(true);
  await press("Escape");
  await expect.poll(() => page.locator("dialog").count()).toBe(0);
});

test("sorts by number, pages and filters a data_table", async () => {
  await ask();
  const amounts = (): Promise<readonly string[]> => textsOf(".data tbody td:last-child");
  await expect.poll(() => amounts()).toHaveLength(5);
  await page.click(".data thead button >> text=Net sales");
  await page.click(".data thead button >> text=Net sales");
  await expect.poll(async () => (await amounts())[0]).toBe("$1,225,103");
  await expect
    .poll(() => page.locator('.data th[aria-sort="ascending"]').textContent())
    .toContain("Net sales");
  await page.click("[aria-label='Next page']");
  await expect.poll(() => page.locator(".pager span").textContent()).toBe("6–7 of 7");
  await page.fill("[aria-label='Filter the table']", "tent");
  await expect.poll(() => textsOf(".data tbody td:nth-child(2)")).toEqual(["Summit Tent"]);
});

test("a press and a menu change the message; sharing is for everybody", async () => {
  await ask();
  await page.click("text=Share");
  await page.waitForSelector(".message:not(.ephemeral)");
  await page.selectOption(".actions select", "by market");
  await page.waitForSelector("text=Asked anew by market");
  await expect.poll(() => page.locator(".message").count()).toBe(2);
  await page.click(".people summary");
  await page.click(".person >> text=Oliver Hughes");
  await page.waitForFunction(() => document.querySelectorAll(".message").length === 1);
  await expect.poll(() => page.locator("#people summary").textContent()).toContain("as Oliver Hughes");
  await expect.poll(() => page.locator(".message").textContent()).toContain("Trail Camera leads with $3.8M");
});

test("fills a modal with suggestions, shows what is wrong in it, and submits it", async () => {
  await ask();
  await page.click("text=Change…");
  await page.fill("dialog [aria-label='Search markets']", "no");
  await page.click("dialog .menu >> text=North Macedonia");
  await page.fill("dialog .input input", "nonsense");
  await press("Enter");
  await expect.poll(() => page.locator("dialog .error").textContent()).toBe("I don't know 'nonsense'");
  await expect.poll(() => page.locator("dialog .input input").inputValue()).toBe("nonsense");
  await page.fill("dialog .input input", "net sales");
  await page.click("dialog .primary");
  await page.waitForFunction(() => document.querySelector("dialog") === null);
  const direct = page.locator("[data-channel=D0ASHA]");
  await direct.locator(".count").waitFor();
  await direct.click();
  await expect.poll(() => page.locator(".message").textContent()).toContain("Asked net sales");
  await expect.poll(() => direct.locator(".count").count()).toBe(0);
});

test("talks in the direct conversation and shows the home tab", async () => {
  await page.click("[data-channel=D0ASHA]");
  await type("hello <i>there</i>");
  await press("Enter");
  await page.waitForSelector("text=You said hello <i>there</i>");
  await page.click("[role=tab] >> text=Home");
  await page.waitForSelector("text=Your digests stand here");
});

test("invites the bot where it is not a member", async () => {
  await expect.poll(() => page.locator("#invitation").isVisible()).toBe(false);
  await page.click("[data-channel=C0FINANCE]");
  await page.click("text=Invite BIMS to this channel");
  await page.locator("#invitation").waitFor({ state: "hidden" });
  expect(stage.sandbox.store.channel("C0FINANCE")?.botIsMember).toBe(true);
});

test("moves the clock to the next Monday 8:00 in the person's zone", async () => {
  await page.click(".clock summary");
  await page.click("text=Next Monday 8:00");
  await page.waitForFunction(() => /^Mon.* 08:00/.test(document.querySelector(".face")?.textContent ?? ""));
  const { now } = await stage.script("state");
  expect(now?.slice(11, 16)).toBe("02:30");
  expect(new Date(now ?? "").getUTCDay()).toBe(1);
});

test("shows live what comes by itself, and counts what is unread", async () => {
  await stage.app.client.chat.postMessage({ channel: "C0SALES", text: "*Good morning*" });
  await page.locator("[data-channel=C0SALES] .count").waitFor();
  await expect.poll(() => page.title()).toContain("(1)");
  await press("Alt+ArrowDown");
  await expect.poll(() => page.locator(".message strong").allInnerTexts()).toContain("Good morning");
});
