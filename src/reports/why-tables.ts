import { formatFull, notAvailable } from "../format.ts";
import {
  behind,
  type Driver,
  type Effect,
  noParts,
  type PartKey,
  partsOfBridge,
  sidesOf,
} from "../insight/bridge.ts";
import { metricOf } from "../metrics/index.ts";
import type { Cell, Section, Table, TableColumn } from "../report.ts";
import { partWords } from "./bridge-words.ts";
import { type Drivers, shownParts, signedFull, signedShort, type Why } from "./why-model.ts";

/** Named in the explanation of a part; drivers in a table of their own. */
const mostNamed = 3;
const mostDrivers = 10;
/** Columns of parts in a table of drivers: more would not stand side by side in a message. */
const mostParts = 5;

const right = (label: string): TableColumn => ({ label, align: "right" });
const left = (label: string): TableColumn => ({ label, align: "left" });

/** Each part with its money, how much of the figure before that is, and who moved it most. */
export const partsTable = (why: Why): Table => {
  const { bridge } = why;
  const sides = sidesShown(why);
  const first = (part: PartKey) => sides.map(({ all }): Cell => ({ text: namesOf(all, part, 1) }));
  const rest = bridge.unexplained;
  return {
    caption: `${why.before} ${formatFull(bridge.before, "money")} → ${why.now} ${formatFull(bridge.after, "money")} · Change ${signedFull(bridge.change)}`,
    columns: [
      left("Part"),
      right("Money"),
      right(`% of ${why.before}`),
      ...sides.map(({ label }) => left(`First ${label.toLowerCase()}`)),
    ],
    rows: [
      ...partsOfBridge(bridge.metric).map((key) => [
        { text: partWords[key].label },
        moneyCell(bridge.parts[key]),
        shareCell(bridge.parts[key], bridge.before),
        ...first(key),
      ]),
      ...(rest.pairs.length === 0
        ? []
        : [
            [
              { text: "Not explained" },
              moneyCell(rest.money, true),
              shareCell(rest.money, bridge.before),
              ...sides.map((): Cell => ({ text: "–" })),
            ],
          ]),
    ],
  };
};

/** One member alone is behind everything. */
const sidesShown = ({ products, markets }: Why): readonly Drivers[] =>
  [products, markets].filter(({ all }) => all.length > 1);

const moneyCell = (money: number, incomplete = false): Cell => ({
  text: `${signedFull(money)}${incomplete ? "*" : ""}`,
  value: money,
  ...(incomplete ? { incomplete } : {}),
});

/**
 * A part of the figure before, so that the parts sum to its change in percent: of a small change that large parts
 * make up, the parts would be many times as large.
 */
const shareCell = (money: number, before: number): Cell => {
  if (before <= 0) return { text: notAvailable };
  const value = money / before;
  return { text: `${value > 0 ? "+" : ""}${formatFull(value, "percent")}`, value };
};

/** "Trail Camera +$0.4M, Ridge Cam −$0.1M" */
const namesOf = (drivers: readonly Driver[], part: PartKey, most: number): string => {
  const first = behind(drivers, part).slice(0, most);
  return first.length === 0
    ? "–"
    : first.map(({ name, parts }) => `${name} ${signedShort(parts[part])}`).join(", ");
};

/** What each part that moved anything means, and the members behind it, largest first. */
export const partsList = (why: Why): Section => ({
  kind: "list",
  items: shownParts(why.bridge).map((key) => {
    const who = sidesShown(why)
      .filter(({ all }) => behind(all, key).length > 0)
      .map(({ label, all }) => ` By ${label.toLowerCase()}: ${namesOf(all, key, mostNamed)}.`);
    return { term: partWords[key].label, text: `${partWords[key].meaning}${who.join("")}` };
  }),
});

/** The members that moved most, with what each of them adds to the largest parts. */
export const driverTables = (why: Why): readonly Table[] =>
  sidesShown(why).map((side) => driverTable(why, side));

const driverTable = ({ bridge }: Why, { label, plural, all }: Drivers): Table => {
  const shown = shownParts(bridge);
  const parts = shown.length > mostParts + 1 ? largestOf(bridge.parts, shown) : shown;
  const rest = shown.filter((key) => !parts.includes(key));
  const drivers = all.slice(0, mostDrivers);
  const which =
    all.length > drivers.length
      ? `the ${drivers.length} of ${all.length} ${plural} that moved it most; all of them in the CSV file`
      : `all ${plural}`;
  return {
    caption: `Behind it, by ${label.toLowerCase()}: ${which}`,
    columns: [
      left(label),
      { ...right("Explained"), bar: true },
      ...parts.map((key) => right(partWords[key].brief)),
      ...(rest.length > 0 ? [right("Other parts")] : []),
    ],
    rows: drivers.map((driver) => [
      { text: driver.name },
      briefCell(driver.money),
      ...parts.map((key) => briefCell(driver.parts[key])),
      ...(rest.length > 0 ? [briefCell(rest.reduce((sum, key) => sum + driver.parts[key], 0))] : []),
    ]),
  };
};

/** Those that moved most, in the order in which they are told. */
const largestOf = (
  money: Readonly<Record<PartKey, number>>,
  parts: readonly PartKey[],
): readonly PartKey[] => {
  const most = [...parts].sort((a, b) => Math.abs(money[b]) - Math.abs(money[a])).slice(0, mostParts);
  return parts.filter((key) => most.includes(key));
};

const briefCell = (money: number): Cell => ({ text: signedShort(money), value: money });

/** The whole bridge for a file: its parts, every product and market, and every pair of variant and market behind them. */
export const wholeTables = (why: Why): readonly Table[] => [
  partsTable(why),
  ...sidesShown(why).map((side) => wholeDrivers(why, side)),
  pairsTable(why),
];

const wholeDrivers = ({ bridge }: Why, { label, all }: Drivers): Table => {
  const parts = partsOfBridge(bridge.metric);
  return {
    caption: "",
    columns: [left(label), right("Explained"), ...parts.map((key) => right(partWords[key].label))],
    rows: all.map((driver) => [
      { text: driver.name },
      moneyCell(driver.money),
      ...parts.map((key) => moneyCell(driver.parts[key])),
    ]),
  };
};

const pairsTable = ({ bridge, now, before }: Why): Table => {
  const parts = partsOfBridge(bridge.metric);
  const { label } = metricOf(bridge.metric);
  const unexplained: readonly Effect[] = bridge.unexplained.pairs.map((pair) => ({ pair, parts: noParts }));
  return {
    caption: "",
    columns: [
      ...["Product code", "Product", "Market"].map(left),
      ...[before, now].map((side) => right(`Units ${side}`)),
      ...[before, now].map((side) => right(`${label} ${side}`)),
      ...[...parts.map((key) => partWords[key].label), "Not explained"].map(right),
    ],
    rows: [...bridge.effects, ...unexplained].map(({ pair, parts: moved }, at) => {
      const sides = sidesOf(bridge.metric, pair);
      const isLeftOut = at >= bridge.effects.length;
      return [
        ...[pair.variant, pair.product, pair.market].map((text) => ({ text })),
        ...[sides.before.units, sides.now.units].map(unitsCell),
        ...[sides.before.money, sides.now.money].map((money) => moneyCell(money)),
        ...parts.map((key) => (isLeftOut ? { text: notAvailable } : moneyCell(moved[key]))),
        moneyCell(isLeftOut ? sides.now.money - sides.before.money : 0),
      ];
    }),
  };
};

const unitsCell = (units: number): Cell => ({ text: formatFull(units, "units"), value: units });
