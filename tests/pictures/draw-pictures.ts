import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { commands } from "../../commands/index.ts";
import { picturePath } from "../../src/docs/describe-commands.ts";

/**
 * `npm run pictures`: types the first example of every command into the sandbox with the demo company, and keeps what
 * the page shows of the answer beside the command reference. Needs Chromium.
 */
const root = join(import.meta.dirname, "..", "..");

const photograph = async (page: Page, before: number, words: string, file: string): Promise<void> => {
  await page.locator("#composer-field").fill(words);
  await page.keyboard.press("Enter");
  await page.waitForFunction((count) => document.querySelectorAll(".message").length > count, before);
  const message = page.locator(".message").last();
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  const png = await message.screenshot();
  await sharp(png)
    .resize({ width: 900, withoutEnlargement: true })
    .png({ palette: true, effort: 10 })
    .toFile(file);
};

/** `npm start` on an empty data folder; its address once it is ready. */
const startProgram = async (folder: string): Promise<{ readonly url: string; stop(): Promise<unknown> }> => {
  const env = { ...process.env, BIMS_DATA_DIR: folder, PORT: "0" };
  const program = spawn(process.execPath, ["src/bims.js", "start"], { cwd: root, env });
  const stop = () => {
    program.kill("SIGINT");
    return once(program, "exit");
  };
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    program.stderr.on("data", (text) => {
      said += String(text);
      const [address] = /http:\S+/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    });
    program.once("exit", () => reject(new Error(`BIMS did not start:\n${said}`)));
  });
  return { url, stop };
};

const folder = await mkdtemp(join(tmpdir(), "bims-pictures-"));
const service = await startProgram(folder);
const browser = await chromium.launch({
  executablePath: process.env.BIMS_TEST_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 3000 } });
  await page.goto(service.url);
  await mkdir(dirname(join(root, picturePath("any"))), { recursive: true });
  for (const [before, { name, examples, global }] of commands.entries()) {
    const words = `${global ? `/${name}` : `/bims ${name}`} ${examples[0] ?? ""}`.trim();
    await photograph(page, before, words, join(root, picturePath(name)));
    process.stdout.write(`${picturePath(name)}\n`);
  }
} finally {
  await browser.close();
  await service.stop();
  await rm(folder, { recursive: true, force: true });
}
