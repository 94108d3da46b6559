import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bridged, bridgeOf, partKeys } from "../../src/insight/bridge.ts";
import { question } from "../../src/question/question.ts";
import { type Report, type Table, tablesOf } from "../../src/report.ts";
import { openTestDatabase } from "../support/database.ts";
import { openDemoDatabase } from "../support/demo-database.ts";
import { net, sales } from "../support/plain-sql.ts";
import { fillTinyStar } from "../support/tiny-star.ts";
import { chartOf, openTypist, sectionOf, type Typist, tableOf } from "./support/typist.ts";

let tiny: Typist;
let demo: Typist;

beforeAll(async () => {
  [tiny, demo] = await Promise.all([
    openTypist(await openTestDatabase(), fillTinyStar),
    openTypist(await openDemoDatabase()),
  ]);
});
afterAll(() => Promise.all([tiny.close(), demo.close()]));

const parts = async (typist: Typist, words: string): Promise<Record<string, number | undefined>> =>
  Object.fromEntries(
    tableOf(await typist.type(words)).rows.map((row) => [row[0]?.text ?? "", row[1]?.value]),
  );

test("half the units at twice the price: volume and price, by hand", async () => {
  const report = await tiny.type("why lamp India FY2026");
  expect(report.title).toBe("Why net sales changed");
  expect(await parts(tiny, "why lamp India FY2026")).toMatchObject({
    New: 0,
    Volume: expect.closeTo(-121.5, 9),
    Mix: expect.closeTo(0, 9),
    Price: expect.closeTo(121.5, 9),
    "Pre-invoice deductions": expect.closeTo(0, 9),
  });
  expect(report.headline).toBe(
    "Net sales $243, $0, unchanged vs FY2025 ($243). Largest parts: volume −$122 and price +$122.",
  );
});

test("gross margin keeps of each dollar what freight and other cost leave, by hand", async () => {
  expect(await parts(tiny, "why gross margin lamp India FY2026")).toMatchObject({
    Volume: expect.closeTo(-57.855, 9),
    Price: expect.closeTo(117.855, 9),
    "Manufacturing cost": expect.closeTo(0, 9),
    Freight: expect.closeTo(0, 9),
  });
});

test("what lacks a piece on either side is not explained, told with its units and its reason", async () => {
  const report = await tiny.type("why FY2026");
  expect(await parts(tiny, "why FY2026")).toMatchObject({
    Volume: expect.closeTo(-121.5, 9),
    Price: expect.closeTo(121.5, 9),
    "Not explained": expect.closeTo(279, 9),
  });
  expect(report.notes[0]).toBe(
    "* Not explained, +$279: 3 pairs of variant and market, of which lines lack pieces of the data (list prices, pre-invoice discounts, post-invoice deductions), left out of the parts with 11 units of FY2026 and 3 units of FY2025.",
  );
  expect(report.headline).toMatch(/^Net sales \$693\*, \+\$279\* vs FY2025 \(\$414\)\./);
  const chart = chartOf(report);
  expect(chart.categories).toEqual(["FY2025", "Volume", "Price", "Not explained", "FY2026"]);
  expect(chart.levels).toEqual([true, false, false, false, true]);
  expect(chart.series[0]?.incomplete).toEqual([false, false, false, true, true]);
});

test("a year that has nothing before it says so", async () => {
  const report = await tiny.type("why FY2025");
  expect(report.headline).toMatch(/^There is nothing to compare with/);
  expect(report.sections).toEqual([]);
  expect(report.next.map(({ words }) => words)).toEqual([
    "why FY2026 vs last year",
    "net sales by month FY2025",
    "status",
  ]);
  const last = await tiny.type("why FY2026 vs FY2024");
  expect(last.next.map(({ words }) => words)).toEqual(["net sales by month FY2026", "status"]);
});

test("what is not available is told with the nearest figure that is", async () => {
  expect((await tiny.type("why chair FY2026")).headline).toMatch(/^Net sales is not available/);
});

test("refuses other figures, break-downs and members, each with words that can be asked", async () => {
  const refusal = (words: string) => tiny.type(words).catch((error: unknown) => error);
  expect(await refusal("why gross sales")).toMatchObject({
    kind: "not-allowed",
    choices: [{ words: "why vs last year" }, { words: "why gross margin vs last year" }],
  });
  expect(await refusal("why by market")).toMatchObject({ kind: "not-allowed" });
  expect(await refusal("why India vs Norway")).toMatchObject({
    choices: [{ words: "why in India vs last year" }, { words: "pnl in India vs Norway" }],
  });
});

test("reads the way people ask", async () => {
  const plain = await tiny.type("why net sales India FY2026");
  const talked = await tiny.type("why did net sales drop in India FY2026?");
  expect(talked.reading).toBe(plain.reading);
});

test("leads to the member that moved most, the other figure, the ranking and the statement", async () => {
  const { next } = await demo.type("why FY2026");
  expect(next.map(({ label }) => label.replace(/^Why [A-Z].*/, "Why MEMBER"))).toEqual([
    ...[
      "Why MEMBER",
      "Why MEMBER",
      "Why gross margin changed",
      "Top products",
      "Top markets",
      "Profit and loss",
    ],
  ]);
  for (const { words } of next.filter((step) => /^(why|pnl) /.test(step.words)))
    await expect(demo.type(words)).resolves.toBeDefined();
});

test("names products and markets behind it, largest first, and explains its parts", async () => {
  const report = await demo.type("why FY2026");
  const tables = report.sections.flatMap((section) => (section.kind === "table" ? [section.table] : []));
  expect(tables).toHaveLength(3);
  const sizes = (tables[1]?.rows ?? []).map((row) => Math.abs(row[1]?.value ?? 0));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  const mix = sectionOf(report, "list").items.find(({ term }) => term === "Mix");
  expect(mix?.text).toMatch(/average per unit\. By product: .+, .+, .+\. By market: .+, .+, .+\.$/);
});

test("sets each part against the figure before, so that they sum to its change, however small that is", async () => {
  const report = await demo.type("why FY2026");
  const table = tableOf(report);
  expect(table.columns[2]?.label).toBe("% of FY2025");
  const sum = table.rows.reduce((all, row) => all + (row[2]?.value ?? 0), 0);
  const [before, after] = chartEnds(report);
  expect(sum).toBeCloseTo((after - before) / before, 9);
  const unchanged = tableOf(await tiny.type("why lamp India FY2026"));
  expect(unchanged.rows.map((row) => row[2]?.text)).toContain("−50.0%");
});

const chartEnds = (report: Report): readonly [number, number] => {
  const values = chartOf(report).series[0]?.values ?? [];
  return [values[0] ?? 0, values.at(-1) ?? 0];
};

test("stands side by side in a message, and whole in a file", async () => {
  const report = await demo.type("why gross margin FY2026");
  const shown = report.sections.flatMap((section) => (section.kind === "table" ? [section.table] : []));
  for (const { columns, rows } of shown) {
    expect(columns.length).toBeLessThanOrEqual(8);
    expect(rows.length).toBeLessThanOrEqual(11);
  }
  const [parts, products, markets, pairs] = tablesOf(report);
  expect(pairs?.columns.slice(0, 3).map(({ label }) => label)).toEqual(["Product code", "Product", "Market"]);
  const total = (table: Table | undefined, column: string): number => {
    const at = table?.columns.findIndex(({ label }) => label === column) ?? -1;
    return (table?.rows ?? []).reduce((all, row) => all + (row[at]?.value ?? 0), 0);
  };
  for (const key of ["Volume", "Price", "Freight"]) {
    const part = parts?.rows.find((row) => row[0]?.text === key)?.[1]?.value ?? 0;
    for (const table of [products, markets, pairs]) expect(total(table, key)).toBeCloseTo(part, 2);
  }
  const [before, after] = chartEnds(report);
  expect(total(pairs, "Gross margin FY2025")).toBeCloseTo(before, 2);
  expect(total(pairs, "Gross margin FY2026")).toBeCloseTo(after, 2);
  const rest = parts?.rows.find((row) => row[0]?.text === "Not explained")?.[1]?.value ?? 0;
  expect(total(pairs, "Not explained")).toBeCloseTo(rest, 2);
});

const slices = [
  {},
  { market: "India" },
  { region: "EU" },
  { segment: "Cameras" },
  { channel: "Retailer" },
  { platform: "E-Commerce" },
  { division: "Audio", channel: "Direct" },
] as const;

test("sums to the change for every slice, both figures, and is told from a rollup where one can", async () => {
  const { desk } = demo;
  for (const slice of slices)
    for (const metric of ["net_sales", "gross_margin"] satisfies Bridged[]) {
      const asked = question.parse({
        kind: "measure",
        metrics: [metric],
        filters: Object.entries(slice).map(([dimension, member]) => ({ dimension, members: [member] })),
        period: { kind: "fiscal-year", year: 2026 },
        comparison: { kind: "last-year" },
      });
      const { answer, pairs, rollup } = await desk.pairs(asked);
      const isRoute = "channel" in slice || "platform" in slice;
      expect(rollup).toBe(isRoute ? "line" : "by_variant_market_quarter");
      const bridge = bridgeOf(metric, pairs);
      const scale = Math.abs(bridge.before) + Math.abs(bridge.after) + 1;
      const sum = partKeys.reduce((all, key) => all + bridge.parts[key], bridge.unexplained.money);
      expect(Math.abs(sum - bridge.change) / scale).toBeLessThan(1e-9);
      expect(Math.abs(bridge.after - (answer.totals[metric] ?? 0)) / scale).toBeLessThan(1e-9);
      expect(Math.abs(bridge.before - (answer.totals[`${metric}_previous`] ?? 0)) / scale).toBeLessThan(1e-9);
    }
});

test.each([
  ["Oct 2025 to Feb 2026", "by_variant_market_quarter and by_variant_market"],
  ["Oct 2025", "by_variant_market"],
])("%s is read from %s", async (period, read) => {
  const { desk } = demo;
  const asked = await desk.read(`net sales ${period} vs last year`);
  const { answer, pairs, rollup } = await desk.pairs(asked.question);
  expect(rollup).toBe(read);
  const bridge = bridgeOf("net_sales", pairs);
  expect(bridge.after / (answer.totals.net_sales ?? 0)).toBeCloseTo(1, 9);
  expect(bridge.before / (answer.totals.net_sales_previous ?? 0)).toBeCloseTo(1, 9);
});

test.each(["net_sales", "gross_margin"] as const)(
  "%s agrees with plain SQL on the demo company",
  async (metric) => {
    const [expected] = await demo.query<Record<string, number>>(plainBridge(metric));
    const words = metric === "net_sales" ? "why FY2026" : "why gross margin FY2026";
    const actual = Object.values(await parts(demo, words));
    const values = Object.values(expected ?? {});
    expect(actual).toHaveLength(values.length);
    for (const [index, value] of values.entries())
      expect(Math.abs((actual[index] ?? 0) - value)).toBeLessThan(0.005);
  },
);

/** The bridge once more, from the facts, by the formulas of the business. */
const plainBridge = (metric: "net_sales" | "gross_margin"): string => {
  const isMargin = metric === "gross_margin";
  const margin = `${net} - q * cost - ${net} * (freight + extra)`;
  const complete = isMargin ? margin : net;
  const figure = isMargin ? margin : net;
  const kept = isMargin ? "(1 - f0 - o0)" : "1";
  const value = isMargin ? "(u0 * (1 - f0 - o0) - c0)" : "u0";
  const costs = isMargin
    ? ", -SUM(CASE WHEN both_ THEN q1 * (c1 - c0) ELSE 0 END), -SUM(CASE WHEN both_ THEN n1 * (f1 - f0) ELSE 0 END), -SUM(CASE WHEN both_ THEN n1 * (o1 - o0) ELSE 0 END)"
    : "";
  const side = (year: number, s: 0 | 1): string => `
    SELECT product_code, market, SUM(q) AS q${s}, SUM(${figure}) AS m${s}, SUM(${net}) AS n${s},
      SUM(CASE WHEN (${complete}) IS NULL THEN q ELSE 0 END) = 0 AS whole${s},
      COALESCE(SUM(q * price) / NULLIF(SUM(q), 0), 0) AS g${s},
      COALESCE(SUM(q * price * pre) / NULLIF(SUM(q * price), 0), 0) AS a${s},
      COALESCE(SUM(q * price * (1 - pre) * (disc + other)) / NULLIF(SUM(q * price * (1 - pre)), 0), 0) AS b${s},
      COALESCE(SUM(q * cost) / NULLIF(SUM(q), 0), 0) AS c${s},
      COALESCE(SUM(${net} * freight) / NULLIF(SUM(${net}), 0), 0) AS f${s},
      COALESCE(SUM(${net} * extra) / NULLIF(SUM(${net}), 0), 0) AS o${s}
    FROM (${sales}) AS lines WHERE date BETWEEN '${year - 1}-09-01' AND '${year}-08-01' GROUP BY 1, 2 HAVING SUM(q) > 0`;
  const columns = [
    "SUM(CASE WHEN whole AND q0 = 0 THEN m1 ELSE 0 END)",
    "-SUM(CASE WHEN whole AND q1 = 0 THEN m0 ELSE 0 END)",
    "SUM(CASE WHEN both_ THEN q1 - q0 ELSE 0 END) * MAX(average)",
    `SUM(CASE WHEN both_ THEN q1 * ${value} ELSE 0 END) - SUM(CASE WHEN both_ THEN q1 ELSE 0 END) * MAX(average)`,
    `SUM(CASE WHEN both_ THEN q1 * (g1 - g0) * (1 - a0) * (1 - b0) * ${kept} ELSE 0 END)`,
    `-SUM(CASE WHEN both_ THEN q1 * g1 * (a1 - a0) * (1 - b0) * ${kept} ELSE 0 END)`,
    `-SUM(CASE WHEN both_ THEN q1 * g1 * (1 - a1) * (b1 - b0) * ${kept} ELSE 0 END)${costs}`,
    "SUM(CASE WHEN NOT whole THEN COALESCE(m1, 0) - COALESCE(m0, 0) ELSE 0 END)",
  ]
    .join(", ")
    .split(/, (?=-?SUM)/)
    .map((text, index) => `CAST(${text} AS double precision) AS part${index}`);
  return `
    WITH pairs AS (
      SELECT COALESCE(q0, 0) AS q0, COALESCE(q1, 0) AS q1, m0, m1, n1, g0, g1, a0, a1, b0, b1, c0, c1, f0, f1, o0, o1,
        g0 * (1 - a0) * (1 - b0) AS u0, COALESCE(whole0, true) AND COALESCE(whole1, true) AS whole
      FROM (${side(2025, 0)}) AS zero FULL JOIN (${side(2026, 1)}) AS one USING (product_code, market)
    ), known AS (SELECT *, whole AND q0 > 0 AND q1 > 0 AS both_ FROM pairs),
    averaged AS (
      SELECT *, SUM(CASE WHEN both_ THEN q0 * ${value} END) OVER () / SUM(CASE WHEN both_ THEN q0 END) OVER () AS average
      FROM known
    )
    SELECT ${columns.join(", ")} FROM averaged`;
};
