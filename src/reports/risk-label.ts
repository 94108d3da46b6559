import { notAvailable } from "../format.ts";

/** What a net error puts at risk: too much forecast fills the warehouse, too little empties the shelf. */
export const riskLabel = (netError: number | null): string => {
  if (netError === null) return notAvailable;
  if (netError === 0) return "on target";
  return netError > 0 ? "excess inventory" : "out of stock";
};
