import { type DimensionKey, dimensionKeys, dimensions } from "../dimension.ts";
import { countryNamesOf } from "./countries.ts";
import { keyOf } from "./tokens.ts";
import type { DimensionRows, Member, MemberNames } from "./vocabulary.ts";

/** How a member got a name; a smaller number wins. */
const own = 0;
const alias = 1;
const country = 2;

interface Named {
  readonly member: Member;
  readonly strength: number;
}

/** Every name of every member, each with its readings. */
export const nameMembers = (rows: DimensionRows): MemberNames => {
  const rowsOf = collectRows(rows);
  const byKey = new Map<string, Named[]>();
  const byName = new Map<string, Named[]>();
  const withComma = new Set<string>();
  const add = (spelling: string, member: Member, strength: number): void => {
    const key = keyOf(spelling);
    push(byName, spelling, { member, strength });
    if (key !== "") push(byKey, key, { member, strength });
    if (spelling.includes(",")) withComma.add(key);
  };
  for (const { member } of rowsOf.values()) add(member.name, member, own);
  for (const entry of rows.aliases) {
    if (rowsOf.has(idOf(entry.dimension, entry.member))) {
      add(entry.alias, { dimension: entry.dimension, name: entry.member }, alias);
    }
  }
  for (const { member } of rowsOf.values()) {
    if (member.dimension !== "market") continue;
    for (const name of countryNamesOf(member.name)) add(name, member, country);
  }
  const settle = (names: Map<string, Named[]>): Map<string, readonly Member[]> =>
    new Map([...names].map(([name, readings]) => [name, reduce(readings, rowsOf)]));
  const everyByKey = new Map(
    [...byKey].map(([key, readings]) => [
      key,
      [...new Map(readings.map(({ member }) => [idOf(member.dimension, member.name), member])).values()],
    ]),
  );
  const byExact = (dimension: DimensionKey, name: string): Member | undefined =>
    rowsOf.get(idOf(dimension, name))?.member;
  return { byKey: settle(byKey), byName: settle(byName), everyByKey, byExact, withComma };
};

const push = (names: Map<string, Named[]>, name: string, named: Named): void => {
  const known = names.get(name);
  if (known) known.push(named);
  else names.set(name, [named]);
};

interface MemberRows {
  readonly member: Member;
  /** Rows of its dimension table that it selects. */
  readonly rows: Set<number>;
}

const idOf = (dimension: DimensionKey, name: string): string => `${dimension}\n${name}`;

const collectRows = (rows: DimensionRows): ReadonlyMap<string, MemberRows> => {
  const found = new Map<string, MemberRows>();
  const note = (dimension: DimensionKey, name: string, row: number): void => {
    if (name.trim() === "") return;
    const id = idOf(dimension, name);
    const entry = found.get(id);
    if (entry) entry.rows.add(row);
    else found.set(id, { member: { dimension, name }, rows: new Set([row]) });
  };
  const tables: readonly (readonly Partial<Record<DimensionKey, string>>[])[] = [
    rows.markets,
    rows.customers,
    rows.products,
  ];
  tables.forEach((table, at) => {
    const keys = dimensionKeys.filter(
      (key) => table[0]?.[key] !== undefined && !(at === 1 && key === "market"),
    );
    table.forEach((row, place) => {
      for (const key of keys) note(key, row[key] ?? "", place);
    });
  });
  return found;
};

/** The strongest readings; of those on one hierarchy that select the same rows only the lowest level. */
const reduce = (readings: readonly Named[], rowsOf: ReadonlyMap<string, MemberRows>): readonly Member[] => {
  const strongest = Math.min(...readings.map((reading) => reading.strength));
  const members = new Map<string, Member>();
  for (const { member, strength } of readings) {
    if (strength === strongest) members.set(idOf(member.dimension, member.name), member);
  }
  const all = [...members.values()];
  return all.filter((member) => !all.some((other) => isLowerTwin(other, member, rowsOf)));
};

const isLowerTwin = (lower: Member, member: Member, rowsOf: ReadonlyMap<string, MemberRows>): boolean => {
  const one = dimensions[lower.dimension];
  const other = dimensions[member.dimension];
  if (one.hierarchy !== other.hierarchy || one.rank <= other.rank) return false;
  const lowerRows = rowsOf.get(idOf(lower.dimension, lower.name))?.rows;
  const rows = rowsOf.get(idOf(member.dimension, member.name))?.rows;
  return Boolean(
    lowerRows && rows && lowerRows.size === rows.size && [...lowerRows].every((row) => rows.has(row)),
  );
};
