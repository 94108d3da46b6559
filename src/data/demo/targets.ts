import type { Company } from "./company.ts";
import type { Account } from "./customers.ts";
import { expectUnits, type Listing } from "./demand.ts";
import { addMonths, lastMonthOfFiscalYear, listMonths, type Month } from "./months.ts";
import { drawBetween } from "./random.ts";
import { listPrice, preInvoiceRate } from "./rates.ts";

/** What the invented company means to reach in a market and fiscal year. */
interface MarketTarget {
  readonly market: string;
  readonly year: number;
  readonly units: number;
  /** USD. */
  readonly netSales: number;
}

interface Aims {
  readonly company: Company;
  readonly listings: readonly Listing[];
  readonly years: readonly number[];
  readonly fiscalYearStartMonth: number;
}

/** Promotions and rebates that the planners allow for, as a part of what is invoiced. */
const planned = 0.145;

/**
 * Targets by market and fiscal year: what its listings can be expected to sell, stretched a little, in round numbers.
 * They know no bad quarter and no idle month, as targets do.
 */
export const marketTargets = ({
  company,
  listings,
  years,
  fiscalYearStartMonth,
}: Aims): readonly MarketTarget[] =>
  years.flatMap((year) => {
    const last = lastMonthOfFiscalYear(year, fiscalYearStartMonth);
    const months = listMonths(addMonths(last, -11), last);
    const sums = new Map(company.markets.map(({ market }) => [market, { units: 0, netSales: 0 }]));
    for (const listing of listings) addListing(sums, listing, { year, months });
    return company.markets.map(({ market }) => {
      const { units, netSales } = sums.get(market) ?? { units: 0, netSales: 0 };
      const stretch = (1 - company.idle) * drawBetween(`target/${market}/${year}`, 0.98, 1.08);
      return {
        ...{ market, year },
        units: roundTo(units * stretch, 500),
        netSales: roundTo(netSales * stretch, 50_000),
      };
    });
  });

const addListing = (
  sums: ReadonlyMap<string, { units: number; netSales: number }>,
  listing: Listing,
  { year, months }: { readonly year: number; readonly months: readonly Month[] },
): void => {
  const sum = sums.get(listing.account.market.market);
  if (sum === undefined) return;
  const { variant } = listing;
  const units = months
    .filter((month) => variant.from <= month && month <= variant.until)
    .reduce((total, month) => total + expectUnits(listing, month), 0);
  sum.units += units;
  sum.netSales += units * listPrice(variant, year) * netShare(listing.account, year);
};

/** Part of the list price that is left of it. */
const netShare = (account: Account, year: number): number =>
  (1 - preInvoiceRate(account, year)) * (1 - planned);

const roundTo = (value: number, step: number): number => Math.max(step, Math.round(value / step) * step);
