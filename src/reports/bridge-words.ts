import type { PartKey } from "../insight/bridge.ts";

interface PartWords {
  readonly label: string;
  /** At the head of a narrow column. */
  readonly brief: string;
  /** In a sentence: "volume brought $2.1M". */
  readonly said: string;
  readonly meaning: string;
}

/** What each part of a bridge is called, and what it means to someone who has never drawn one. */
export const partWords: Readonly<Record<PartKey, PartWords>> = Object.freeze({
  new: {
    label: "New",
    brief: "New",
    said: "new business",
    meaning: "Variants that sold in a market now and did not before.",
  },
  lost: {
    label: "Lost",
    brief: "Lost",
    said: "lost business",
    meaning: "Variants that sold in a market before and do not now.",
  },
  volume: {
    label: "Volume",
    brief: "Volume",
    said: "volume",
    meaning: "More or fewer units of what sold in both periods, each at the average per unit of before.",
  },
  mix: {
    label: "Mix",
    brief: "Mix",
    said: "mix",
    meaning: "Units moved to variants and markets that were worth more, or less, than the average per unit.",
  },
  price: {
    label: "Price",
    brief: "Price",
    said: "price",
    meaning: "Gross prices per unit changed; deductions as before.",
  },
  pre_invoice: {
    label: "Pre-invoice deductions",
    brief: "Pre-invoice",
    said: "pre-invoice deductions",
    meaning: "The rate deducted before the invoice changed, at the prices of now.",
  },
  post_invoice: {
    label: "Post-invoice deductions",
    brief: "Post-invoice",
    said: "post-invoice deductions",
    meaning: "The rate of discounts and other deductions after the invoice changed.",
  },
  manufacturing: {
    label: "Manufacturing cost",
    brief: "Making",
    said: "manufacturing cost",
    meaning: "The manufacturing cost per unit changed.",
  },
  freight: {
    label: "Freight",
    brief: "Freight",
    said: "freight",
    meaning: "The freight rate on net sales changed.",
  },
  other: {
    label: "Other cost",
    brief: "Other cost",
    said: "other cost",
    meaning: "The rate of other cost on net sales changed.",
  },
});
