import type { Report } from "../../src/report.ts";

/** A report with every kind of section, overridable part by part. */
export const exampleReport = (overrides: Partial<Report> = {}): Report => ({
  title: "Top 3 markets by net sales",
  reading: "Electronics · FY2021 (Sep 2020 – Aug 2021) · vs FY2020",
  headline: "Norland leads with $3.8M, 41.2% of net sales. The three together hold 90%.",
  sections: [
    {
      kind: "figures",
      figures: [
        { label: "Net sales", value: "$9.2M", change: "▲ 2.1% (better)" },
        { label: "Gross margin %", value: "36.5%" },
      ],
    },
    {
      kind: "table",
      table: {
        caption: "Total over 7 markets: $9,245,012",
        columns: [
          { label: "#", align: "right" },
          { label: "Market", align: "left" },
          { label: "Net sales", align: "right", bar: true },
          { label: "Change", align: "right" },
        ],
        rows: [
          [
            { text: "1", value: 1 },
            { text: "Norland" },
            { text: "$3,812,345", value: 3_812_345 },
            { text: "▲ 4.1%", value: 0.041 },
          ],
          [
            { text: "2", value: 2 },
            { text: "東の国" },
            { text: "$1,906,172*", value: 1_906_172, incomplete: true },
            { text: "n/a" },
          ],
          [
            { text: "3", value: 3 },
            { text: "Südmark" },
            { text: "−$12,000", value: -12_000 },
            { text: "▼ 9.0%", value: -0.09 },
          ],
        ],
      },
    },
    {
      kind: "chart",
      chart: {
        kind: "ranked",
        title: "Norland leads with $3.8M",
        unit: "money",
        measure: "Net sales",
        categories: ["Norland"],
        series: [{ name: "Net sales", role: "current", values: [3_812_345] }],
        alt: "Norland leads",
      },
    },
    { kind: "text", text: "Shares are of the whole company." },
    {
      kind: "list",
      items: [
        { term: "net sales", text: "What is left of the invoice after every deduction." },
        { term: "units", text: "Pieces sold." },
      ],
    },
  ],
  notes: ["Post-invoice deductions are missing for 7% of the units."],
  next: [
    { label: "By customer", words: "top 3 customers by net sales FY2021" },
    { label: "Margin", words: "gross margin % of O'Neill & Sons" },
  ],
  footer: "Data through Aug 2021 · load 3 · 14 ms",
  ...overrides,
});
