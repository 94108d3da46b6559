import { type ImportTable, importTables, keysOf, tableNamed } from "../../../src/data/import/tables.ts";
import type { Files } from "../import/tiny-company.ts";

type Row = readonly string[];
/** What a load made of one key: its values, or null where it removed them. */
interface Layer {
  readonly load: number;
  readonly row: Row | null;
}

/** Rows by table name, in the order of the table's columns. */
export type Rows = ReadonlyMap<string, readonly Row[]>;

/**
 * What should be loaded, kept the slow and obvious way: for every key the layers that loads laid on each other. A load
 * can be undone when its layers are on top, and no other layer needs a member that only it knows.
 */
export class Ledger {
  readonly #layers = new Map<string, Map<string, Layer[]>>();

  constructor() {
    for (const { name } of importTables) this.#layers.set(name, new Map());
  }

  /** Lays a load's rows on top; returns how many keys it changes. */
  load(load: number, rows: Rows, replaceMonths: boolean): number {
    let changes = 0;
    for (const [name, given] of rows) {
      const table = tableNamed(name);
      for (const row of given) changes += this.#lay(table, keyOf(table, row), { load, row });
      if (!replaceMonths || table.role !== "fact") continue;
      const held = new Set(given.map((row) => keyOf(table, row)));
      const months = new Set(given.map(([month]) => month));
      for (const row of this.rows(name)) {
        const key = keyOf(table, row);
        if (months.has(row[0]) && !held.has(key)) changes += this.#lay(table, key, { load, row: null });
      }
    }
    return changes;
  }

  undo(load: number): void {
    for (const keys of this.#layers.values()) {
      for (const [key, layers] of keys) {
        if (layers.at(-1)?.load === load) layers.pop();
        if (layers.length === 0) keys.delete(key);
      }
    }
  }

  /** Loads that stand in the way of undoing this one. */
  blockers(load: number): ReadonlySet<number> {
    const found = new Set<number>();
    for (const [name, keys] of this.#layers) {
      for (const [key, layers] of keys) {
        const own = layers.findIndex((layer) => layer.load === load);
        if (own < 0) continue;
        for (const layer of layers.slice(own + 1)) found.add(layer.load);
        if (own === 0 && tableNamed(name).role === "dimension")
          for (const other of this.#needing(name, key)) if (other !== load) found.add(other);
      }
    }
    return found;
  }

  rows(name: string): readonly Row[] {
    return [...(this.#layers.get(name)?.values() ?? [])].flatMap((layers) => {
      const row = layers.at(-1)?.row;
      return row ? [row] : [];
    });
  }

  #lay(table: ImportTable, key: string, layer: Layer): number {
    const keys = this.#layers.get(table.name);
    const layers = keys?.get(key) ?? [];
    const now = layers.at(-1)?.row ?? null;
    if (JSON.stringify(now) === JSON.stringify(layer.row)) return 0;
    layers.push(layer);
    keys?.set(key, layers);
    return 1;
  }

  #needing(dimension: string, key: string): readonly number[] {
    return importTables.flatMap((table) => {
      const at = table.columns.findIndex(({ references }) => references === dimension);
      if (at < 0) return [];
      return [...(this.#layers.get(table.name)?.values() ?? [])].flatMap((layers) =>
        layers.filter(({ row }) => row?.[at] === key).map(({ load }) => load),
      );
    });
  }
}

const keyOf = (table: ImportTable, row: Row): string =>
  keysOf(table)
    .map((key) => row[table.columns.findIndex(({ name }) => name === key)])
    .join("|");

/** Rows as files, in an order of their own. */
export const filesOf = (rows: Rows, random: () => number): Files =>
  Object.fromEntries(
    [...rows].map(([name, given]) => [
      `${name}.csv`,
      `${[tableNamed(name).columns.map((column) => column.name), ...shuffle(given, random)]
        .map((row) => row.join(","))
        .join("\n")}\n`,
    ]),
  );

const shuffle = (rows: readonly Row[], random: () => number): readonly Row[] =>
  rows
    .map((row) => ({ row, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ row }) => row);

export const months = Array.from({ length: 15 }, (_, at) =>
  new Date(Date.UTC(2020, 7 + at)).toISOString().slice(0, 10),
);

/** Invents files: a whole company first, then corrections, late months, new members and rates. */
export const inventor = (random: () => number, ledger: Ledger) => {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const chance = (share: number): boolean => random() < share;
  let newest = 0;
  let markets = ["Norland", "Sudia"];
  let accounts = ["101", "102", "103"];
  let variants = ["P1", "P2", "P3", "P4"];
  /** Members of undone loads are gone. */
  const remember = (): void => {
    const codes = (name: string): string[] => ledger.rows(name).map(([code]) => code ?? "");
    if (codes("dim_product").length === 0) return;
    markets = codes("dim_market");
    accounts = codes("dim_customer");
    variants = codes("dim_product");
  };
  const share = (): string => String(Math.floor(random() * 4000) / 10_000);
  const price = (): string => String((1 + Math.floor(random() * 9_999)) / 100);
  const units = (): string => String(Math.floor(random() * 40));

  const market = (name: string): Row => [name, pick(["North", "South"]), pick(["Europe", "Asia"])];
  const account = (code: string): Row => [
    ...[code, pick(["Alpha", "Beta"]), pick(markets)],
    ...[pick(["Brick & Mortar", "E-Commerce"]), pick(["Retailer", "Direct"])],
  ];
  const variant = (code: string): Row => [
    code,
    "Computing",
    "Input",
    pick(["Mice", "Keys"]),
    pick(["Pebble", "Clack"]),
    "Plus",
  ];
  const lines = (chosen: readonly string[], values: () => readonly string[]): Row[] =>
    chosen.flatMap((month) =>
      variants.flatMap((code) =>
        accounts.flatMap((buyer) => (chance(0.5) ? [[month, code, buyer, ...values()]] : [])),
      ),
    );
  const rates = (codes: readonly string[], values: () => readonly string[], part: number): Row[] =>
    codes.flatMap((code) =>
      ["2020", "2021", "2022"].flatMap((year) => (chance(part) ? [[code, year, ...values()]] : [])),
    );
  const members = (): [string, readonly Row[]][] => [
    ["dim_market", markets.map(market)],
    ["dim_customer", accounts.map(account)],
    ["dim_product", variants.map(variant)],
  ];
  const allRates = (part: number): [string, readonly Row[]][] => [
    ["gross_price", rates(variants, () => [price()], part)],
    ["manufacturing_cost", rates(variants, () => [price()], part)],
    ["pre_invoice_deductions", rates(accounts, () => [share()], part)],
    ["freight_cost", rates(markets, () => [share(), share()], part)],
  ];
  const facts = (chosen: readonly string[]): [string, readonly Row[]][] => [
    ["fact_sales_monthly", lines(chosen, () => [units()])],
    ["fact_forecast_monthly", lines(chosen, () => [units()])],
    ["post_invoice_deductions", lines(chosen, () => [share(), share()])],
  ];
  const some = (rows: [string, readonly Row[]][], part: number): [string, readonly Row[]][] =>
    rows.filter(() => chance(part)).filter(([, given]) => given.length > 0);

  return {
    company: (): Rows =>
      new Map([...members(), ...some([...allRates(0.8), ...facts(months.slice(0, 8))], 1)]),
    /** One of the things that happen to a company's data; never empty. */
    change: (): Rows => {
      remember();
      const at = Math.floor(random() * (months.length - 2));
      const few = months.slice(at, at + 1 + Math.floor(random() * 3));
      const late = facts(few).slice(0, 1);
      switch (Math.floor(random() * 4)) {
        case 0:
          return new Map([...late, ...some(facts(few), 0.5)]);
        case 1:
          return new Map(
            some(allRates(0.3), 0.6).concat([["gross_price", [[pick(variants), "2021", price()]]]]),
          );
        case 2:
          return new Map(some(members(), 0.5).concat([["dim_market", [market(pick(markets))]]]));
        default: {
          newest += 1;
          const [place, code, item] = [`M${newest}`, String(200 + newest), `N${newest}`];
          markets.push(place);
          accounts.push(code);
          variants.push(item);
          const added: [string, readonly Row[]][] = [
            ["dim_market", [market(place)]],
            ["dim_customer", [account(code)]],
            ["dim_product", [variant(item)]],
          ];
          return new Map([...added, ...(chance(0.6) ? facts(few).slice(0, 1) : [])]);
        }
      }
    },
  };
};
