import { catalogue, type Variant, withSeries } from "./catalogue.ts";
import { type Account, accounts, fullMarkets, type Market, markets, withLocalShops } from "./customers.ts";

/** How large the invented company is made: the demo that a newcomer sees, or the size of a real one. */
export type DemoScale = "demo" | "full";

/** What decides how many rows the ten tables have. */
export interface Company {
  readonly markets: readonly Market[];
  readonly accounts: readonly Account[];
  readonly catalogue: readonly Variant[];
  /** Months with sales. */
  readonly months: number;
  /** Part of the catalogue that a usual account carries. */
  readonly range: number;
  /** Part of its months in which an account orders nothing of a variant it carries. */
  readonly idle: number;
  /** Part of the lines that nobody plans. */
  readonly unplanned: number;
  /** Promotions are booked for what was ordered, or agreed beforehand for all that an account carries. */
  readonly promotions: "ordered" | "carried";
}

const demo: Company = Object.freeze({
  markets,
  accounts,
  catalogue,
  months: 36,
  range: 0.22,
  idle: 0.07,
  unplanned: 0.03,
  promotions: "ordered",
});

/** 1.4 M sales, 1.9 M forecast and 2.1 M post-invoice lines of 436 variants and 200 accounts in 27 markets. */
const full = (): Company => ({
  markets: fullMarkets,
  accounts: withLocalShops(accounts),
  catalogue: withSeries(catalogue),
  months: 48,
  range: 0.56,
  idle: 0.328,
  unplanned: 0.25,
  promotions: "carried",
});

export const companyOf = (scale: DemoScale): Company => (scale === "full" ? full() : demo);
