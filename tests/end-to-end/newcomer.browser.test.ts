import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyTemplateFolder } from "../support/database.ts";
import { type RunningService, startRunningService } from "./support/running-service.ts";

let browser: Browser;
let service: RunningService;
let page: Page;
/** What the page said went wrong, and every address it asked. */
const complaints: string[] = [];
const asked: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.BIMS_TEST_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  service = await startRunningService({ folder: await copyTemplateFolder() });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(service.url);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const ask = async (text: string): Promise<void> => {
  await page.locator("#composer-field").fill(text);
  await page.keyboard.press("Enter");
};
/** Pictures that are really there: loaded, and of full width. */
const pictures = (): Promise<number> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLImageElement>(".picture img")].filter(
        ({ naturalWidth }) => naturalWidth === 1440,
      ).length,
  );

test("the invented company is there at once, and the first question has a table and a picture", async () => {
  await ask("/top products by net sales");
  await expect.poll(pictures, { timeout: 10_000 }).toBe(1);
  await expect
    .poll(() => page.locator(".message .header").textContent())
    .toBe("Top 10 products by net sales");
  await expect.poll(() => page.locator(".only-you").textContent()).toBe("Only visible to you");
  await expect.poll(() => page.locator(".data tbody tr").count()).toBe(10);
  await page.click(".data thead button >> text=Product");
  const names = await page.locator(".data tbody td:nth-child(2)").allInnerTexts();
  expect(names).toEqual([...names].sort());
});

test("a digest is confirmed, and moving the clock past Monday 8:00 brings exactly one, with its picture", async () => {
  await ask("/digest kpi every monday at 8:00");
  await page.waitForSelector("text=Digest 1 is set");
  await expect
    .poll(() => page.locator(".message").last().textContent())
    .toMatch(/Next: Monday \d+ \w+ \d+, 8:00 in Asia\/Kolkata\./);
  await page.click(".clock summary");
  await page.click("text=Next Monday 8:00");
  await expect.poll(() => page.locator(".message:not(.ephemeral)").count(), { timeout: 10_000 }).toBe(1);
  await expect.poll(pictures, { timeout: 10_000 }).toBe(2);
  await expect.poll(() => page.locator(".message:not(.ephemeral) .header").textContent()).toBe("Key figures");
  const hidden = await page.evaluate(() =>
    [...document.querySelectorAll(".scroll")].map((table) => table.scrollWidth - table.clientWidth),
  );
  expect(hidden).toEqual(hidden.map(() => 0));
});

test("nothing went wrong on the page, and no request left the machine", () => {
  expect(complaints).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(service.url) && !url.startsWith("data:"))).toEqual([]);
});
