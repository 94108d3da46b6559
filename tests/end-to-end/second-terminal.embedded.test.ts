import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { forward } from "../../src/service/forward.ts";
import { socketPathOf } from "../../src/service/socket-path.ts";
import { memoryIo } from "../service/memory-io.ts";
import { type RunningService, startRunningService } from "./support/running-service.ts";

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService();
}, 180_000);
afterAll(() => service?.stop());

interface Typed {
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** As a second terminal types it: sent to the running service through its socket. */
const type = async (...argv: readonly string[]): Promise<Typed> => {
  const io = memoryIo({ cwd: service.folder });
  const status = await forward(socketPathOf(service.folder), argv, io);
  return { status, ...io.written };
};

const column = z.strictObject({
  key: z.string(),
  label: z.string(),
  kind: z.enum(["dimension", "time", "metric", "comparison", "share", "rank"]),
  unit: z.string().optional(),
});
const coverage = z.number().min(0).max(1);
/** The contract of `bims ask --json`, key by key. */
const answer = z.strictObject({
  reading: z.string(),
  question: z.object({ kind: z.string() }),
  columns: z.array(column),
  rows: z.array(
    z
      .object({ _coverage: z.record(z.string(), coverage.lt(1)).optional() })
      .catchall(z.union([z.string(), z.number(), z.null()])),
  ),
  totals: z.record(z.string(), z.number().nullable()),
  coverage: z.array(z.strictObject({ metric: z.string(), covered: coverage, missing: z.string() })),
  notes: z.array(z.string()),
  provenance: z.strictObject({
    load: z.int().min(1),
    loadedAt: z.iso.datetime(),
    through: z.iso.date(),
    rollup: z.string(),
    milliseconds: z.number(),
  }),
});
const refusal = z.strictObject({
  error: z.strictObject({
    kind: z.enum(["unknown-word", "ambiguous", "not-loaded", "not-allowed"]),
    message: z.string().min(1),
    choices: z.array(z.string()),
  }),
});

const answerOf = async (words: string): Promise<z.infer<typeof answer>> => {
  const { status, out, err } = await type("ask", words, "--json");
  expect({ status, err }).toEqual({ status: 0, err: "" });
  return answer.parse(JSON.parse(out));
};

describe("bims ask --json", () => {
  test("holds every column of its rows and nothing else", async () => {
    const { columns, rows, totals, reading, coverage, provenance } = await answerOf(
      "top 5 markets by net sales FY2026",
    );
    expect(reading).toBe("Top 5 markets by net sales · FY2026 (2025-09-01 to 2026-08-31)");
    expect(columns).toEqual([
      { key: "rank", label: "#", kind: "rank" },
      { key: "market", label: "Market", kind: "dimension" },
      { key: "net_sales", label: "Net sales", kind: "metric", unit: "money" },
    ]);
    expect(rows).toHaveLength(5);
    for (const row of rows)
      expect(Object.keys(row).filter((key) => key !== "_coverage")).toEqual(["rank", "market", "net_sales"]);
    expect(Object.keys(totals)).toEqual(["net_sales"]);
    expect(coverage.map(({ metric }) => metric)).toEqual(["net_sales"]);
    expect(provenance.through).toBe("2026-10-01");
  });

  test("names a comparison, and of a percentage the difference alone", async () => {
    const keysOf = async (words: string): Promise<readonly string[]> =>
      (await answerOf(words)).columns.map(({ key }) => key);
    expect(await keysOf("net sales by month FY2026 vs last year")).toEqual([
      "month",
      "net_sales",
      "net_sales_previous",
      "net_sales_change",
      "net_sales_change_pct",
    ]);
    expect(await keysOf("gross margin % by customer code vs last year")).toEqual([
      "customer_code",
      "gross_margin_pct",
      "gross_margin_pct_previous",
      "gross_margin_pct_change",
    ]);
    expect(await keysOf("share of units by variant")).toEqual([
      "product_code",
      "sold_quantity",
      "sold_quantity_share",
    ]);
  });

  test.each([
    ["month", "2026-10-01"],
    ["fiscal_quarter", "FY2027 Q1"],
    ["fiscal_year", "FY2027"],
    ["calendar_year", "2026"],
  ])("writes a %s as %s", async (key, last) => {
    const { columns, rows } = await answerOf(`units by ${key.replace("fiscal_quarter", "quarter")}`);
    expect(columns[0]).toMatchObject({ key, kind: "time" });
    expect(rows.at(-1)?.[key]).toBe(last);
  });

  test("a value whose piece is missing everywhere is null, with coverage 0 and what is missing", async () => {
    const { rows, totals, coverage } = await answerOf("net sales in Germany March 2026");
    expect(rows).toEqual([{ net_sales: null, _coverage: { net_sales: 0 } }]);
    expect(totals).toEqual({ net_sales: null });
    expect(coverage).toEqual([{ metric: "net_sales", covered: 0, missing: "post-invoice deductions" }]);
  });

  test.each([
    ["net sales in Xyzzy", "unknown-word"],
    ["net sales FY2019", "not-loaded"],
    ["forecast quantity FY2031", "not-loaded"],
    ["net sales Q1 and Q3 FY2026", "ambiguous"],
    ["share of gross margin % by market", "not-allowed"],
  ])("%s: status 2, %s, with a choice", async (words, kind) => {
    const { status, out, err } = await type("ask", words, "--json");
    expect({ status, err }).toEqual({ status: 2, err: "" });
    const { error } = refusal.parse(JSON.parse(out));
    expect(error.kind).toBe(kind);
    expect(error.choices).not.toEqual([]);
  });
});

test("the same answer as text, as CSV and as a picture", async () => {
  const words = "top 3 markets by units FY2026";
  const text = await type("ask", words);
  expect(text.status).toBe(0);
  expect(text.out).toMatch(/India +\d[\d,]+/);
  const csv = await type("ask", words, "--csv");
  expect(csv.out).toMatch(/^rank,market,sold_quantity[^\r]*\r\n1,India,\d+/);
  expect((await type("ask", words, "--chart", "a.png")).status).toBe(0);
  expect((await readFile(join(service.folder, "a.png"))).subarray(1, 4).toString()).toBe("PNG");
});

test("every command that Slack knows is one here", async () => {
  for (const argv of [["top", "products"], ["trend"], ["kpi"], ["metrics", "margin"], ["status"]])
    expect(await type(...argv)).toMatchObject({ status: 0, err: "" });
  const digest = await type("digest", "kpi", "every", "monday", "at", "8:00");
  expect(digest).toMatchObject({ status: 2, out: "" });
  expect(digest.err).toContain("Digests are made in Slack");
});
