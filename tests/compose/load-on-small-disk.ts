import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { explainDiskFull } from "../../src/data/free-space.ts";
import { importFiles } from "../../src/data/import/import-files.ts";
import { refreshAnswers } from "../../src/data/refresh/refresh.ts";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { fingerprint, tinyCompany } from "../data/import/tiny-company.ts";

/**
 * Run in a mount namespace of its own: fills a small disk in the middle of a load, makes room, and loads again.
 * Arguments: the disk's folder with a database in it, the megabytes left to the load. Prints one line of JSON.
 */
const [disk = "", left = ""] = process.argv.slice(2);
const folder = join(disk, "data");
const files = join(disk, "..", "files");

const load = async (database: Database, path: string): Promise<string> => {
  try {
    const report = await importFiles({
      ...{ database, paths: [path], quarantine: false, fiscalYearStartMonth: 9, now: () => new Date() },
      rejectsFolder: join(folder, "rejects"),
      refresh: (session, months) => refreshAnswers(session, { months, fiscalYearStartMonth: 9 }),
    });
    return report.outcome;
  } catch (error) {
    const said = (await explainDiskFull(error, folder)) as Error;
    return `${said.name}: ${said.message}`;
  }
};

const write = async (name: string, content: Readonly<Record<string, string>>): Promise<string> => {
  const path = join(files, name);
  await mkdir(path, { recursive: true });
  for (const [file, text] of Object.entries(content)) await writeFile(join(path, file), text);
  return path;
};

/** 60,000 forecasts: a hundred accounts, fifty variants, a year. */
const bigFiles = (): Readonly<Record<string, string>> => {
  const codes = (count: number, letter: string) => Array.from({ length: count }, (_, at) => `${letter}${at}`);
  const [accounts, variants] = [codes(100, "A"), codes(50, "V")];
  const months = Array.from({ length: 12 }, (_, at) => `2021-${String(at + 1).padStart(2, "0")}-01`);
  return {
    "dim_customer.csv": `customer_code,customer,market,platform,channel\n${accounts.map((code) => `${code},${code},Norland,E-Commerce,Direct\n`).join("")}`,
    "dim_product.csv": `product_code,division,segment,category,product,variant\n${variants.map((code) => `${code},D,S,C,${code},Standard\n`).join("")}`,
    "fact_forecast_monthly.csv": `date,product_code,customer_code,forecast_quantity\n${months
      .flatMap((month) =>
        variants.flatMap((variant) => accounts.map((account) => `${month},${variant},${account},5\n`)),
      )
      .join("")}`,
  };
};

/** Staging may be left until the next load clears it away. */
const loaded = async (from: Database): Promise<string> =>
  (await fingerprint(from)).replace(/^staging:.*$/m, "");

const base = await write("base", tinyCompany);
const big = await write("big", bigFiles());
const filler = join(disk, "filler");
let database = await openDatabase({ folder });
const first = await load(database, base);
const before = await loaded(database);
const { bavail, bsize } = await statfs(disk);
const megabyte = 1024 * 1024;
await writeFile(filler, Buffer.alloc(bavail * bsize - Number(left) * megabyte));
const full = await load(database, big);
await rm(filler, { force: true });
const after = await loaded(database).catch((error: Error) => error.message);
await database.close().catch(() => undefined);
database = await openDatabase({ folder });
const reopened = await loaded(database);
const again = await load(database, big);
await database.close();
process.stdout.write(
  `${JSON.stringify({ first, full, unchanged: before === after, unchangedAfterwards: before === reopened, again })}\n`,
);
