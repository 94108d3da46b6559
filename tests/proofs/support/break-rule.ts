import {
  type ColumnKind,
  type ImportColumn,
  type ImportTable,
  importTables,
} from "../../../src/data/import/tables.ts";
import type { RuleNumber } from "../../../src/data/rules.ts";

/** A company's files as cells: by table, its columns and its rows. */
export type Company = Readonly<Record<string, Sheet>>;

export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One cell, or one row, that must be accused of one rule. */
export interface Accused {
  readonly table: string;
  /** As an editor counts. */
  readonly line: number;
  readonly column: string;
  readonly rule: RuleNumber;
}

export interface Broken {
  readonly company: Company;
  readonly accused: readonly Accused[];
  /** In words, for the failure: "rule 4: gross_price line 3, gross_price becomes -2". */
  readonly how: string;
}

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));
const two = (number: number): string => String(number).padStart(2, "0");

export const readCompany = (files: Readonly<Record<string, string>>): Company =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const [columns = [], ...rows] = text
        .trimEnd()
        .split("\n")
        .map((line) => line.split(","));
      return [name.slice(0, -4), { columns, rows }];
    }),
  );

export const writeCompany = (company: Company): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(company).map(([name, { columns, rows }]) => [
      `${name}.csv`,
      `${[columns, ...rows].map((row) => row.map(quote).join(",")).join("\n")}\n`,
    ]),
  );

const quote = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Ways to write what is no date of a month's first day, all told apart from a whole file written another way. */
const badDates: readonly ((random: Random) => string)[] = [
  (random) => `20${between(random, 10, 30)}-${two(between(random, 1, 12))}-${two(between(random, 2, 28))}`,
  (random) => `20${between(random, 10, 30)}-${two(between(random, 13, 99))}-01`,
  (random) => `2021-${pick(random, ["02-30", "04-31", "00-01", "09-00", "06-31"])}`,
  (random) => `${pick(random, [between(random, 1000, 1989), between(random, 2100, 9999)])}-09-01`,
  (random) => `2020-09-01 ${two(between(random, 1, 23))}:${two(between(random, 0, 59))}:00`,
  (random) =>
    pick(random, ["September 2020", "2020", "2020-09", "20200901", "2020-9-1", "soon", "0000-00-00", "NaN"]),
  (random) => `${between(random, 40_000, 50_000)}`,
];

const badYears: readonly ((random: Random) => string)[] = [
  (random) => String(between(random, 0, 99)),
  (random) => `${between(random, 2010, 2030)}/${between(random, 11, 31)}`,
  (random) => String(pick(random, [between(random, 1000, 1989), between(random, 2100, 9999)])),
  (random) => `FY${between(random, 10, 99)}`,
  (random) => pick(random, ["2021.5", "twenty", "2021-09-01", "20211", "-2021", "2O21", "FY 21", "NaN"]),
];

const badNumbers: readonly ((random: Random) => string)[] = [
  (random) => `${between(random, 1, 9)}e${between(random, 1, 9)}`,
  (random) => `${between(random, 1, 9)}.${between(random, 100, 999)},${between(random, 10, 99)}`,
  (random) => `${between(random, 1, 99)}%`,
  (random) => `${pick(random, ["$", "€", "USD "])}${between(random, 1, 99)}`,
  (random) => `${between(random, 1, 9)} ${between(random, 100, 999)}`,
  (random) =>
    pick(random, [
      "NaN",
      "Infinity",
      "0x1F",
      "--5",
      "5-",
      "1_000",
      "1.2.3",
      "٣",
      "twelve",
      "=1+1",
      "(5)",
      ".",
    ]),
];

const wrongUnits: readonly ((random: Random) => string)[] = [
  (random) => `${between(random, 1, 99)}.${between(random, 1, 9)}`,
  (random) => `${between(random, 1, 9)},${between(random, 100, 999)}`,
  (random) => String(between(random, 2_147_483_648, 9_007_199_254_740_991)),
];

const unknownNames = (random: Random): string =>
  pick(random, ["Atlantis", "norland", "NORLAND", "Norlandia", "Nor land", "Sud1a", "?", "Norland;Sudia"]);

const choices: Readonly<Record<"platform" | "channel", readonly string[]>> = {
  platform: ["brick & mortar", "Online", "Ecommerce", "E-commerce", "Brick and Mortar", "Direct", "nan"],
  channel: ["direct", "Wholesale", "Retail", "RETAILER", "Distributors", "E-Commerce", "n/a"],
};

const negative = (random: Random): string => `-${between(random, 1, 999)}`;
const outside = (random: Random): string =>
  pick(random, [
    negative(random),
    `-0.${between(random, 1, 9)}`,
    `1.${between(random, 1, 9)}`,
    String(between(random, 2, 100)),
  ]);

const empty = (kind: ColumnKind, random: Random): string =>
  kind === "code"
    ? pick(random, ["", " ", "NaN", "n/a", "-", "null", "NA"])
    : pick(random, ["", "", " ", "\t"]);

interface Cell {
  readonly table: ImportTable;
  readonly column: ImportColumn;
}

/** The ten tables of the company; the rules are about them. */
const tenTables = importTables.filter(({ role }) => ["dimension", "rate", "fact"].includes(role));

const cells: readonly Cell[] = tenTables.flatMap((table) =>
  table.columns.map((column) => ({ table, column })),
);

const ofKind = (...kinds: readonly ColumnKind[]) => cells.filter(({ column }) => kinds.includes(column.kind));

/** Which cells can break a rule, and what is then written into them. */
const ways: Readonly<
  Partial<Record<RuleNumber, readonly [readonly Cell[], (random: Random, cell: Cell) => string]>>
> = {
  3: [ofKind("month"), (random) => pick(random, badDates)(random)],
  4: [
    ofKind("quantity", "price", "share"),
    (random, { column }) => (column.kind === "share" ? outside(random) : negative(random)),
  ],
  5: [
    cells.filter(({ table, column }) => column.references !== null && table.role !== "dimension"),
    (random, { column }) =>
      column.kind === "name"
        ? unknownNames(random)
        : `${pick(random, ["P", "X", "", "p", "=A"])}${between(random, 200, 999)}`,
  ],
  6: [ofKind("year"), (random) => pick(random, badYears)(random)],
  7: [
    ofKind("quantity", "price", "share"),
    (random, { column }) =>
      pick(random, column.kind === "quantity" ? [...badNumbers, ...wrongUnits] : badNumbers)(random),
  ],
  8: [cells, (random, { column }) => empty(column.kind, random)],
  9: [
    ofKind("platform", "channel"),
    (random, { column }) => pick(random, choices[column.kind === "platform" ? "platform" : "channel"]),
  ],
  10: [
    cells.filter(({ table, column }) => table.name === "dim_customer" && column.name === "market"),
    (random) => unknownNames(random),
  ],
};

/** Breaks one rule once, by chance; everything else stays good. */
export const breakRule = (company: Company, rule: RuleNumber, random: Random): Broken => {
  if (rule === 1 || rule === 2) return repeatMember(company, rule, random);
  const [candidates, write] = ways[rule] ?? [[], () => ""];
  const cell = pick(random, candidates);
  const { table, column } = cell;
  const sheet = company[table.name] as Sheet;
  const at = between(random, 0, sheet.rows.length - 1);
  const value = write(random, cell);
  const place = sheet.columns.indexOf(column.name);
  const rows = sheet.rows.map((row, index) => (index === at ? row.with(place, value) : row));
  const accused = [{ table: table.name, line: at + 2, column: column.name, rule }];
  const how = `rule ${rule}: ${table.name} line ${at + 2}, ${column.name} becomes ${JSON.stringify(value)}`;
  return { company: { ...company, [table.name]: { ...sheet, rows } }, accused, how };
};

/** The same member once more: alike, and the later row is refused; or otherwise, and nobody knows which is right. */
const repeatMember = (company: Company, rule: 1 | 2, random: Random): Broken => {
  const table = rule === 1 ? "dim_customer" : "dim_product";
  const [column, name] = rule === 1 ? ["customer_code", "customer"] : ["product_code", "product"];
  const sheet = company[table] as Sheet;
  const from = between(random, 0, sheet.rows.length - 1);
  const to = between(random, from + 1, sheet.rows.length);
  const alike = random() < 0.5;
  const original = sheet.rows[from] as readonly string[];
  const copy = alike
    ? original
    : original.with(sheet.columns.indexOf(name), `Another ${between(random, 1, 99)}`);
  const rows = sheet.rows.toSpliced(to, 0, copy);
  const lines = alike ? [to + 2] : [from + 2, to + 2];
  return {
    company: { ...company, [table]: { ...sheet, rows } },
    accused: lines.map((line) => ({ table, line, column, rule })),
    how: `rule ${rule}: ${table} line ${from + 2} again in line ${to + 2}, ${alike ? "alike" : "otherwise"}`,
  };
};

export interface Expected {
  /** The broken cells, and rows that refer to a member whose only row is refused. */
  readonly accused: readonly Accused[];
  readonly kept: Company;
}

/** Works out, apart from the product, what is to be refused and what stays; `known` are members loaded before. */
export const expectImport = ({ company, accused }: Broken, known: Company | null): Expected => {
  const all = [...accused];
  const kept: Record<string, Sheet> = {};
  const members = new Map<string, Set<string>>();
  for (const table of tenTables) {
    const { columns, rows } = company[table.name] as Sheet;
    const good = rows.filter((row, index) => {
      const line = index + 2;
      if (accused.some((one) => one.table === table.name && one.line === line)) return false;
      const strangers = table.columns.filter(
        ({ name, references }) =>
          references && !members.get(references)?.has(row[columns.indexOf(name)] ?? ""),
      );
      const rule = table.role === "dimension" ? 10 : 5;
      all.push(...strangers.map(({ name }) => ({ table: table.name, line, column: name, rule }) as const));
      return strangers.length === 0;
    });
    kept[table.name] = { columns, rows: good };
    if (table.role !== "dimension") continue;
    const loaded = known?.[table.name]?.rows ?? [];
    members.set(table.name, new Set([...loaded, ...good].map((row) => row[0] ?? "")));
  }
  return { accused: all, kept };
};
