import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEnvironment } from "../../src/environment.ts";
import { startService } from "../../src/main.ts";
import { forward } from "../../src/service/forward.ts";
import { socketPathOf } from "../../src/service/socket-path.ts";
import { memoryIo } from "../service/memory-io.ts";
import { copyTemplateFolder } from "../support/database.ts";
import { asha, general, type RunningService, startRunningService } from "./support/running-service.ts";
import { openSocketWorkspace } from "./support/socket-workspace.ts";

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService();
}, 180_000);
afterAll(() => service?.stop());

const typed = async (text: string, channel = general) => {
  const messages = await service.type(text, { channel });
  expect(messages).toHaveLength(1);
  expect(messages[0]?.ephemeral).toBe(true);
  return messages[0] as (typeof messages)[number];
};

describe("words that cannot be answered get a sentence and, where there is one, something to press", () => {
  test.each([
    ["/bims net sales in Parcelwoodstock", "I don't know 'Parcelwoodstock'", true],
    ["/bims xyzzy", "I don't know 'xyzzy'", true],
    ["/top", "leads with", true],
    ["/top 3", "The 3 together hold", true],
    ["/bims top 3 by units", "Top what?", true],
    ["/top 0 products", "from 1 to 1,000", false],
    ["/top products by colour", "I don't know 'colour'", true],
    ["/trend", "Net sales in all", true],
    ["/kpi in Atlantis", "I don't know 'Atlantis'", true],
    ["/bims net sales FY2019", "Sales are loaded from Nov 2023; you asked FY2019.", true],
    ["/bims net sales FY2031", "Sales are loaded through Oct 2026; you asked FY2031.", true],
    ["/bims forecast quantity FY2031", "Forecasts are loaded through Aug 2027; you asked FY2031.", true],
    ["/bims net sales 2026-13", "2026-13", false],
    ["/bims net sales May 2026 to Mar 2026", "May 2026", true],
    ["/bims net sales yesterday", "nothing finer than a month is kept", false],
    ["/bims net sales Q1 FY2026 vs FY2025", "spans of unequal length", true],
    ["/bims net sales next month", "for the past only", true],
    ["/bims share of net sales", "Share of what?", true],
    ["/bims products listed by market", "only by division, segment, category, product, variant", true],
    ["/bims metrics xyzzy", "xyzzy", false],
    ["/digest kpi every blue moon", "every", false],
    ["/digest kpi every monday at 25:00", "25:00", false],
    ["/digest kpi every month on the 32 at 8:00", "32", false],
    ["/digest xyzzy every monday at 8:00", "I don't know 'xyzzy'", true],
    ["/digest delete 99", "99", false],
    ["/digest run many", "Say which digest", true],
  ])("%s", async (text, sentence, offers) => {
    const message = await typed(text);
    expect(message.text).toContain(sentence);
    if (offers) expect(message.blocks.some(({ type }) => type === "actions")).toBe(true);
  });

  test("nothing of it was saved", async () => {
    expect((await typed("/digest list")).text).toContain("There is none yet");
  });
});

describe("files that cannot be loaded", () => {
  const files: readonly (readonly [string, string, string | Uint8Array, string])[] = [
    ["that is no text", "fact_sales_monthly.csv", Uint8Array.of(0xff, 0xfe, 0, 1, 2), "UTF-16"],
    ["with other columns", "dim_market.csv", "colour,size\nred,5\n", "has no column market"],
    [
      "that is half a gzip",
      "fact_sales_monthly.csv.gz",
      gzipSync(
        "date,product_code,customer_code,sold_quantity\n2026-10-01,P1110101,C1203,5\n".repeat(900),
      ).subarray(0, 70),
      "it was not copied whole",
    ],
    [
      "without the dimensions that it needs",
      "fact_sales_monthly.csv",
      "date,product_code,customer_code,sold_quantity\n2026-10-01,P1110101,C1203,5\n",
      "with or before fact_sales_monthly",
    ],
  ];
  test.each(files)(
    "a file %s is refused by name, and nothing changes",
    async (_, name, content, sentence) => {
      const inbox = join(service.folder, "inbox");
      await mkdir(inbox, { recursive: true });
      await writeFile(join(inbox, name), content);
      const io = memoryIo();
      const status = await forward(socketPathOf(service.folder), ["import", join(inbox, name)], io);
      expect(status).toBe(2);
      expect(io.written.out).toBe("");
      expect(io.written.err).toContain(name.replace(/\..*/, ""));
      expect(io.written.err).toContain(sentence);
      expect(io.written.err).not.toMatch(/^ {4}at /m);
      expect((await typed("/bims status")).text).toContain(
        "What is loaded · Load 1, the invented demo company",
      );
    },
  );

  test("a path that is not there is said", async () => {
    const io = memoryIo();
    expect(await forward(socketPathOf(service.folder), ["import", "/no/such/folder"], io)).toBe(2);
    expect(io.written.err).toBe("There is no file or folder /no/such/folder. Check the spelling.\n");
  });
});

describe("a service that cannot start says why, and lets go of what it held", () => {
  const refusalOf = async (variables: Readonly<Record<string, string>>): Promise<string> => {
    const started = startService(readEnvironment({ LOG_LEVEL: "silent", ...variables }), memoryIo());
    return started.then(
      () => "started",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  };

  test("a port in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const folder = await copyTemplateFolder();
    const variables = { BIMS_DATA_DIR: folder, PORT: String(port) };
    expect(await refusalOf(variables)).toContain(`SetupError: Port ${port} is in use.`);
    server.close();
    const workspace = await openSocketWorkspace(folder);
    await workspace.close();
  });

  test("a database that does not answer", async () => {
    const url = "postgresql://bims:hunter2@127.0.0.1:1/bims";
    const said = await refusalOf({ DATABASE_URL: url, PORT: "0" });
    expect(said).toMatch(/^SetupError: Nothing answers at 127\.0\.0\.1:1\./);
    expect(said).not.toContain("hunter2");
  });

  test("a data folder that another service holds", async () => {
    expect(await refusalOf({ BIMS_DATA_DIR: service.folder, PORT: "0" })).toContain(`process ${process.pid}`);
  });
});

test("an empty workspace answers every question with how to load it", async () => {
  const workspace = await openSocketWorkspace(await copyTemplateFolder());
  for (const text of ["/top products by net sales", "/trend", "/kpi", "/bims net sales", "/bims status"]) {
    const messages = await workspace.ask(text, asha);
    expect(messages.map((message) => message.text).join()).toContain(
      "No data is loaded yet. Load your export files with: npx bims import FOLDER",
    );
  }
  expect((await workspace.ask("/bims metrics margin", asha))[0]?.text).toContain("Gross margin %");
  await workspace.close();
});
