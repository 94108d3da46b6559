/** How far a total hangs on few members. */
export interface Concentration {
  readonly members: number;
  /** Share of the total that the N largest hold, 0..1. */
  readonly topShare: (largest: number) => number;
  /** Herfindahl index, 1/members..1. */
  readonly herfindahl: number;
  readonly band: "low" | "moderate" | "high";
}

/** Bounds of the bands, on a scale to 1: 1,000 and 1,800 points of 10,000. */
export const moderateFrom = 0.1;
export const highFrom = 0.18;

/**
 * Concentration of non-negative values; undefined where there is no total to hold shares of, or a value is negative
 * (a share under zero has no meaning). The index is the sum of squared shares: Hirschman (1945), Herfindahl (1950);
 * the bands are those of the Merger Guidelines of the U.S. Department of Justice and the FTC (2023), 2.1.
 */
export const concentrationOf = (values: readonly number[]): Concentration | undefined => {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total <= 0 || values.some((value) => value < 0)) return undefined;
  const shares = values.map((value) => value / total).sort((one, other) => other - one);
  const herfindahl = shares.reduce((sum, share) => sum + share * share, 0);
  return {
    members: values.length,
    topShare: (largest) => shares.slice(0, largest).reduce((sum, share) => sum + share, 0),
    herfindahl,
    band: herfindahl > highFrom ? "high" : herfindahl >= moderateFrom ? "moderate" : "low",
  };
};
