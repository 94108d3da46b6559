import type { Answer, Row } from "../answer/answer.ts";

/** The list price of one member over the fiscal years, oldest first; null where the price list has none. */
export interface PriceLine {
  readonly name: string;
  readonly prices: readonly (number | null)[];
  readonly price: number | null;
  /** price ÷ price of the year before − 1; null where either is missing. */
  readonly change: number | null;
}

/** At most so many years side by side. */
const mostYears = 3;

/** The fiscal years that `prices` holds up to and including `latest`, oldest first. */
export const yearsUpTo = (prices: Answer, latest: string): readonly string[] =>
  [...new Set(prices.rows.map((row) => String(row.fiscal_year)))]
    .filter((year) => year <= latest)
    .sort()
    .slice(-mostYears);

/** Members by the price of the latest year, dearest first; those without a price in it come last. */
export const priceLines = (prices: Answer, years: readonly string[]): readonly PriceLine[] => {
  const group = prices.question.by.find((key) => key !== "fiscal_year");
  const lines = new Map<string, Map<string, Row>>();
  for (const row of prices.rows) {
    const name = group ? String(row[group]) : "";
    lines.set(name, (lines.get(name) ?? new Map<string, Row>()).set(String(row.fiscal_year), row));
  }
  return [...lines]
    .map(([name, rows]) =>
      lineOf(
        name,
        years.map((year) => rows.get(year)?.list_price),
      ),
    )
    .filter(({ prices: known }) => known.some((price) => price !== null))
    .sort((one, other) => (other.price ?? -1) - (one.price ?? -1) || (one.name < other.name ? -1 : 1));
};

const lineOf = (name: string, values: readonly (string | number | null | undefined)[]): PriceLine => {
  const prices = values.map((value) => (typeof value === "number" ? value : null));
  const [before = null, price = null] = prices.length > 1 ? prices.slice(-2) : [null, ...prices];
  return {
    name,
    prices,
    price,
    change: price === null || before === null || before <= 0 ? null : price / before - 1,
  };
};
