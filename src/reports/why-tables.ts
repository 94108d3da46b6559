import { formatFull, notAvailable } from "../format.ts";
import { behind, type Driver, type PartKey, partsOfBridge } from "../insight/bridge.ts";
import type { Cell, Table } from "../report.ts";
import { partWords } from "./bridge-words.ts";
import { type Drivers, shownParts, signedFull, signedShort, type Why } from "./why-model.ts";

/** Named beside a part; drivers in a table of their own. */
const mostNamed = 3;
const mostDrivers = 10;

/** Each part with its money, its part of the change, and who moved it most. */
export const partsTable = (why: Why): Table => {
  const { bridge, products, markets } = why;
  const sides = [products, markets].filter(({ all }) => all.length > 1);
  const named = (part: PartKey) => sides.map(({ all }): Cell => ({ text: namesOf(all, part) }));
  const rest = bridge.unexplained;
  return {
    caption: `${why.before} ${formatFull(bridge.before, "money")} → ${why.now} ${formatFull(bridge.after, "money")} · Change ${signedFull(bridge.change)}`,
    columns: [
      { label: "Part", align: "left" },
      { label: "Money", align: "right" },
      { label: "% of change", align: "right" },
      ...sides.map(({ label }) => ({
        label: `Behind it, by ${label.toLowerCase()}`,
        align: "left" as const,
      })),
    ],
    rows: [
      ...partsOfBridge(bridge.metric).map((key) => [
        { text: partWords[key].label },
        moneyCell(bridge.parts[key]),
        shareCell(bridge.parts[key], bridge.change),
        ...named(key),
      ]),
      ...(rest.pairs.length === 0
        ? []
        : [
            [
              { text: "Not explained" },
              moneyCell(rest.money, true),
              shareCell(rest.money, bridge.change),
              ...sides.map((): Cell => ({ text: "left out, see the note" })),
            ],
          ]),
    ],
  };
};

const moneyCell = (money: number, incomplete = false): Cell => ({
  text: `${signedFull(money)}${incomplete ? "*" : ""}`,
  value: money,
  ...(incomplete ? { incomplete } : {}),
});

const shareCell = (money: number, change: number): Cell => {
  if (Math.abs(change) < 0.005) return { text: notAvailable };
  const value = money / change;
  return { text: formatFull(value, "percent"), value };
};

/** "Trail Camera +$0.4M, Ridge Cam −$0.1M" */
const namesOf = (drivers: readonly Driver[], part: PartKey): string => {
  const first = behind(drivers, part).slice(0, mostNamed);
  return first.length === 0
    ? "–"
    : first.map(({ name, parts }) => `${name} ${signedShort(parts[part])}`).join(", ");
};

/** The members that moved most, with what each of them adds to each part. */
export const driverTable = ({ bridge }: Why, { label, plural, all }: Drivers): Table => {
  const parts = shownParts(bridge);
  const shown = all.slice(0, mostDrivers);
  const of = all.length > shown.length ? `${shown.length} of ${all.length} ${plural}` : plural;
  return {
    caption: `Behind it, by ${label.toLowerCase()}: ${all.length > shown.length ? `the ${of} that moved it most` : `all ${of}`}`,
    columns: [
      { label, align: "left" },
      { label: "Explained", align: "right", bar: true },
      ...parts.map((key) => ({ label: partWords[key].label, align: "right" as const })),
    ],
    rows: shown.map((driver) => [
      { text: driver.name },
      briefCell(driver.money),
      ...parts.map((key) => briefCell(driver.parts[key])),
    ]),
  };
};

const briefCell = (money: number): Cell => ({ text: signedShort(money), value: money });
