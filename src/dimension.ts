/**
 * What a number can be broken down and filtered by. Keys are the column names of the answers;
 * `hierarchy` and `rank` order the levels from wide (0) to narrow.
 */
export interface Dimension {
  readonly key: DimensionKey;
  readonly label: string;
  readonly plural: string;
  readonly hierarchy: "geography" | "product" | "route" | "customer";
  readonly rank: number;
  /** Other words for it, singular and plural. */
  readonly synonyms: readonly string[];
}

export const dimensionKeys = [
  "region",
  "sub_zone",
  "market",
  "platform",
  "channel",
  "customer",
  "customer_code",
  "division",
  "segment",
  "category",
  "product",
  "product_code",
] as const;
export type DimensionKey = (typeof dimensionKeys)[number];

export const timeKeys = ["month", "fiscal_quarter", "fiscal_year", "calendar_year"] as const;
export type TimeKey = (typeof timeKeys)[number];
export type GroupKey = DimensionKey | TimeKey;

export const dimensions: Readonly<Record<DimensionKey, Dimension>> = Object.freeze({
  region: {
    key: "region",
    label: "Region",
    plural: "regions",
    hierarchy: "geography",
    rank: 0,
    synonyms: [],
  },
  sub_zone: {
    key: "sub_zone",
    label: "Sub-zone",
    plural: "sub-zones",
    hierarchy: "geography",
    rank: 1,
    synonyms: ["zone", "zones", "subzone", "subzones"],
  },
  market: {
    key: "market",
    label: "Market",
    plural: "markets",
    hierarchy: "geography",
    rank: 2,
    synonyms: ["country", "countries"],
  },
  platform: {
    key: "platform",
    label: "Platform",
    plural: "platforms",
    hierarchy: "route",
    rank: 0,
    synonyms: [],
  },
  channel: {
    key: "channel",
    label: "Channel",
    plural: "channels",
    hierarchy: "route",
    rank: 1,
    synonyms: [],
  },
  customer: {
    key: "customer",
    label: "Customer",
    plural: "customers",
    hierarchy: "customer",
    rank: 0,
    synonyms: ["client", "clients"],
  },
  customer_code: {
    key: "customer_code",
    label: "Customer account",
    plural: "customer accounts",
    hierarchy: "customer",
    rank: 1,
    synonyms: ["account", "accounts", "customer code", "customer codes"],
  },
  division: {
    key: "division",
    label: "Division",
    plural: "divisions",
    hierarchy: "product",
    rank: 0,
    synonyms: [],
  },
  segment: {
    key: "segment",
    label: "Segment",
    plural: "segments",
    hierarchy: "product",
    rank: 1,
    synonyms: [],
  },
  category: {
    key: "category",
    label: "Category",
    plural: "categories",
    hierarchy: "product",
    rank: 2,
    synonyms: [],
  },
  product: {
    key: "product",
    label: "Product",
    plural: "products",
    hierarchy: "product",
    rank: 3,
    synonyms: ["item", "items"],
  },
  product_code: {
    key: "product_code",
    label: "Variant",
    plural: "variants",
    hierarchy: "product",
    rank: 4,
    synonyms: ["sku", "skus", "product code", "product codes"],
  },
});

export const timeLabels: Readonly<Record<TimeKey, { readonly label: string; readonly plural: string }>> =
  Object.freeze({
    month: { label: "Month", plural: "months" },
    fiscal_quarter: { label: "Quarter", plural: "quarters" },
    fiscal_year: { label: "Fiscal year", plural: "fiscal years" },
    calendar_year: { label: "Calendar year", plural: "calendar years" },
  });

export const isTimeKey = (key: GroupKey): key is TimeKey => (timeKeys as readonly string[]).includes(key);
export const labelOf = (key: GroupKey): string =>
  isTimeKey(key) ? timeLabels[key].label : dimensions[key].label;
export const pluralOf = (key: GroupKey): string =>
  isTimeKey(key) ? timeLabels[key].plural : dimensions[key].plural;
