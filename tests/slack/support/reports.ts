import type { Cell, Chart, Report, Table } from "../../../src/report.ts";

/** Invented reports; overrides replace whole fields. */

const money = (value: number): Cell => ({ text: `$${value.toLocaleString("en-US")}`, value });

export const buildTable = (overrides: Partial<Table> = {}): Table => ({
  caption: "Total net sales $8,260,000",
  columns: [
    { label: "#", align: "right" },
    { label: "Product", align: "left" },
    { label: "Net sales", align: "right", bar: true },
    { label: "Share", align: "right" },
  ],
  rows: [
    [{ text: "1", value: 1 }, { text: "Trail Camera" }, money(3_812_345), { text: "46.2%", value: 0.462 }],
    [{ text: "2", value: 2 }, { text: "Bike Light" }, money(2_400_000), { text: "29.1%", value: 0.291 }],
    [
      { text: "3", value: 3 },
      { text: "Tent Peg" },
      { text: "$2,047,655 *", value: 2_047_655, incomplete: true },
      { text: "24.8%", value: 0.248 },
    ],
  ],
  ...overrides,
});

export const buildChart = (overrides: Partial<Chart> = {}): Chart => ({
  kind: "ranked",
  title: "Trail Camera leads with $3.8M",
  unit: "money",
  measure: "Net sales",
  categories: ["Trail Camera", "Bike Light", "Tent Peg"],
  series: [
    {
      name: "FY2021",
      role: "current",
      values: [3_812_345, 2_400_000, 2_047_655],
      incomplete: [false, false, true],
    },
  ],
  alt: "Bar chart: Trail Camera $3.8M, Bike Light $2.4M, Tent Peg $2.0M (incomplete).",
  ...overrides,
});

export const buildReport = (overrides: Partial<Report> = {}): Report => ({
  title: "Top 3 products by net sales",
  reading: "Norway · FY2021 (Sep 2020 – Aug 2021)",
  headline: "Trail Camera leads with $3.8M, 46.2% of net sales in Norway. Bike Light and Tent Peg follow.",
  sections: [
    {
      kind: "figures",
      figures: [
        { label: "Net sales", value: "$8.3M", change: "▲ 2.1% (better)" },
        { label: "Products", value: "3" },
      ],
    },
    { kind: "table", table: buildTable() },
    { kind: "chart", chart: buildChart() },
  ],
  notes: ["Net sales of Tent Peg is 91% covered: post-invoice deductions are missing for 3 months."],
  next: [
    { label: "By month", words: "net sales by month in Norway FY2021", clause: "by month" },
    { label: "Last year", words: "top 3 products by net sales in Norway FY2021 vs last year" },
  ],
  menu: [
    { group: "Break down by", label: "Month", clause: "by month" },
    { group: "Break down by", label: "Customer", clause: "by customer" },
    { group: "Period", label: "Against last year", clause: "vs last year" },
    { group: "Show as", label: "Line", clause: "as line" },
  ],
  footer: "Data through Aug 2021 · load 12 · 14 ms",
  ...overrides,
});

/** Names as an attacker or an untidy master file would have them. */
export const hostileNames = [
  "<!channel>",
  "<@U1>",
  "<https://x.example|pay here>",
  "&lt;!here&gt;",
  "Salt & Pepper",
  "*bold* _sly_ ~gone~ `code` ```",
  "two\nlines\r\n> quoted",
  "\u202Eright to left",
  "half \ud800 pair",
  "",
  "x".repeat(300),
] as const;

export const buildHostileReport = (): Report => {
  const [first = ""] = hostileNames;
  return buildReport({
    title: `Sales of ${hostileNames.slice(0, 3).join(", ")}`,
    reading: hostileNames.slice(3, 6).join(" · "),
    headline: `${first} leads. ${hostileNames[5]} follows ${hostileNames[6]}.`,
    sections: [
      { kind: "figures", figures: hostileNames.map((name) => ({ label: name, value: name, change: name })) },
      {
        kind: "list",
        items: hostileNames.map((name) => ({ term: name, text: name, words: `sales of ${name}` })),
      },
      {
        kind: "table",
        table: buildTable({
          rows: hostileNames.map((name, index) => [
            { text: `${index + 1}`, value: index + 1 },
            { text: name },
            money(9),
            { text: name },
          ]),
        }),
      },
      {
        kind: "chart",
        chart: buildChart({
          title: first,
          alt: first,
          categories: hostileNames,
          series: [{ name: first, role: "current", values: hostileNames.map((_, index) => index) }],
        }),
      },
    ],
    notes: [...hostileNames],
    next: hostileNames.map((name) => ({ label: name, words: `sales of ${name}` })),
    footer: first,
  });
};
