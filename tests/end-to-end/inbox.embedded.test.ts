import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TouchedMonths } from "../../src/data/refresh/refresh.ts";
import { refreshAnswers } from "../../src/data/refresh/refresh.ts";
import type { Session } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { readEnvironment } from "../../src/environment.ts";
import { startService } from "../../src/main.ts";
import { importTiny, tinyCompany } from "../data/import/tiny-company.ts";
import { memoryIo } from "../service/memory-io.ts";
import { copyTemplateFolder } from "../support/database.ts";
import { general, type RunningService, type Seen, startRunningService } from "./support/running-service.ts";

/** Reads what admins are told. */
const ines = "U0INES";
let service: RunningService;
let inbox: string;
beforeAll(async () => {
  inbox = await mkdtemp(join(tmpdir(), "bims-inbox-"));
  service = await startRunningService({ folder: await folderWithLoad(), variables: { BIMS_INBOX: inbox } });
});
afterAll(async () => {
  await service?.stop();
  await rm(inbox, { recursive: true });
});

/** Something is loaded, so that the service does not begin with the demo company. */
const folderWithLoad = async (): Promise<string> => {
  const folder = await copyTemplateFolder();
  const database = await openDatabase({ folder });
  const months = (session: Session, touched: TouchedMonths) =>
    refreshAnswers(session, { months: touched, fiscalYearStartMonth: 9 });
  await importTiny(database, { "dim_market.csv": tinyCompany["dim_market.csv"] }, { refresh: months });
  await database.close();
  return folder;
};

const directOfInes = (): Promise<readonly Seen[]> => service.messages({ as: ines, channel: "D0INES" });
const nextTold = async (count: number): Promise<Seen> => {
  for (const end = Date.now() + 25_000; Date.now() < end; ) {
    const told = await directOfInes();
    if (told.length >= count) return told[count - 1] as Seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The admin was not told");
};
const sold = async (): Promise<string> => (await service.type("/bims sold quantity"))[0]?.text ?? "";

test("a company's files are loaded together, and the admin is told what changed", async () => {
  for (const [name, text] of Object.entries(tinyCompany)) await writeFile(join(inbox, name), text);
  const told = await nextTold(1);
  expect(told.text).toMatch(/^Loaded from the inbox · dim_customer\.csv, .+ and 7 more/);
  expect(told.text).toContain("fact_sales_monthly: 4 new");
  expect(await sold()).toContain("15");
  expect((await readdir(join(inbox, "done"))).length).toBe(11);
});

test("a month's file changes the next answer within ten seconds, and digests after each load are sent", async () => {
  await service.type("/digest sold quantity after each load");
  const before = (await service.messages({ channel: general })).length;
  const put = Date.now();
  await writeFile(
    join(inbox, "2020-11 fact_sales_monthly.csv"),
    "date,product_code,customer_code,sold_quantity\n2020-11-01,P1,101,40\n",
  );
  const told = await nextTold(2);
  const seconds = (Date.now() - put) / 1000;
  expect(await sold()).toContain("55");
  expect(told.text).toContain("fact_sales_monthly: 1 new");
  process.stdout.write(`From the file to the admin's message ${seconds.toFixed(1)} s, n 1\n`);
  expect(seconds).toBeLessThan(10);
  const sent = async () => (await service.messages({ channel: general })).slice(before);
  for (
    const end = Date.now() + 10_000;
    (await sent()).every(({ ephemeral }) => ephemeral) && Date.now() < end;
  )
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await sent()).find(({ ephemeral }) => !ephemeral)?.text).toContain("55");
});

test("a file that breaks a rule is refused with its rows, and nothing is changed", async () => {
  await writeFile(
    join(inbox, "fact_sales_monthly.csv"),
    "date,product_code,customer_code,sold_quantity\n2020-12-01,P1,101,-4\n",
  );
  const told = await nextTold(3);
  expect(told.text).toContain("Refused: 1 row breaks a rule. Nothing was changed.");
  expect(told.text).toContain("fact_sales_monthly.csv line 2");
  expect(await sold()).toContain("55");
  const refused = await readdir(join(inbox, "refused"));
  expect(refused.map((name) => name.slice(20)).sort()).toEqual([
    "fact_sales_monthly.csv",
    "rejects.csv",
    "report.txt",
  ]);
});

test("an inbox that is not there stops the start, in a sentence", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bims-none-"));
  await mkdir(folder, { recursive: true });
  const environment = readEnvironment({ BIMS_DATA_DIR: folder, BIMS_INBOX: join(folder, "none"), PORT: "0" });
  await expect(startService(environment, memoryIo())).rejects.toThrow(/none, but there is no such folder/);
  await rm(folder, { recursive: true });
});
