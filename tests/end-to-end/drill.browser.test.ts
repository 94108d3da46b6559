import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningService, startRunningService } from "./support/running-service.ts";

let browser: Browser;
let service: RunningService;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.BIMS_TEST_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  service = await startRunningService();
  page = await browser.newPage({ viewport: { width: 1280, height: 1100 } });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
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
const header = (title: string) => page.locator(".message .header", { hasText: title });
/** Chooses the first option under a heading of the menu, and returns its label. */
const choose = async (group: string, label = ""): Promise<string> => {
  const options = page.locator(`.message select optgroup[label="${group}"] option`, { hasText: label });
  const option = options.first();
  const name = (await option.textContent()) ?? "";
  await page
    .locator(".message select")
    .last()
    .selectOption((await option.getAttribute("value")) ?? "");
  return name;
};
const reading = async (): Promise<string> =>
  (await page.locator(".message .context").first().textContent()) ?? "";

test("from the top products to why one of them changed, by clicks alone, in one message", async () => {
  await ask("/top products by net sales FY2026");
  await header("Top 10 products").waitFor();
  const product = await choose("Look into");
  await header("Top 10 variants").waitFor();
  await expect.poll(() => reading()).toContain(`${product} · FY2026`);
  await choose("Ask next", "Why");
  await header("Why net sales changed").waitFor();
  await expect.poll(() => reading()).toMatch(new RegExp(`^${product} · FY2026 .+ · vs FY2025`));
  await expect.poll(() => page.locator(".message").count()).toBe(1);
  await expect.poll(() => page.locator(".only-you").count()).toBe(1);
});

test("its receipt opens and closes, and what is shared stands below for everyone", async () => {
  await page.click("button.button >> text=Receipt");
  await page.locator("dialog pre", { hasText: "SELECT" }).first().waitFor();
  await expect.poll(() => page.locator("dialog").textContent()).toContain("/bims why");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.click("button.button >> text=Share to channel");
  await page.locator(".message:not(.ephemeral)", { hasText: "Shared by" }).waitFor();
});

test("a mention is answered in its thread, and nothing went wrong on the page", async () => {
  await ask("@BIMS top 3 customers by net sales in India FY2026");
  await page.locator(".thread .header", { hasText: "Top 3 customers" }).waitFor();
  await page.locator(".thread .picture img").waitFor();
  expect(complaints).toEqual([]);
});
