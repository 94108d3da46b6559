import { defineMetric, type Metric } from "../metric.ts";

const rate = {
  unit: "money-per-unit",
  pieces: [],
  shareable: false,
  additive: false,
  fact: "none",
  good: "neutral",
  allows: ["division", "segment", "category", "product", "product_code", "fiscal_year"],
} as const satisfies Partial<Metric>;

export const listPrice = defineMetric({
  ...rate,
  key: "list_price",
  label: "List price",
  description: "The price list's gross price.",
  definition: "Unweighted mean over product codes of gross_price of the fiscal year; no sales needed.",
  trap: "Unweighted: a variant that never sells counts as much as the best seller.",
  formula: { kind: "rate", of: "gross_price" },
  owner: "Sales",
  synonyms: [
    "list prices",
    "price list",
    "catalogue price",
    "average list price",
    "price",
    "prices",
    "pricing",
  ],
});

export const unitCost = defineMetric({
  ...rate,
  key: "unit_cost",
  label: "Unit cost",
  description: "The cost table's manufacturing cost of one unit.",
  definition: "Unweighted mean over product codes of manufacturing_cost of the fiscal year; no sales needed.",
  trap: "Unweighted: a variant that never sells counts as much as the best seller.",
  formula: { kind: "rate", of: "manufacturing_cost" },
  owner: "Finance",
  synonyms: ["unit costs", "standard cost", "unit manufacturing cost", "average unit cost"],
});
