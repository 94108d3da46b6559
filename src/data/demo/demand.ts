import type { Season, Variant } from "./catalogue.ts";
import type { Company } from "./company.ts";
import type { Account } from "./customers.ts";
import { addMonths, calendarMonth, type Month, monthsFrom } from "./months.ts";
import { drawBell, drawBetween, drawUniform } from "./random.ts";

/** One variant on the shelf of one customer account. */
export interface Listing {
  readonly key: string;
  readonly account: Account;
  readonly variant: Variant;
  /** Units in a usual month of the reference year. */
  readonly units: number;
}

/** The share of the catalogue that a usual account carries decides how many lines there are. */
export const listRange = ({ accounts, catalogue }: Company, share: number): readonly Listing[] =>
  accounts.flatMap((account) =>
    catalogue.flatMap((variant) => {
      const key = `${account.code}/${variant.code}`;
      const chance = share * (0.6 + 0.4 * account.size) * (0.7 + 0.3 * variant.popularity);
      return drawUniform(`range/${key}`) < chance
        ? [{ key, account, variant, units: usualUnits(account, variant, key) }]
        : [];
    }),
  );

/** Sold units, or nothing when the account did not order that month (`idle` is how often). */
export const sellUnits = (listing: Listing, month: Month, { idle }: Company): number | undefined => {
  if (!isOnSale(listing.variant, month)) return undefined;
  const luck = drawUniform(`order/${listing.key}/${month}`);
  if (luck < idle) return undefined;
  if (luck < idle + 0.005) return 0;
  const noise = 1 + 0.16 * drawBell(`sold/${listing.key}/${month}`);
  return round(expectUnits(listing, month) * shock(listing, month) * noise);
};

/** What promotions are booked for: the orders, or every line that is carried and on sale. */
export const promoteUnits = (listing: Listing, month: Month, company: Company): number | undefined =>
  company.promotions === "ordered"
    ? sellUnits(listing, month, company)
    : isOnSale(listing.variant, month)
      ? 0
      : undefined;

/** Forecast units, or nothing when nobody planned that line. Planners do not see a bad quarter coming. */
export const forecastUnits = (listing: Listing, month: Month, company: Company): number | undefined => {
  if (!isPlanned(listing.variant, month) || drawUniform(`plan/${listing.key}/${month}`) < company.unplanned)
    return undefined;
  const taste = 0.08 * drawBell(`taste/${listing.variant.code}`);
  const noise = 0.2 * drawBell(`forecast/${listing.key}/${month}`);
  return round(expectUnits(listing, month) * (1 + listing.account.bias + taste + noise));
};

const round = (units: number): number => Math.max(0, Math.round(units));

const isOnSale = (variant: Variant, month: Month): boolean => variant.from <= month && month <= variant.until;

/** A launch is planned one month late, a retirement noticed one month late. */
const isPlanned = (variant: Variant, month: Month): boolean => {
  const noticed = addMonths(month, -1);
  return (variant.from === "" || variant.from <= noticed) && noticed <= variant.until;
};

const usualUnits = (account: Account, variant: Variant, key: string): number => {
  const cheapness = variant.price < 60 ? 1.7 : variant.price < 150 ? 1 : 0.6;
  return (
    62 *
    account.size *
    account.market.size *
    variant.popularity *
    cheapness *
    drawBetween(`taste/${key}`, 0.55, 1.45)
  );
};

const reference: Month = "2023-11";

/** Units of a month before luck, shocks and idle months. */
export const expectUnits = ({ account, variant, units }: Listing, month: Month): number => {
  const years = monthsFrom(reference, month) / 12;
  const growth =
    account.market.growth + routeGrowth[account.platform] + 0.05 * drawBell(`growth/${variant.product}`);
  return units * Math.max(0.3, 1 + growth * years) * season(variant.season, month) * life(variant, month);
};

const routeGrowth = { "E-Commerce": 0.07, "Brick & Mortar": -0.02 } as const;

/** January to December, around 1. */
const seasons: Readonly<Record<Season, readonly number[]>> = {
  gift: [0.74, 0.72, 0.78, 0.84, 0.92, 0.9, 0.84, 0.86, 0.98, 1.12, 1.6, 1.7],
  outdoor: [0.7, 0.74, 0.88, 1.02, 1.18, 1.22, 1.14, 0.98, 0.9, 0.94, 1.12, 1.18],
  work: [0.98, 0.9, 0.94, 0.92, 0.94, 0.96, 0.9, 1.06, 1.12, 1.02, 1.16, 1.1],
};

const season = (name: Season, month: Month): number => seasons[name][calendarMonth(month) - 1] ?? 1;

/** A launch takes four months to its full height, a retirement sells off over its last half year. */
const life = (variant: Variant, month: Month): number => {
  const since = variant.from === "" ? 4 : monthsFrom(variant.from, month);
  const left = monthsFrom(month, variant.until);
  return Math.min(1, 0.4 + 0.15 * Math.max(0, since)) * Math.min(1, 0.4 + 0.1 * Math.max(0, left));
};

/** The bad quarter: a sensor shortage from March to May 2025, worst for cameras and in Europe. */
const shock = ({ account, variant }: Listing, month: Month): number => {
  if (month < "2025-03" || month > "2025-05") return 1;
  return 0.8 - (variant.segment === "Cameras" ? 0.22 : 0) - (account.market.region === "EU" ? 0.1 : 0);
};
