import type { Variant } from "./catalogue.ts";
import type { Account } from "./customers.ts";
import type { Month } from "./months.ts";
import { drawUniform } from "./random.ts";

/** What the company's exports lack, as in real life, so that answers show their coverage. */

/** Germany's file of March 2026 never arrived; a few older lines were never booked. */
export const hasPostInvoice = (account: Account, variant: Variant, month: Month): boolean => {
  if (account.market.market === "Germany" && month === "2026-03") return false;
  return month >= "2026-09" || drawUniform(`booked/${account.code}/${variant.code}/${month}`) >= 0.003;
};

/** Nobody entered the cost of the Squirrel Stick in 2026. */
export const hasUnitCost = (variant: Variant, year: number): boolean =>
  !(variant.product === "Squirrel Stick" && year === 2026);

/** The contract of Loja Vagalume was not renewed on paper in 2025. */
export const hasPreInvoice = (account: Account, year: number): boolean =>
  !(account.customer === "Loja Vagalume" && year === 2025);
