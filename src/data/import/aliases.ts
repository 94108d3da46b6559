import type { Session } from "../../database/database.ts";
import { type DimensionKey, dimensionKeys } from "../../dimension.ts";
import { channels, platforms } from "../rules.ts";
import type { FaultName } from "./faults.ts";
import type { Loaded } from "./members.ts";
import { rowText, staged, stagingSchema } from "./staging.ts";
import { type ImportColumn, type ImportTable, keysOf, type TableName, tableNamed } from "./tables.ts";
import { type Noted, noteViolations, violation } from "./violations.ts";

/**
 * Other names of members: those of aliases.csv and those loaded before. A row that comes under an alias gets the
 * member's name, loaded rows of the dimension included, so that two spellings become one member. Aliases are checked
 * as the dimensions become known; one that is refused renames nothing.
 */
const known = `${stagingSchema}.known_alias`;

const aliasTable = (): ImportTable => tableNamed("alias");

/** Where the members of a dimension stand; a platform and a channel come from the fixed lists. */
export const memberHomes: Readonly<Record<DimensionKey, TableName | readonly string[]>> = {
  region: "dim_market",
  sub_zone: "dim_market",
  market: "dim_market",
  platform: platforms,
  channel: channels,
  customer: "dim_customer",
  customer_code: "dim_customer",
  division: "dim_product",
  segment: "dim_product",
  category: "dim_product",
  product: "dim_product",
  product_code: "dim_product",
};

export interface Aliases {
  readonly session: Session;
  readonly loaded: Loaded;
  /** Number of a file that holds aliases; null when none does. */
  readonly file: number | null;
  readonly noted: Noted;
}

/** The statement that makes the table of aliases. */
export const knownTable = `CREATE UNLOGGED TABLE ${known} (dimension text, alias text, member text, fresh boolean)`;

/** After aliases.csv is staged: refuses aliases of aliases, and lists all that are known. */
export const openAliases = async (aliases: Aliases): Promise<void> => {
  const { session, loaded, file } = aliases;
  const notStaged = `WHERE NOT EXISTS (SELECT FROM ${staged(aliasTable())} s WHERE s.dimension = l.dimension AND s.alias = l.alias)`;
  await session.run(
    `INSERT INTO ${known} SELECT dimension, alias, member, false FROM ${loaded(aliasTable())} l ${file === null ? "" : notStaged}`,
  );
  if (file === null) return;
  const s = staged(aliasTable());
  await refuse(aliases, { fault: "itself", column: "member", from: `${s} s WHERE s.alias = s.member` });
  await forgetRefused(session);
  await session.run(`INSERT INTO ${known} SELECT dimension, alias, member, true FROM ${s}`);
  const chained = `${s} s JOIN ${known} k ON k.dimension = s.dimension AND k.alias = s.member`;
  const detail = "k.member";
  await refuse(aliases, {
    fault: "circle",
    column: "member",
    from: `${chained} WHERE k.member = s.alias`,
    detail,
  });
  await refuse(aliases, {
    fault: "chain",
    column: "member",
    from: `${chained} WHERE k.member <> s.alias`,
    detail,
  });
  const before = `SELECT dimension, member, min(alias) AS alias FROM ${known} WHERE NOT fresh GROUP BY dimension, member`;
  await refuse(aliases, {
    ...{ fault: "stoodFor", column: "alias", detail: "k.alias" },
    from: `${s} s JOIN (${before}) k ON k.dimension = s.dimension AND k.member = s.alias`,
  });
  for (const dimension of dimensionKeys) {
    const home = memberHomes[dimension];
    if (typeof home === "string") continue;
    const list = home.map((name) => `('${name}')`).join(", ");
    await checkMembers(aliases, dimension, `SELECT column1 AS name FROM (VALUES ${list}) listed`);
  }
  await forgetRefused(session);
};

interface Refused {
  readonly fault: FaultName;
  readonly column: "alias" | "member";
  /** Staged aliases, called s. */
  readonly from: string;
  readonly detail?: string;
}

const refuse = async ({ session, noted }: Aliases, { fault, column, from, detail }: Refused): Promise<void> =>
  noteViolations(session, noted, {
    parts: {
      ...{ table_name: "'alias'", fault: `'${fault}'`, rule: "0", file: "s.file", line: "s.line" },
      ...{ column_name: `'${column}'`, value: `s.${column}`, refers: "s.dimension", detail },
      row_text: rowText(aliasTable(), "s"),
    },
    from,
  });

/** Refused aliases rename nothing. */
const forgetRefused = async (session: Session): Promise<void> => {
  const s = staged(aliasTable());
  await session.run(
    `DELETE FROM ${s} s USING ${violation} v WHERE v.table_name = 'alias' AND v.file = s.file AND v.line = s.line`,
  );
  await session.run(
    `DELETE FROM ${known} k WHERE k.fresh AND NOT EXISTS (SELECT FROM ${s} s WHERE s.dimension = k.dimension AND s.alias = k.alias)`,
  );
};

const checkMembers = (aliases: Aliases, dimension: DimensionKey, names: string): Promise<void> =>
  refuse(aliases, {
    ...{ fault: "unknownMember", column: "member" },
    from: `${staged(aliasTable())} s WHERE s.dimension = '${dimension}' AND NOT EXISTS (SELECT FROM (${names}) n WHERE n.name = s.member)`,
  });

/** What an alias did to rows, for the report. */
export type Renamed = Map<string, number>;

export interface Merged {
  /** Loaded rows that were read again, since they stand under an alias. */
  readonly rows: number;
  readonly said: readonly string[];
}

/**
 * After a dimension is staged: checks the aliases of its members against it, adds the loaded rows that stand under an
 * alias, and gives every row the member's name.
 */
export const mergeMembers = async (aliases: Aliases, dimension: ImportTable): Promise<Merged> => {
  const { session, loaded, file } = aliases;
  const keys = dimensionKeys.filter((key) => memberHomes[key] === dimension.name);
  if (file !== null) {
    for (const key of keys) {
      const names = `SELECT ${key} AS name FROM ${staged(dimension)} UNION SELECT ${key} FROM ${loaded(dimension)} l`;
      await checkMembers(aliases, key, names);
      if (!keysOf(dimension).includes(key)) continue;
      const from = `${staged(aliasTable())} s WHERE s.dimension = '${key}' AND EXISTS (SELECT FROM (${names}) n WHERE n.name = s.alias)`;
      await refuse(aliases, { fault: "taken", column: "alias", from });
    }
    await forgetRefused(session);
  }
  const rows = file === null ? 0 : await addLoaded(aliases, dimension, keys, file);
  const said = file === null ? [] : [...(await sayMoved(aliases, dimension, keys, file))];
  for (const key of keys) said.push(...(await rename(session, dimension, key)));
  return { rows, said };
};

/** An alias that stood for another member until now has renamed rows, whose own name is not loaded any more. */
const sayMoved = async (
  { session, loaded }: Aliases,
  dimension: ImportTable,
  keys: readonly DimensionKey[],
  file: number,
): Promise<readonly string[]> => {
  const { rows } = await session.run(`
    SELECT s.dimension, s.alias, l.member AS before, s.member FROM ${staged(aliasTable())} s
    JOIN ${loaded(aliasTable())} l ON l.dimension = s.dimension AND l.alias = s.alias AND l.member <> s.member
    WHERE s.dimension IN (${keys.map((key) => `'${key}'`).join(", ")})
      AND NOT EXISTS (SELECT FROM ${staged(dimension)} d WHERE d.file <> ${file}) ORDER BY 1, 2`);
  return rows.map(({ dimension: key, alias, before, member }) => {
    const isCode = keysOf(dimension)[0] === key;
    const then = isCode
      ? `facts that came under it still count as "${before}". Undo the loads that brought them and import their files again`
      : `rows that it renamed still have that name. Import ${dimension.name} again, and they get "${member}"`;
    return `${dimension.name}: "${alias}" stood for "${before}" until now, and ${then}`;
  });
};

const addLoaded = async (
  { session, loaded }: Aliases,
  dimension: ImportTable,
  keys: readonly DimensionKey[],
  file: number,
): Promise<number> => {
  const columns = dimension.columns.map(({ name }) => name).join(", ");
  const own = keysOf(dimension)[0];
  const under = keys.map((key) => `(k.dimension = '${key}' AND k.alias = l.${key})`).join(" OR ");
  const { affected } = await session.run(`
    INSERT INTO ${staged(dimension)} (file, line, ${columns}) SELECT ${file}, 1, ${columns} FROM ${loaded(dimension)} l
    WHERE EXISTS (SELECT FROM ${known} k WHERE k.fresh AND (${under}))
      AND NOT EXISTS (SELECT FROM ${staged(dimension)} s WHERE s.${own} = l.${own})`);
  return affected;
};

const rename = async (
  session: Session,
  table: ImportTable,
  key: DimensionKey,
): Promise<readonly string[]> => {
  const { rows } = await session.run(`
    SELECT k.alias, k.member, count(*) AS count FROM ${staged(table)} s
    JOIN ${known} k ON k.dimension = '${key}' AND k.alias = s.${key} GROUP BY k.alias, k.member ORDER BY k.alias`);
  if (rows.length === 0) return [];
  await session.run(`
    UPDATE ${staged(table)} s SET ${key} = k.member FROM ${known} k
    WHERE k.dimension = '${key}' AND k.alias = s.${key}`);
  const count = rows.reduce((sum, row) => sum + Number(row["count"]), 0);
  const examples = rows.slice(0, 3).map((row) => `"${row["alias"]}" → "${row["member"]}"`);
  return [`${table.name}.${key}: ${sayRows(count)} the member's name for an alias (${examples.join(", ")})`];
};

/** "1 row gets", "1,200 rows get". */
const sayRows = (count: number): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? "row gets" : "rows get"}`;

/** Columns of other tables that hold a member: they take its name before anything is asked of them. */
export const renameReferences = async (
  session: Session,
  table: ImportTable,
  rawTable: string,
  renamed: Renamed,
): Promise<void> => {
  for (const column of table.columns) {
    const dimension = dimensionIn(column);
    if (dimension === null) continue;
    const { name } = column;
    const { affected } = await session.run(`
      UPDATE ${rawTable} r SET ${name} = k.member FROM ${known} k WHERE k.dimension = ${dimension} AND k.alias = r.${name}`);
    if (affected > 0) renamed.set(name, (renamed.get(name) ?? 0) + affected);
  }
};

/** SQL: the dimension whose member a column holds; null where it holds none. */
const dimensionIn = ({ name, kind, references }: ImportColumn): string | null => {
  if (kind === "member") return "r.dimension";
  return references !== null || kind === "platform" || kind === "channel" ? `'${name}'` : null;
};

export const hasAliases = async (session: Session): Promise<boolean> =>
  (await session.run(`SELECT 1 AS one FROM ${known} LIMIT 1`)).rows.length > 0;

export const sayRenamed = (table: TableName, renamed: Renamed): readonly string[] =>
  [...renamed].map(
    ([column, count]) => `${table}.${column}: ${sayRows(count)} the member's name for an alias`,
  );

/** SQL: whether a text is an alias of a member. */
export const isAliasOf = (dimension: string, text: string, member: string): string =>
  `EXISTS (SELECT FROM ${known} k WHERE k.dimension = '${dimension}' AND k.alias = ${text} AND k.member = ${member})`;
