import type { Variant } from "./catalogue.ts";
import type { Account, Market } from "./customers.ts";
import { calendarMonth, type Month } from "./months.ts";
import { drawBell, drawBetween } from "./random.ts";

/** Prices, costs and rates of the invented company, each for a fiscal year. Rates are parts of 1. */

const firstYear = 2024;

/** USD. Prices follow the market of their category, a little up most years. */
export const listPrice = (variant: Variant, year: number): number =>
  variant.price *
  Math.max(0.4, 1 + 0.022 * (year - firstYear) + 0.025 * drawBell(`price/${variant.category}/${year}`));

/** USD. Costs rise a little slower than prices, but for the dear year 2025. */
export const unitCost = (variant: Variant, year: number): number =>
  variant.price *
  variant.costShare *
  Math.max(
    0.4,
    1 +
      0.015 * (year - firstYear) +
      (year === 2025 ? 0.05 : 0) +
      0.02 * drawBell(`cost/${variant.product}/${year}`),
  );

const contract = { Direct: 0.06, Retailer: 0.17, Distributor: 0.22 } as const;

export const preInvoiceRate = (account: Account, year: number): number =>
  within(
    contract[account.channel] +
      0.03 * drawBell(`contract/${account.code}`) +
      0.005 * (year - firstYear) +
      0.01 * drawBell(`contract/${account.code}/${year}`),
    0.01,
    0.45,
  );

/** Promotions are deeper before the holidays and for what is on its way out. */
export const promotionRate = (account: Account, variant: Variant, year: number, month: Month): number => {
  const base = account.channel === "Direct" ? 0.05 : 0.11;
  const holidays = calendarMonth(month) >= 11 ? 0.03 : 0;
  const ending = variant.until < "9999-12" ? 0.05 : 0;
  const customer =
    0.02 * drawBell(`promotion/${account.code}/${year}`) +
    0.015 * drawBell(`promotion/${variant.category}/${year}`);
  return within(
    base +
      holidays +
      ending +
      customer +
      0.012 * drawBell(`promotion/${account.code}/${variant.code}/${month}`),
    0.005,
    0.6,
  );
};

export const rebateRate = (account: Account, variant: Variant, year: number, month: Month): number =>
  within(
    0.045 +
      0.01 * drawBell(`rebate/${account.code}/${year}`) +
      0.006 * drawBell(`rebate/${account.code}/${variant.code}/${month}`),
    0,
    0.3,
  );

export const freightRate = (market: Market, year: number): number =>
  within(
    market.freight * (1 + 0.04 * (year - firstYear) + 0.05 * drawBell(`freight/${market.market}/${year}`)),
    0.005,
    0.2,
  );

export const otherCostRate = (market: Market, year: number): number =>
  drawBetween(`other/${market.market}/${year}`, 0.003, 0.009);

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
