import { type DimensionKey, dimensions, isTimeKey, labelOf } from "../dimension.ts";
import type { Filter, Question } from "../question/question.ts";
import type { DimensionRows } from "../question/vocabulary.ts";
import type { Directory, Row } from "./answer.ts";

/** A row of a dimension table, with the geography of its market where it has one. */
type Entry = Readonly<Partial<Record<Attribute, string>>>;
type Attribute = DimensionKey | "variant";

/** What people want to know of a member of each dimension: first what it belongs to, then what it holds. */
const attributes: Readonly<Record<DimensionKey, readonly Attribute[]>> = {
  region: ["sub_zone", "market"],
  sub_zone: ["region", "market"],
  market: ["sub_zone", "region"],
  platform: ["channel"],
  channel: ["platform"],
  customer: ["market", "platform", "channel"],
  customer_code: ["customer", "market", "platform", "channel"],
  division: ["segment"],
  segment: ["division", "category"],
  category: ["segment", "division"],
  product: ["category", "segment", "division", "variant"],
  product_code: ["product", "variant", "category", "segment", "division"],
};

/** The attributes of the listed members, and who else is on file. A listing by several dimensions has none. */
export const directoryOf = (question: Question, rows: readonly Row[], tables: DimensionRows): Directory => {
  const [group, ...others] = question.by;
  if (!group || isTimeKey(group) || others.length > 0) return { columns: [], rows: [], unsold: [] };
  const entries = entriesOf(group, question.filters, tables);
  const byName = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = entry[group] ?? "";
    const known = byName.get(name);
    if (known) known.push(entry);
    else byName.set(name, [entry]);
  }
  const listed = new Set(rows.map((row) => String(row[group])));
  const keys = attributes[group];
  return {
    columns: keys.map((key) => ({ key, label: nameOf(key) })),
    rows: rows.map((row) => describe(byName.get(String(row[group])) ?? [], keys)),
    unsold: [...byName]
      .filter(([name, own]) => !listed.has(name) && own.some((entry) => isWithin(entry, question.filters)))
      .map(([name]) => name)
      .sort(),
  };
};

const nameOf = (key: Attribute): string => (key === "variant" ? "Variant" : labelOf(key));

const isProduct = (key: DimensionKey): boolean => dimensions[key].hierarchy === "product";
const isPlace = (key: DimensionKey): boolean => dimensions[key].hierarchy === "geography";

/** Places are on file without a customer too; all else but products is an attribute of a customer account. */
const entriesOf = (
  group: DimensionKey,
  filters: readonly Filter[],
  tables: DimensionRows,
): readonly Entry[] => {
  if (isProduct(group)) return tables.products;
  if (isPlace(group) && filters.every(({ dimension }) => isPlace(dimension))) return tables.markets;
  const places = new Map(tables.markets.map((row) => [row.market, row]));
  return tables.customers.map((row) => ({ ...places.get(row.market), ...row }));
};

/** False where the tables cannot tell: only sales connect products with customers. */
const isWithin = (entry: Entry, filters: readonly Filter[]): boolean =>
  filters.every(({ dimension, members, excluded }) => {
    const value = entry[dimension];
    return value !== undefined && members.includes(value) !== excluded;
  });

/** Each attribute's values. */
const describe = (entries: readonly Entry[], keys: readonly Attribute[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    keys.map((key) => [key, [...new Set(entries.map((entry) => entry[key] ?? ""))].filter(Boolean).sort()]),
  );
