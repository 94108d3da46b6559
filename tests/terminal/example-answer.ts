import type { Answer } from "../../src/answer/answer.ts";

/** The top markets of a company with three of them; every part can be overridden. */
export const exampleAnswer = (overrides: Partial<Answer> = {}): Answer => ({
  title: "Top 2 markets by net sales",
  slice: "",
  span: { label: "FY2024", from: "2023-09-01", to: "2024-08-31", notLoaded: "" },
  reading: "Top 2 markets by net sales · FY2024 (2023-09-01 to 2024-08-31)",
  question: {
    kind: "ranking",
    metrics: ["net_sales"],
    by: ["market"],
    filters: [],
    order: "top",
    limit: 2,
    share: false,
    conditions: [],
  },
  columns: [
    { key: "rank", label: "#", kind: "rank" },
    { key: "market", label: "Market", kind: "dimension" },
    { key: "net_sales", label: "Net sales", kind: "metric", unit: "money" },
  ],
  rows: [
    { net_sales: 1_234_567.891, rank: 1, market: "Norland", _coverage: { net_sales: 0.91 } } as never,
    { net_sales: null, rank: 2, market: "Südmark" },
  ],
  totals: { net_sales: 7_654_321.12 },
  memberCount: 3,
  coverage: [{ metric: "net_sales", covered: 0.93, missing: "post-invoice deductions" }],
  notes: [],
  provenance: {
    load: 3,
    loadedAt: "2024-09-03T08:00:00.000Z",
    through: "2024-08-01",
    rollup: "by_account",
    milliseconds: 3.1,
    cached: true,
    demo: false,
  },
  ...overrides,
});
