import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sums } from "../../src/answer/compute.ts";
import type { Pair } from "../../src/answer/pairs.ts";
import {
  type Bridged,
  behind,
  bridgeOf,
  driversOf,
  type PartKey,
  partKeys,
} from "../../src/insight/bridge.ts";

/** One side of one line, as a controller would know it. */
interface Line {
  readonly units: number;
  readonly price: number;
  readonly pre: number;
  readonly post: number;
  readonly cost: number;
  readonly freight: number;
  readonly other: number;
  /** Pieces are there for net sales, and for gross margin. */
  readonly hasNet: boolean;
  readonly hasMargin: boolean;
}

const sumsOf = (line: Line): Sums => {
  const gross = line.units * line.price;
  const invoiced = gross * (1 - line.pre);
  const net = invoiced * (1 - line.post);
  const cost = line.units * line.cost;
  const [freight, other] = [net * line.freight, net * line.other];
  const whole = line.hasNet && line.hasMargin;
  return {
    sold_quantity: line.units,
    units_with_post: line.hasNet ? line.units : null,
    units_with_margin: whole ? line.units : null,
    gross_sales: gross,
    pre_invoice_deductions: line.hasNet ? gross * line.pre : null,
    net_invoice_sales: line.hasNet ? invoiced : null,
    net_sales: line.hasNet ? net : null,
    manufacturing_cost: line.hasMargin ? cost : null,
    freight_cost: line.hasNet ? freight : null,
    other_cost: line.hasNet ? other : null,
    gross_margin: whole ? net - cost - freight - other : null,
  };
};

const add = (one: Sums, two: Sums): Sums =>
  Object.fromEntries(
    Object.keys(one).map((key) => [
      key,
      one[key] === null && two[key] === null ? null : (one[key] ?? 0) + (two[key] ?? 0),
    ]),
  );

const rate = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
const money = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 900, noNaN: true }));
const line: fc.Arbitrary<Line> = fc.record({
  units: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5000 })),
  price: money,
  pre: rate,
  post: rate,
  cost: money,
  freight: rate,
  other: rate,
  hasNet: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  hasMargin: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
});
/** Each side of a pair is the sum of one or two lines, or nothing at all. */
const side = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Sums>({}) },
  { weight: 3, arbitrary: line.map(sumsOf) },
  { weight: 3, arbitrary: fc.tuple(line, line).map(([one, two]) => add(sumsOf(one), sumsOf(two))) },
);
const pairs = fc
  .array(
    fc.record({
      now: side,
      before: side,
      product: fc.integer({ min: 0, max: 3 }),
      market: fc.integer({ min: 0, max: 2 }),
    }),
    {
      maxLength: 25,
    },
  )
  .map((drawn) =>
    drawn.map(
      ({ now, before, product, market }, index): Pair => ({
        variant: `V${index}`,
        product: `Product ${product}`,
        market: `Market ${market}`,
        now,
        before,
      }),
    ),
  );
const metric = fc.constantFrom<Bridged>("net_sales", "gross_margin");

const scaleOf = (drawn: readonly Pair[]): number =>
  1 +
  drawn
    .flatMap(({ now, before }) => [now, before])
    .reduce((sum, sums) => sum + (sums.gross_sales ?? 0) + (sums.manufacturing_cost ?? 0), 0);
const total = (parts: Readonly<Partial<Record<PartKey, number>>>): number =>
  partKeys.reduce((sum, key) => sum + (parts[key] ?? 0), 0);

test("the parts and what is not explained sum to the change, for any data", () => {
  fc.assert(
    fc.property(metric, pairs, (figure, drawn) => {
      const bridge = bridgeOf(figure, drawn);
      const gap = total(bridge.parts) + bridge.unexplained.money - bridge.change;
      expect(Math.abs(gap) / scaleOf(drawn)).toBeLessThan(1e-9);
    }),
    { numRuns: 400 },
  );
});

test("before and after are what the pairs sum to, covered or not", () => {
  fc.assert(
    fc.property(metric, pairs, (figure, drawn) => {
      const { before, after } = bridgeOf(figure, drawn);
      const sum = (of: "now" | "before"): number =>
        drawn.reduce(
          (all, pair) => all + ((pair[of].sold_quantity ?? 0) > 0 ? (pair[of][figure] ?? 0) : 0),
          0,
        );
      expect(Math.abs(after - sum("now")) / scaleOf(drawn)).toBeLessThan(1e-9);
      expect(Math.abs(before - sum("before")) / scaleOf(drawn)).toBeLessThan(1e-9);
    }),
  );
});

test("each part is its formula over the whole slice", () => {
  fc.assert(
    fc.property(metric, pairs, (figure, drawn) => {
      const { parts } = bridgeOf(figure, drawn);
      const expected = formulas(figure, drawn);
      for (const key of partKeys)
        expect(Math.abs(parts[key] - (expected[key] ?? 0)) / scaleOf(drawn)).toBeLessThan(1e-9);
    }),
    { numRuns: 300 },
  );
});

test("products and markets each share out every part", () => {
  fc.assert(
    fc.property(metric, pairs, (figure, drawn) => {
      const bridge = bridgeOf(figure, drawn);
      for (const nameOf of [(pair: Pair) => pair.product, (pair: Pair) => pair.market]) {
        const drivers = driversOf(bridge, nameOf);
        for (const key of partKeys) {
          const sum = drivers.reduce((all, { parts }) => all + parts[key], 0);
          expect(Math.abs(sum - bridge.parts[key]) / scaleOf(drawn)).toBeLessThan(1e-9);
        }
      }
    }),
  );
});

/** Lamp changes in everything, Desk in nothing; Chair is new, Bell is lost. */
const example = (): readonly Pair[] => {
  const pair = (
    product: string,
    now: Partial<Line> | undefined,
    before: Partial<Line> | undefined,
  ): Pair => ({
    variant: product,
    product,
    market: "India",
    now: now ? sumsOf({ ...plain, ...now }) : {},
    before: before ? sumsOf({ ...plain, ...before }) : {},
  });
  const desk = { units: 5, price: 40, cost: 10, other: 0.1 };
  return [
    pair(
      "Lamp",
      { units: 20, price: 12, pre: 0.2, post: 0.25, cost: 3, freight: 0.2 },
      { units: 10, price: 10, pre: 0.1, post: 0.2, cost: 2, freight: 0.1 },
    ),
    pair("Desk", desk, desk),
    pair("Chair", { units: 3, price: 10, cost: 3 }, undefined),
    pair("Bell", undefined, { units: 5, price: 3, cost: 1 }),
  ];
};

test("net sales of four products, by hand", () => {
  const bridge = bridgeOf("net_sales", example());
  expect([bridge.before, bridge.after, bridge.change]).toEqual([287, 374, 87]);
  expect(bridge.parts).toEqual({
    new: 30,
    lost: -15,
    volume: expect.closeTo((10 * 272) / 15, 9),
    mix: expect.closeTo(344 - (25 * 272) / 15, 9),
    price: expect.closeTo(28.8, 9),
    pre_invoice: expect.closeTo(-19.2, 9),
    post_invoice: expect.closeTo(-9.6, 9),
    manufacturing: 0,
    freight: 0,
    other: 0,
  });
});

test("gross margin of the same, by hand", () => {
  const bridge = bridgeOf("gross_margin", example());
  expect(bridge.change).toBeCloseTo(21.4, 9);
  expect(bridge.parts).toEqual({
    new: 21,
    lost: -10,
    volume: expect.closeTo((10 * 174.8) / 15, 9),
    mix: expect.closeTo(219.6 - (25 * 174.8) / 15, 9),
    price: expect.closeTo(25.92, 9),
    pre_invoice: expect.closeTo(-17.28, 9),
    post_invoice: expect.closeTo(-8.64, 9),
    manufacturing: expect.closeTo(-20, 9),
    freight: expect.closeTo(-14.4, 9),
    other: expect.closeTo(0, 9),
  });
});

test("the drivers of a part come largest first, whichever way they moved it", () => {
  const pair = (product: string, now: number, before: number): Pair => ({
    variant: product,
    product,
    market: "India",
    now: sumsOf({ ...plain, units: now }),
    before: sumsOf({ ...plain, units: before }),
  });
  const bridge = bridgeOf("net_sales", [pair("Lamp", 12, 10), pair("Desk", 2, 10), pair("Chair", 5, 5)]);
  const drivers = driversOf(bridge, ({ product }) => product);
  expect(behind(drivers, "volume").map(({ name, parts }) => [name, parts.volume])).toEqual([
    ["Desk", -80],
    ["Lamp", 20],
  ]);
});

const plain: Line = {
  units: 0,
  price: 10,
  pre: 0,
  post: 0,
  cost: 4,
  freight: 0,
  other: 0,
  hasNet: true,
  hasMargin: true,
};

/** The formulas of the business once more, over totals, with rates from sums; 0 over 0 is 0. */
const formulas = (figure: Bridged, drawn: readonly Pair[]): Partial<Record<PartKey, number>> => {
  const of = (sums: Sums, key: string): number => sums[key] ?? 0;
  const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
  const counted = figure === "net_sales" ? "units_with_post" : "units_with_margin";
  const isWhole = (sums: Sums): boolean => of(sums, counted) === of(sums, "sold_quantity");
  const known = drawn
    .filter(({ now, before }) => isWhole(now) && isWhole(before))
    .map(({ now, before }) => ({ one: rates(now), zero: rates(before) }));
  function rates(sums: Sums) {
    const q = of(sums, "sold_quantity");
    const g = ratio(of(sums, "gross_sales"), q);
    const a = ratio(of(sums, "pre_invoice_deductions"), of(sums, "gross_sales"));
    const b = ratio(of(sums, "net_invoice_sales") - of(sums, "net_sales"), of(sums, "net_invoice_sales"));
    const f = ratio(of(sums, "freight_cost"), of(sums, "net_sales"));
    const o = ratio(of(sums, "other_cost"), of(sums, "net_sales"));
    const c = ratio(of(sums, "manufacturing_cost"), q);
    const u = g * (1 - a) * (1 - b);
    const k = figure === "net_sales" ? 1 : 1 - f - o;
    const value = figure === "net_sales" ? u : u * k - c;
    return { q, g, a, b, f, o, c, u, k, value, figure: of(sums, figure), net: of(sums, "net_sales") };
  }
  const both = known.filter(({ one, zero }) => one.q > 0 && zero.q > 0);
  const sum = (pick: (pair: (typeof known)[number]) => number, from = both): number =>
    from.reduce((all, pair) => all + pick(pair), 0);
  const [q0, q1] = [sum(({ zero }) => zero.q), sum(({ one }) => one.q)];
  const average = ratio(
    sum(({ zero }) => zero.q * zero.value),
    q0,
  );
  const isMargin = figure === "gross_margin" ? 1 : 0;
  return {
    new: sum(
      ({ one }) => one.figure,
      known.filter(({ one, zero }) => zero.q === 0 && one.q > 0),
    ),
    lost: -sum(
      ({ zero }) => zero.figure,
      known.filter(({ one, zero }) => one.q === 0 && zero.q > 0),
    ),
    volume: (q1 - q0) * average,
    mix: sum(({ one, zero }) => one.q * zero.value) - q1 * average,
    price: sum(({ one, zero }) => one.q * (one.g - zero.g) * (1 - zero.a) * (1 - zero.b) * zero.k),
    pre_invoice: -sum(({ one, zero }) => one.q * one.g * (one.a - zero.a) * (1 - zero.b) * zero.k),
    post_invoice: -sum(({ one, zero }) => one.q * one.g * (1 - one.a) * (one.b - zero.b) * zero.k),
    manufacturing: -isMargin * sum(({ one, zero }) => one.q * (one.c - zero.c)),
    freight: -isMargin * sum(({ one, zero }) => one.net * (one.f - zero.f)),
    other: -isMargin * sum(({ one, zero }) => one.net * (one.o - zero.o)),
  };
};
