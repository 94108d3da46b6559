import type { Answer } from "../answer/answer.ts";
import { completeFrom } from "../answer/compute.ts";
import type { Pair } from "../answer/pairs.ts";
import { formatFull, formatShort } from "../format.ts";
import {
  type Bridge,
  bridgeOf,
  type Driver,
  driversOf,
  type PartKey,
  partsOfBridge,
} from "../insight/bridge.ts";
import type { Asked } from "./frame-all.ts";
import { briefLabel, isTotalIncomplete } from "./read-answer.ts";
import type { Explained } from "./why-step.ts";

/** What the report of a bridge is made from. */
export interface Why {
  readonly asked: Asked;
  readonly answer: Answer;
  readonly metric: Explained;
  readonly bridge: Bridge;
  /** By product, or by variant where there is one product. */
  readonly products: Drivers;
  readonly markets: Drivers;
  /** "FY2026", "FY2025". */
  readonly now: string;
  readonly before: string;
  /** A side of which too little is covered; its figures are marked. */
  readonly incomplete: { readonly now: boolean; readonly before: boolean };
}

export interface Drivers {
  readonly label: string;
  readonly plural: string;
  readonly all: readonly Driver[];
}

export const whyOf = (asked: Asked, answer: Answer, metric: Explained, pairs: readonly Pair[]): Why => {
  const bridge = bridgeOf(metric, pairs);
  const isOneProduct = new Set(bridge.effects.map(({ pair }) => pair.product)).size === 1;
  const coveredBefore = answer.rows[0]?._coverage?.[`${metric}_previous`] ?? 1;
  return {
    asked,
    answer,
    metric,
    bridge,
    products: isOneProduct
      ? { label: "Variant", plural: "variants", all: driversOf(bridge, ({ variant }) => variant) }
      : { label: "Product", plural: "products", all: driversOf(bridge, ({ product }) => product) },
    markets: { label: "Market", plural: "markets", all: driversOf(bridge, ({ market }) => market) },
    now: briefLabel(answer.span.label),
    before: briefLabel(answer.previous?.label ?? "before"),
    incomplete: { now: isTotalIncomplete(answer, metric), before: coveredBefore < completeFrom },
  };
};

/** Parts that moved anything, in the order in which they are told. */
export const shownParts = ({ metric, parts }: Bridge): readonly PartKey[] =>
  partsOfBridge(metric).filter((key) => Math.abs(parts[key]) >= 0.005);

/** "+$2.1M", "−$0.4M" */
export const signedShort = (money: number): string =>
  `${money > 0 ? "+" : ""}${formatShort(cents(money), "money")}`;
export const signedFull = (money: number): string =>
  `${money > 0 ? "+" : ""}${formatFull(cents(money), "money")}`;
/** Sums of many lines end in digits that are nobody's money. */
const cents = (money: number): number => Math.round(money * 100) / 100 + 0;
