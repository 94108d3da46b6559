import type { Session } from "../../database/database.ts";
import { dimensionKeys } from "../../dimension.ts";
import { memberHomes } from "../import/aliases.ts";
import { type ImportTable, importTables, keysOf } from "../import/tables.ts";
import { replacedTable, sameKey } from "./replaced-rows.ts";

/**
 * Later loads that must be undone before this one, latest first: those that replaced rows of it, that wrote rows anew
 * where it had removed some, or whose rows need a member that it added; and those that build on these.
 */
export const findBlockers = async (session: Session, load: number): Promise<readonly number[]> => {
  const found = new Set<number>();
  const waiting = [load];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const blocker of await findDirect(session, next)) {
      if (!found.has(blocker)) waiting.push(blocker);
      found.add(blocker);
    }
  }
  return [...found].sort((one, other) => other - one);
};

const findDirect = async (session: Session, load: number): Promise<readonly number[]> => {
  const blockers: number[] = [];
  for (const table of importTables) {
    const asked = [
      ...replacements(table, load),
      ...((await addsMembers(session, table, load)) ? needs(table, load) : []),
    ];
    const { rows } = await session.run(
      `SELECT DISTINCT one FROM (${asked.join(" UNION ALL ")}) found WHERE one > ${load}`,
    );
    blockers.push(...rows.map((row) => Number(row["one"])));
  }
  return blockers;
};

/** Loads that touched the keys of this one after it. */
const replacements = (table: ImportTable, load: number): readonly string[] => {
  const kept = replacedTable(table);
  return [
    `SELECT replaced_by AS one FROM ${kept} WHERE load_id = ${load}`,
    `SELECT c.load_id FROM ${kept} r JOIN ${table.name} c ON ${sameKey(table, "c", "r")} WHERE r.replaced_by = ${load}`,
    `SELECT unnest(ARRAY[later.load_id, later.replaced_by]) FROM ${kept} r JOIN ${kept} later ON ${sameKey(table, "later", "r")}
      WHERE r.replaced_by = ${load} AND later.replaced_by > ${load}`,
  ];
};

/** Members that this load added: undoing it removes them. */
const added = (dimension: ImportTable, load: number): string =>
  `${dimension.name} d WHERE d.load_id = ${load} AND NOT EXISTS (
    SELECT FROM ${replacedTable(dimension)} r WHERE r.replaced_by = ${load} AND ${sameKey(dimension, "r", "d")})`;

const addsMembers = async (session: Session, table: ImportTable, load: number): Promise<boolean> =>
  table.role === "dimension" &&
  (await session.run(`SELECT 1 AS one FROM ${added(table, load)} LIMIT 1`)).rows.length > 0;

/** Loads whose rows, as they stand or as they may be put back, refer to a member that this load added. */
const needs = (dimension: ImportTable, load: number): readonly string[] => {
  const key = keysOf(dimension)[0];
  const codes = importTables.flatMap((table) =>
    table.columns
      .filter(({ references }) => references === dimension.name)
      .flatMap(({ name }) => sourcesOf(table).map((source) => ({ source, name }))),
  );
  return [
    ...codes.map(
      ({ source, name }) => `SELECT DISTINCT s.load_id FROM ${source} s
        WHERE s.load_id > ${load} AND s.${name} IN (SELECT d.${key} FROM ${added(dimension, load)})`,
    ),
    ...needsByName(dimension, load),
  ];
};

/** Aliases and targets name a member of any level; one that other rows of the dimension have too stays. */
const needsByName = (dimension: ImportTable, load: number): readonly string[] => {
  const levels = dimensionKeys.filter((level) => memberHomes[level] === dimension.name);
  const key = keysOf(dimension)[0];
  return importTables
    .filter(({ role }) => role === "alias" || role === "target")
    .flatMap(sourcesOf)
    .flatMap((source) =>
      levels.map(
        (level) => `SELECT DISTINCT s.load_id FROM ${source} s
          WHERE s.load_id > ${load} AND s.dimension = '${level}'
            AND s.member IN (SELECT d.${level} FROM ${added(dimension, load)})
            AND s.member NOT IN (SELECT o.${level} FROM ${dimension.name} o
              WHERE o.${key} NOT IN (SELECT d.${key} FROM ${added(dimension, load)}))`,
      ),
    );
};

const sourcesOf = (table: ImportTable): readonly string[] => [table.name, replacedTable(table)];
