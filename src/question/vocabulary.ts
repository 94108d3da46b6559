import type { DimensionKey } from "../dimension.ts";

/** The names that people may type, as the dimension tables hold them. Built once per load and viewer policy. */
export interface DimensionRows {
  readonly markets: readonly {
    readonly market: string;
    readonly sub_zone: string;
    readonly region: string;
  }[];
  readonly customers: readonly {
    readonly customer_code: string;
    readonly customer: string;
    readonly market: string;
    readonly platform: string;
    readonly channel: string;
  }[];
  readonly products: readonly {
    readonly product_code: string;
    readonly division: string;
    readonly segment: string;
    readonly category: string;
    readonly product: string;
    readonly variant: string;
  }[];
  /** From aliases.csv; they win over ISO short names. */
  readonly aliases: readonly {
    readonly dimension: DimensionKey;
    readonly alias: string;
    readonly member: string;
  }[];
}
