import type { Sums } from "../answer/compute.ts";
import type { Pair } from "../answer/pairs.ts";

/** What a change is taken apart into, in the order in which it is told. */
export const partKeys = [
  "new",
  "lost",
  "volume",
  "mix",
  "price",
  "pre_invoice",
  "post_invoice",
  "manufacturing",
  "freight",
  "other",
] as const;
export type PartKey = (typeof partKeys)[number];

/** Figures whose change can be taken apart. */
export type Bridged = "net_sales" | "gross_margin";

/** Parts that net sales have; the costs concern gross margin alone. */
export const partsOfBridge = (metric: Bridged): readonly PartKey[] =>
  metric === "net_sales" ? partKeys.slice(0, 7) : partKeys;

/** What one variant in one market adds to each part; money. */
export interface Effect {
  readonly pair: Pair;
  readonly parts: Parts;
}

/** Money by part; 0 where a part does not move it. */
type Parts = Readonly<Record<PartKey, number>>;

/**
 * Before + parts + not explained = after. Pairs that lack a piece on either side are left out whole: the change of
 * what is covered of them is not explained.
 */
export interface Bridge {
  readonly metric: Bridged;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  readonly parts: Readonly<Record<PartKey, number>>;
  readonly effects: readonly Effect[];
  readonly unexplained: {
    readonly money: number;
    readonly pairs: readonly Pair[];
    readonly unitsNow: number;
    readonly unitsBefore: number;
  };
}

/** One side of one pair: units, and rates that are 0 over 0. */
interface Side {
  readonly units: number;
  readonly net: number;
  readonly margin: number;
  /** Gross sales per unit. */
  readonly price: number;
  /** Of gross sales. */
  readonly pre: number;
  /** Of net invoice sales. */
  readonly post: number;
  /** Per unit. */
  readonly cost: number;
  /** Of net sales. */
  readonly freight: number;
  readonly other: number;
}

const over = (numerator: number, denominator: number): number =>
  denominator === 0 ? 0 : numerator / denominator;

const sideOf = (sums: Sums): Side => {
  const units = sums.sold_quantity ?? 0;
  const gross = sums.gross_sales ?? 0;
  const invoiced = sums.net_invoice_sales ?? 0;
  const net = sums.net_sales ?? 0;
  return {
    units,
    net,
    margin: sums.gross_margin ?? 0,
    price: over(gross, units),
    pre: over(gross - invoiced, gross),
    post: over(invoiced - net, invoiced),
    cost: over(sums.manufacturing_cost ?? 0, units),
    freight: over(sums.freight_cost ?? 0, net),
    other: over(sums.other_cost ?? 0, net),
  };
};

/** What a pair sold on both sides: units, and the money that is taken apart. */
export const sidesOf = (metric: Bridged, { now, before }: Pair) => {
  const [one, zero] = [sideOf(now), sideOf(before)];
  const money = (side: Side): number => (metric === "net_sales" ? side.net : side.margin);
  return {
    now: { units: one.units, money: money(one) },
    before: { units: zero.units, money: money(zero) },
  };
};

interface Compared {
  readonly pair: Pair;
  readonly now: Side;
  readonly before: Side;
}

/** Takes the change of a figure apart, at variant × market. Months are like for like already. */
export const bridgeOf = (metric: Bridged, pairs: readonly Pair[]): Bridge => {
  const figure = metric === "net_sales" ? "net" : "margin";
  const sold = pairs
    .map((pair): Compared => ({ pair, now: sideOf(pair.now), before: sideOf(pair.before) }))
    .filter(({ now, before }) => now.units > 0 || before.units > 0);
  const isWhole = ({ pair }: Compared): boolean =>
    isCovered(metric, pair.now) && isCovered(metric, pair.before);
  const [whole, left] = [sold.filter(isWhole), sold.filter((one) => !isWhole(one))];
  const effects = effectsOf(metric, whole);
  const sum = (of: (one: Compared) => number, all = sold): number =>
    all.reduce((total, one) => total + of(one), 0);
  const [before, after] = [sum((one) => one.before[figure]), sum((one) => one.now[figure])];
  return {
    metric,
    before,
    after,
    change: after - before,
    parts: sumParts(effects),
    effects,
    unexplained: {
      money: sum((one) => one.now[figure] - one.before[figure], left),
      pairs: left.map(({ pair }) => pair),
      unitsNow: sum((one) => one.now.units, left),
      unitsBefore: sum((one) => one.before.units, left),
    },
  };
};

const sumParts = (effects: readonly Effect[]): Parts => {
  const sums: Record<PartKey, number> = { ...noParts };
  for (const { parts } of effects) addParts(sums, parts);
  return sums;
};

/** Every unit of it is of a line that has every piece. */
const isCovered = (metric: Bridged, sums: Sums): boolean => {
  const counted = metric === "net_sales" ? sums.units_with_post : sums.units_with_margin;
  return (counted ?? 0) >= (sums.sold_quantity ?? 0);
};

/** Net sales per unit; of gross margin what is left of them after freight, other cost and manufacturing. */
const unitValue = (metric: Bridged, side: Side): number => {
  const net = over(side.net, side.units);
  return metric === "net_sales" ? net : net * keptOf(metric, side) - side.cost;
};

/** The part of a dollar of net sales that reaches the figure. */
const keptOf = (metric: Bridged, { freight, other }: Side): number =>
  metric === "net_sales" ? 1 : 1 - freight - other;

/** Of a pair that is left out. */
export const noParts = Object.freeze({
  ...{ new: 0, lost: 0, volume: 0, mix: 0, price: 0 },
  ...{ pre_invoice: 0, post_invoice: 0, manufacturing: 0, freight: 0, other: 0 },
}) satisfies Parts;

const addParts = (sums: Record<PartKey, number>, parts: Parts): void => {
  sums.new += parts.new;
  sums.lost += parts.lost;
  sums.volume += parts.volume;
  sums.mix += parts.mix;
  sums.price += parts.price;
  sums.pre_invoice += parts.pre_invoice;
  sums.post_invoice += parts.post_invoice;
  sums.manufacturing += parts.manufacturing;
  sums.freight += parts.freight;
  sums.other += parts.other;
};

/**
 * Volume is what more units of the average pair would have brought, mix that they were not of the average pair; per
 * pair (q₁ − q₀) U₀ and (q₁ − q₀)(u₀ − U₀), which sum to (Q₁ − Q₀) U₀ and Σ q₁u₀ − Q₁U₀.
 */
const effectsOf = (metric: Bridged, whole: readonly Compared[]): readonly Effect[] => {
  const continuing = whole.filter(({ now, before }) => now.units > 0 && before.units > 0);
  const [value, units] = continuing.reduce(
    ([money, count], { before }) => [money + before.units * unitValue(metric, before), count + before.units],
    [0, 0],
  );
  const average = over(value, units);
  return whole.map((one) => ({ pair: one.pair, parts: partsOf(metric, one, average) }));
};

const partsOf = (metric: Bridged, { now, before }: Compared, average: number): Parts => {
  const figure = metric === "net_sales" ? "net" : "margin";
  if (before.units === 0) return { ...noParts, new: now[figure] };
  if (now.units === 0) return { ...noParts, lost: -before[figure] };
  const ofMargin = metric === "gross_margin" ? 1 : 0;
  const kept = keptOf(metric, before);
  const more = now.units - before.units;
  const gross = now.units * now.price;
  return {
    new: 0,
    lost: 0,
    volume: more * average,
    mix: more * (unitValue(metric, before) - average),
    price: now.units * (now.price - before.price) * (1 - before.pre) * (1 - before.post) * kept,
    pre_invoice: -gross * (now.pre - before.pre) * (1 - before.post) * kept,
    post_invoice: -gross * (1 - now.pre) * (now.post - before.post) * kept,
    manufacturing: ofMargin * -now.units * (now.cost - before.cost),
    freight: ofMargin * -now.net * (now.freight - before.freight),
    other: ofMargin * -now.net * (now.other - before.other),
  };
};

/** Who is behind a change: a product, a variant, a market. */
export interface Driver {
  readonly name: string;
  /** The sum of its parts. */
  readonly money: number;
  readonly parts: Readonly<Record<PartKey, number>>;
}

/** The effects by name, the one that moved most first. */
export const driversOf = ({ effects }: Bridge, nameOf: (pair: Pair) => string): readonly Driver[] => {
  const drivers = new Map<string, Record<PartKey, number>>();
  for (const { pair, parts } of effects) {
    const name = nameOf(pair);
    let sums = drivers.get(name);
    if (!sums) {
      sums = { ...noParts };
      drivers.set(name, sums);
    }
    addParts(sums, parts);
  }
  return [...drivers]
    .map(([name, parts]) => ({ name, parts, money: partKeys.reduce((sum, key) => sum + parts[key], 0) }))
    .sort((a, b) => Math.abs(b.money) - Math.abs(a.money) || (a.name < b.name ? -1 : 1));
};

/** The drivers of one part, those that moved it most first, without those that did not. */
export const behind = (drivers: readonly Driver[], part: PartKey): readonly Driver[] =>
  drivers
    .filter((driver) => Math.abs(driver.parts[part]) >= 0.005)
    .sort((a, b) => Math.abs(b.parts[part]) - Math.abs(a.parts[part]));
