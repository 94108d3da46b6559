import type { Session } from "../../database/database.ts";
import { type FaultName, faults, ruleOfFault } from "./faults.ts";
import { fieldCheck } from "./field-checks.ts";
import { listRefused } from "./members.ts";
import type { RowBatch } from "./read-rows.ts";
import type { RecognisedFile } from "./recognise.ts";
import type { ReferredCodes } from "./referred-codes.ts";
import { members, raw, refusedMembers, rowText, staged, stranger, wideName } from "./staging.ts";
import { type ImportColumn, type ImportTable, keysOf, tableNamed } from "./tables.ts";
import { type Noted, noteViolations } from "./violations.ts";

export interface BatchToStage {
  readonly file: RecognisedFile;
  readonly read: RowBatch;
  readonly referred: ReferredCodes;
  /** Another batch of this table came before. */
  readonly continues: boolean;
  readonly noted: Noted;
  /** Asked of the raw batch before it is checked; null where there is nothing to ask. */
  readonly inspect: ((rawTable: string) => Promise<void>) | null;
}

/** One batch: its good rows are kept typed and its faults noted. Returns the number of good rows. */
export const stageBatch = async (session: Session, batch: BatchToStage): Promise<number> => {
  const { referred, read, inspect } = batch;
  if (read.plain && inspect === null && referred.isOpen && (await areMembers(session, batch)))
    return await copyRows(session, staged(batch.file.table), batch);
  return await checkRows(session, batch);
};

/** Copied as text, checked field by field and member by member. */
const checkRows = async (session: Session, batch: BatchToStage): Promise<number> => {
  const { table } = batch.file;
  if (batch.continues) await session.run(`TRUNCATE ${raw(table)}`);
  const rows = await copyRows(session, raw(table), batch);
  await batch.inspect?.(raw(table));
  const strange = await findStrangers(session, table);
  if (strange.length > 0) batch.referred.close();
  const good = await keepGood(session, table, strange);
  if (good === rows) return good;
  await noteFaults(session, table, batch);
  for (const column of strange) await noteMissing(session, table, column, batch);
  if (strange.length > 0) await session.run(`TRUNCATE ${stranger}`);
  return good;
};

const copyRows = async (session: Session, into: string, { file, read }: BatchToStage): Promise<number> => {
  const texts = [
    ...file.table.columns.map(({ name }) => name),
    ...file.wide.map(({ name }) => wideName(name)),
  ];
  return await session.copyIn(into, ["file", "line", "problem", ...texts], once(read.csv));
};

/** Whether all that the rows refer to, and no batch before them did, is there. */
const areMembers = async (session: Session, { read }: BatchToStage): Promise<boolean> => {
  for (const [name, codes] of read.codes) {
    const dimension = tableNamed(name);
    const { rows } = await session.run(
      `SELECT code FROM json_array_elements_text(CAST($1 AS json)) AS referred (code)
       WHERE NOT EXISTS (SELECT FROM ${members(dimension)} m WHERE m.${keysOf(dimension)[0]} = code) LIMIT 1`,
      [JSON.stringify(codes)],
    );
    if (rows.length > 0) return false;
  }
  return true;
};

async function* once(csv: Uint8Array): AsyncGenerator<Uint8Array> {
  yield csv;
}

const isGood = (table: ImportTable): string =>
  ["problem IS NULL", ...table.columns.map((column) => fieldCheck(column).good)].join(" AND ");

/**
 * Columns that hold codes of no member; the codes are listed in `stranger`. Asked first and by itself, since a planner
 * that believes the field checks to leave one row would look through the members once per row.
 */
const findStrangers = async (session: Session, table: ImportTable): Promise<readonly ImportColumn[]> => {
  const strange: ImportColumn[] = [];
  for (const column of table.columns) {
    if (column.references === null) continue;
    const dimension = tableNamed(column.references);
    const { affected } = await session.run(`
      INSERT INTO ${stranger} SELECT DISTINCT '${column.name}', r.${column.name} FROM ${raw(table)} r
      WHERE r.${column.name} IS NOT NULL
        AND NOT EXISTS (SELECT FROM ${members(dimension)} m WHERE m.${keysOf(dimension)[0]} = r.${column.name})`);
    if (affected > 0) strange.push(column);
  }
  return strange;
};

/** Written so that the list is hashed once, whatever the planner believes of the rows. */
const isStrange = ({ name }: ImportColumn): string =>
  `(r.${name} IN (SELECT u.code FROM ${stranger} u WHERE u.column_name = '${name}'))`;

/**
 * Dates and numbers repeat: each text of the batch is checked once and then looked up, not checked in every row.
 * OFFSET keeps the planner from checking before it makes them distinct.
 */
const checkOnce = (table: ImportTable, column: ImportColumn): string => {
  const { good, repeats } = fieldCheck(column);
  if (!repeats) return good;
  const texts = `SELECT DISTINCT ${column.name} FROM ${raw(table)} OFFSET 0`;
  return `(r.${column.name} IN (SELECT ${column.name} FROM (${texts}) AS texts WHERE ${good})) IS TRUE`;
};

const keepGood = async (
  session: Session,
  table: ImportTable,
  strange: readonly ImportColumn[],
): Promise<number> => {
  const typed = table.columns.map((column) => fieldCheck(column).typed);
  const known = strange.map((column) => `${isStrange(column)} IS NOT TRUE`);
  const checks = table.columns.map((column) => checkOnce(table, column));
  const { affected } = await session.run(
    `INSERT INTO ${staged(table)} SELECT file, line, NULL, ${typed.join(", ")} FROM ${raw(table)} r
     WHERE ${["problem IS NULL", ...checks, ...known].join(" AND ")}`,
  );
  return affected;
};

/** The code of a refused member, so that rows that refer to it can say so. */
const keyText = (table: ImportTable): string =>
  keysOf(table).length === 1 ? `r.${keysOf(table)[0]}` : "NULL";

const noteFaults = async (session: Session, table: ImportTable, { noted }: BatchToStage): Promise<void> => {
  const candidates = table.columns.map(
    (column) =>
      `('${column.name}', r.${column.name}, CASE WHEN r.problem IS NULL THEN ${fieldCheck(column).fault} END)`,
  );
  await noteViolations(session, noted, {
    parts: {
      ...{ table_name: `'${table.name}'`, fault: "v.fault", rule: ruleCase(table), file: "r.file" },
      ...{
        line: "r.line",
        column_name: "v.column_name",
        value: "COALESCE(v.text, '')",
        detail: "r.problem",
      },
      ...{ row_text: rowText(table, "r"), key_text: keyText(table) },
    },
    from: `${raw(table)} r
      CROSS JOIN LATERAL (VALUES ('', '', CASE WHEN r.problem IS NOT NULL THEN 'shape' END), ${candidates.join(", ")})
        AS v (column_name, text, fault)
      WHERE NOT (${isGood(table)}) AND v.fault IS NOT NULL`,
  });
};

/** Number of the rule that a fault breaks in this table. */
const ruleCase = (table: ImportTable): string => {
  const names = Object.keys(faults) as FaultName[];
  return `CASE v.fault ${names.map((name) => `WHEN '${name}' THEN ${ruleOfFault(name, table)}`).join(" ")} END`;
};

/** Good rows that refer to a member that is nowhere, or only in a refused row. */
const noteMissing = async (
  session: Session,
  table: ImportTable,
  column: ImportColumn,
  { noted }: BatchToStage,
): Promise<void> => {
  const dimension = tableNamed(column.references ?? "");
  await listRefused(session, dimension);
  const ofCustomer = table.name === "dim_customer";
  const [missing, stood]: [FaultName, FaultName] = ofCustomer
    ? ["market", "marketRefused"]
    : ["missing", "missingRefused"];
  await noteViolations(session, noted, {
    parts: {
      ...{
        table_name: `'${table.name}'`,
        rule: ofCustomer ? "10" : "5",
        file: "r.file",
        line: "r.line",
      },
      fault: `CASE WHEN d.file IS NULL THEN '${missing}' ELSE '${stood}' END`,
      ...{ column_name: `'${column.name}'`, value: `r.${column.name}`, refers: `'${dimension.name}'` },
      ...{
        other_file: "d.file",
        other_line: "d.line",
        row_text: rowText(table, "r"),
        key_text: keyText(table),
      },
    },
    from: `${raw(table)} r LEFT JOIN ${refusedMembers(dimension)} d ON d.code = r.${column.name}
      WHERE ${isGood(table)} AND ${isStrange(column)} IS TRUE`,
  });
};
