import { defineMetric, type Metric } from "../metric.ts";

const margin = {
  covered: "units_with_margin",
  pieces: ["price", "pre_invoice", "post_invoice", "unit_cost", "freight"],
  good: "up",
  fact: "sales",
  owner: "Finance",
} as const satisfies Partial<Metric>;

export const grossMargin = defineMetric({
  ...margin,
  key: "gross_margin",
  label: "Gross margin",
  description: "What net sales leave after the cost of goods sold.",
  definition: "net_sales − cogs, over the lines that have every piece.",
  trap: "It needs all five pieces; where one is missing it covers fewer lines than net sales shown beside it.",
  unit: "money",
  formula: { kind: "sum", of: ["gross_margin"] },
  shareable: true,
  additive: true,
  synonyms: ["gm", "gross profit", "margin", "profit"],
});

export const grossMarginPct = defineMetric({
  ...margin,
  key: "gross_margin_pct",
  label: "Gross margin %",
  description: "The part of net sales that remains as gross margin.",
  definition: "gross_margin ÷ net_sales, both over the lines that have every piece.",
  trap: "A ratio of sums; the average of the rows' percentages is another, wrong number.",
  unit: "percent",
  formula: { kind: "ratio", numerator: "gross_margin", denominator: "net_sales_with_margin" },
  shareable: false,
  additive: false,
  synonyms: ["gm%", "gross margin percent", "gross margin rate", "margin %", "margin percent", "gm percent"],
});

export const grossMarginPerUnit = defineMetric({
  ...margin,
  key: "gross_margin_per_unit",
  label: "Gross margin per unit",
  description: "Gross margin earned on one sold unit.",
  definition: "gross_margin ÷ sold_quantity, both over the lines that have every piece.",
  trap: "A product mix change moves it without any price or cost moving.",
  unit: "money-per-unit",
  formula: { kind: "ratio", numerator: "gross_margin", denominator: "units_with_margin" },
  shareable: false,
  additive: false,
  synonyms: ["margin per unit", "gm per unit", "profit per unit"],
});
