import { defineMetric, type Metric } from "../metric.ts";

const count = {
  unit: "count",
  pieces: [],
  shareable: false,
  additive: false,
  good: "up",
} as const satisfies Partial<Metric>;

const productAttributes = ["division", "segment", "category", "product", "product_code"] as const;

export const productsSold = defineMetric({
  ...count,
  key: "products_sold",
  label: "Products sold",
  description: "How many different product variants were sold.",
  definition: "Distinct product codes with sold_quantity > 0.",
  trap: "A product sold in two markets counts once in the total and once in each market.",
  formula: { kind: "distinct", of: "product_code" },
  fact: "sales",
  owner: "Product management",
  synonyms: [
    "number of products sold",
    "variants sold",
    "distinct products sold",
    "unique products",
    "unique products sold",
  ],
});

export const customersServed = defineMetric({
  ...count,
  key: "customers_served",
  label: "Customers served",
  description: "How many different customer accounts bought something.",
  definition: "Distinct customer codes with sold_quantity > 0.",
  trap: "It counts accounts: one customer name has one or two in each market.",
  formula: { kind: "distinct", of: "customer_code" },
  fact: "sales",
  owner: "Sales",
  synonyms: ["active customers", "accounts served", "number of customers", "customers sold to"],
});

export const marketsServed = defineMetric({
  ...count,
  key: "markets_served",
  label: "Markets served",
  description: "How many different markets bought something.",
  definition: "Distinct markets with sold_quantity > 0.",
  trap: "Rows do not sum to the total: most products sell in many markets.",
  formula: { kind: "distinct", of: "market" },
  fact: "sales",
  owner: "Sales",
  synonyms: ["active markets", "number of markets", "countries served"],
});

export const productsListed = defineMetric({
  ...count,
  key: "products_listed",
  label: "Products listed",
  description: "How many product variants are in the catalogue, sold or not.",
  definition: "Product codes in the product dimension; no period.",
  trap: "It has no period: the catalogue is as it stands today.",
  formula: { kind: "listed" },
  fact: "none",
  good: "neutral",
  owner: "Product management",
  allows: productAttributes,
  synonyms: ["product count", "products in catalogue", "number of products", "listed products"],
});

export const newProducts = defineMetric({
  ...count,
  key: "new_products",
  label: "New products",
  description: "How many product variants sold for the first time ever.",
  definition: "Product codes whose first sale lies in the period; not available in the first loaded year.",
  trap: "In the first loaded year every product would look new, so none is reported.",
  formula: { kind: "new" },
  fact: "sales",
  owner: "Product management",
  allows: [...productAttributes, "month", "fiscal_quarter", "fiscal_year", "calendar_year"],
  synonyms: ["products launched", "launches", "new product count"],
});
