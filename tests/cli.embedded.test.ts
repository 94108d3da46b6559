import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyTemplateFolder } from "./support/database.ts";

/** The program as it is typed, over its own embedded database. */
const launcher = fileURLToPath(new URL("../src/bims.js", import.meta.url));
let folder: string;
let data: string;
let service: ChildProcess | undefined;

interface Typed {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const begin = (argv: readonly string[]): ChildProcess =>
  spawn(process.execPath, [launcher, ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, BIMS_DATA_DIR: data, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });

const type = (...argv: string[]): Promise<Typed> =>
  new Promise((resolve) => {
    const child = begin(argv);
    const said = { out: "", err: "" };
    child.stdout?.on("data", (chunk) => {
      said.out += String(chunk);
    });
    child.stderr?.on("data", (chunk) => {
      said.err += String(chunk);
    });
    child.on("close", (status) => resolve({ status, ...said }));
  });

const files: Readonly<Record<string, string>> = {
  dim_market: "market,sub_zone,region\nNorland,North,EU",
  dim_customer:
    "customer_code,customer,market,platform,channel\n1001,Corner Shop,Norland,Brick & Mortar,Retailer",
  dim_product: "product_code,division,segment,category,product,variant\nA1,Home,Light,Lamp,Lantern,Standard",
  fact_sales_monthly:
    "date,product_code,customer_code,sold_quantity\n2023-09-01,A1,1001,10\n2023-10-01,A1,1001,5",
  gross_price: "product_code,fiscal_year,gross_price\nA1,2024,2.50",
};

beforeAll(async () => {
  data = await copyTemplateFolder();
  folder = mkdtempSync(join(tmpdir(), "bims-cli-"));
  mkdirSync(join(folder, "exports"));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, "exports", `${name}.csv`), `${text}\n`);
});

afterAll(() => {
  service?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test("an empty database says how to load it", async () => {
  const { status, out } = await type("ask", "net", "sales", "--json");
  expect(status).toBe(2);
  const { error } = JSON.parse(out);
  expect(error.kind).toBe("not-loaded");
  expect(error.message).toContain("npx bims import");
}, 60_000);

test("files go in, and the number comes out", async () => {
  const { status, err } = await type("import", "exports");
  expect({ status, err }).toMatchObject({ status: 0 });
  const answered = await type("ask", "gross", "sales", "by", "market", "FY2024", "--json");
  expect(answered).toMatchObject({ status: 0, err: "" });
  const { rows, totals } = JSON.parse(answered.out);
  expect(rows).toEqual([{ market: "Norland", gross_sales: 37.5 }]);
  expect(totals).toEqual({ gross_sales: 37.5 });
}, 60_000);

test("a data folder is free again after each command, with nothing left over", () => {
  expect(readdirSync(data).filter((name) => /lock|sock/.test(name))).toEqual([]);
});

test("while the service runs, a second terminal is answered by it, and a second service is refused", async () => {
  const running = begin(["start"]);
  service = running;
  await new Promise((resolve) =>
    running.stderr?.on("data", (chunk) => /ready/.test(String(chunk)) && resolve(true)),
  );
  const typed = ["ask", "sold quantity", "by", "market", "FY2024", "--csv"];
  expect(await type(...typed)).toEqual({
    status: 0,
    out: "market,sold_quantity\r\nNorland,15\r\n",
    err: "",
  });
  expect((await type("ask", "net", "sales", "in", "Norlnd", "and", "Xqz")).status).toBe(2);
  expect((await type("ask", "units by month", "--chart", "a.png")).status).toBe(0);
  expect(readFileSync(join(folder, "a.png")).subarray(1, 4).toString()).toBe("PNG");
  const second = await type("start");
  expect(second.status).toBe(1);
  expect(second.err).toContain(`process ${running.pid}`);
}, 60_000);

test("Ctrl-C stops the service and frees the folder", async () => {
  const stopped = new Promise((resolve) => service?.on("close", resolve));
  service?.kill("SIGINT");
  expect(await stopped).toBe(0);
  expect(readdirSync(data).filter((name) => /lock|sock/.test(name))).toEqual([]);
}, 60_000);
