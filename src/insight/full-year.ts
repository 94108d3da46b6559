import type { Answer } from "../answer/answer.ts";
import { bucketNumber } from "./streaks.ts";

/** Where the running fiscal year is heading, in units: what is sold plus what is forecast for its other months. */
export interface FullYear {
  /** "FY2027" */
  readonly label: string;
  /** First month of the year, ISO. */
  readonly from: string;
  readonly soldMonths: number;
  readonly sold: number;
  readonly forecastMonths: number;
  readonly forecast: number;
  /** Months of the year that are neither sold nor forecast: the estimate lacks them. */
  readonly missing: readonly string[];
  readonly estimate: number;
  /** Sold in the whole year before; null where a month of it is not loaded. */
  readonly previous: number | null;
  /** Estimate ÷ previous − 1; null where either side lacks a month, or the year before sold nothing. */
  readonly growth: number | null;
}

/**
 * `year`: forecast quantity by month of the running fiscal year. `sold`: sold quantity by month of at least the 24
 * months that end with the latest complete one. A month counts as sold up to that one, as forecast after it.
 */
export const fullYearOf = (year: Answer, sold: Answer): FullYear | undefined => {
  const { through } = sold.provenance;
  const months = year.rows.map((row) => String(row.month));
  const [from] = months;
  if (months.length !== 12 || from === undefined || through < from) return undefined;
  const soldIn = byMonth(sold, "sold_quantity");
  const forecastIn = byMonth(year, "forecast_quantity");
  const past = months
    .filter((month) => month <= through)
    .map((month) => ({ month, units: soldIn.get(numberOf(month)) }));
  const ahead = months
    .filter((month) => month > through)
    .map((month) => ({ month, units: forecastIn.get(numberOf(month)) }));
  const missing = [...past, ...ahead].filter(({ units }) => units === undefined).map(({ month }) => month);
  const before = months.map((month) => soldIn.get(numberOf(month) - 12));
  const estimate = total(past.map(({ units }) => units)) + total(ahead.map(({ units }) => units));
  const previous = before.every((units) => units !== undefined) ? total(before) : null;
  return {
    label: year.span.label,
    from,
    soldMonths: past.length,
    sold: total(past.map(({ units }) => units)),
    forecastMonths: ahead.length,
    forecast: total(ahead.map(({ units }) => units)),
    missing,
    estimate,
    previous,
    growth: previous !== null && previous > 0 && missing.length === 0 ? estimate / previous - 1 : null,
  };
};

const numberOf = (month: string): number => bucketNumber(month, "month");

const byMonth = (answer: Answer, key: string): ReadonlyMap<number, number> =>
  new Map(
    answer.rows.flatMap((row) => {
      const value = row[key];
      return typeof value === "number" ? [[numberOf(String(row.month)), value] as const] : [];
    }),
  );

const total = (units: readonly (number | undefined)[]): number =>
  units.reduce<number>((sum, one) => sum + (one ?? 0), 0);
