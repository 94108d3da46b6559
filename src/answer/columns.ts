import type { KeyColumn } from "../data/rollups.ts";
import type { DimensionKey } from "../dimension.ts";

/** The dimension tables that a scan may join, each by the code that the rollup holds. */
export type DimensionTable = "dim_product" | "dim_customer" | "dim_market";

interface Source {
  readonly column: string;
  /** Rollup columns of which one must be there. */
  readonly needs: KeyColumn;
  readonly join?: DimensionTable;
}

/**
 * Where a dimension's value is found in a scan, best first: in the rollup itself, or in a dimension table.
 * Table constants: these are the only identifiers that reach SQL.
 */
export const sources: Readonly<Record<DimensionKey, readonly Source[]>> = Object.freeze({
  region: [{ column: "dim_market.region", needs: "market", join: "dim_market" }],
  sub_zone: [{ column: "dim_market.sub_zone", needs: "market", join: "dim_market" }],
  market: [{ column: "fact.market", needs: "market" }],
  platform: [{ column: "dim_customer.platform", needs: "customer_code", join: "dim_customer" }],
  channel: [{ column: "dim_customer.channel", needs: "customer_code", join: "dim_customer" }],
  customer: [{ column: "dim_customer.customer", needs: "customer_code", join: "dim_customer" }],
  customer_code: [{ column: "fact.customer_code", needs: "customer_code" }],
  division: [
    { column: "fact.division", needs: "division" },
    { column: "dim_product.division", needs: "product_code", join: "dim_product" },
  ],
  segment: [
    { column: "fact.segment", needs: "segment" },
    { column: "dim_product.segment", needs: "product_code", join: "dim_product" },
  ],
  category: [
    { column: "fact.category", needs: "category" },
    { column: "dim_product.category", needs: "product_code", join: "dim_product" },
  ],
  product: [{ column: "dim_product.product", needs: "product_code", join: "dim_product" }],
  product_code: [{ column: "fact.product_code", needs: "product_code" }],
});

/** How each dimension table is joined to a scan's rows. */
export const joins: Readonly<Record<DimensionTable, string>> = Object.freeze({
  dim_product: "JOIN dim_product ON dim_product.product_code = fact.product_code",
  dim_customer: "JOIN dim_customer ON dim_customer.customer_code = fact.customer_code",
  dim_market: "JOIN dim_market ON dim_market.market = fact.market",
});

/** The source of a dimension among these rollup columns; undefined where they cannot supply it. */
export const sourceOf = (dimension: DimensionKey, keys: readonly KeyColumn[]): Source | undefined =>
  sources[dimension].find((source) => keys.includes(source.needs));
