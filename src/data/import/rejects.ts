import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Session } from "../../database/database.ts";
import { DataError } from "../../errors.ts";
import { makeFolder } from "../../make-folder.ts";
import { type RuleNumber, ruleOf } from "../rules.ts";
import { type FaultName, sayFault, type Violation } from "./faults.ts";
import type { RecognisedFile } from "./recognise.ts";
import { type ImportTable, importTables } from "./tables.ts";
import { violation, violationCount } from "./violations.ts";

/** Violations of one rule in one table: how many, in how many rows, and the first twenty. */
export interface ViolationGroup {
  readonly table: string;
  readonly rule: RuleNumber;
  readonly title: string;
  readonly count: number;
  /** Null where they were only counted: a row may have several. */
  readonly rows: number | null;
  readonly first: readonly Violation[];
}

const shown = 20;
const page = 10_000;

/** Everything that was refused, by table in load order and by rule. */
export const groupViolations = async (
  session: Session,
  files: readonly RecognisedFile[],
): Promise<readonly ViolationGroup[]> => {
  const { rows } = await session.run(`
    SELECT table_name, rule, sum(count) AS count, CASE WHEN bool_and(rows IS NOT NULL) THEN sum(rows) END AS rows FROM (
      SELECT table_name, rule, count(*) AS count, count(DISTINCT (file, line)) AS rows FROM ${violation} GROUP BY table_name, rule
      UNION ALL SELECT table_name, rule, count, NULL FROM ${violationCount}) found
    GROUP BY table_name, rule ORDER BY rule`);
  const groups: ViolationGroup[] = [];
  for (const table of importTables) {
    for (const row of rows.filter((candidate) => candidate["table_name"] === table.name)) {
      const rule = Number(row["rule"]) as RuleNumber;
      const first = await session.run(
        `SELECT * FROM ${violation} WHERE table_name = '${table.name}' AND rule = ${rule} ORDER BY file, line, id LIMIT ${shown}`,
      );
      groups.push({
        table: table.name,
        rule,
        title: titleOf(table, rule),
        count: Number(row["count"]),
        rows: row["rows"] === null ? null : Number(row["rows"]),
        first: first.rows.map((found) => toViolation(found, files)),
      });
    }
  }
  return groups;
};

const titleOf = (table: ImportTable, rule: RuleNumber): string => {
  if (table.role === "alias") return "An alias is one more name of one member";
  if (table.role === "target" && rule === 0) return "A target is one figure of one metric, member and period";
  return ruleOf(rule).title;
};

type Row = Record<string, string | null>;

const toViolation = (row: Row, files: readonly RecognisedFile[]): Violation => {
  const rule = Number(row["rule"]) as RuleNumber;
  const file = (number: string | null | undefined): string => files[Number(number)]?.name ?? "";
  const { table, dateFormat } = files[Number(row["file"])] ?? { table: undefined, dateFormat: null };
  const isDate = table?.columns.some(({ name, kind }) => kind === "month" && name === row["column_name"]);
  const words = sayFault(
    {
      fault: row["fault"] as FaultName,
      value: row["value"] ?? "",
      references: row["refers"] ?? "",
      otherFile: row["other_file"] === null ? "" : file(row["other_file"]),
      otherLine: Number(row["other_line"]),
      detail: row["detail"] ?? "",
    },
    rule,
  );
  return {
    table: row["table_name"] ?? "",
    file: file(row["file"]),
    line: Number(row["line"]),
    column: row["column_name"] ?? "",
    value: row["value"] ?? "",
    rule,
    ...words,
    problem: isDate && dateFormat ? `${words.problem}; dates are read as ${dateFormat}` : words.problem,
  };
};

const columns = ["file", "line", "table", "rule", "column", "value", "problem", "what to do", "row"];

/** Writes violations up to the limit, with their rows, to a new CSV file of the folder; returns its path. */
export const writeRejects = async (
  session: Session,
  files: readonly RecognisedFile[],
  { folder, now, limit }: { readonly folder: string; readonly now: Date; readonly limit: number },
): Promise<string> => {
  const path = join(folder, `rejects-${now.toISOString().replace(/[:.]/g, "-")}.csv`);
  try {
    await makeFolder(folder);
    await pipeline(
      Readable.from(rejectLines(session, files, limit)),
      createWriteStream(path, { mode: 0o600 }),
    );
  } catch (error) {
    // A part of the list would be taken for all of it.
    await rm(path, { force: true }).catch(() => undefined);
    if (!(error as { syscall?: unknown }).syscall) throw error;
    throw new DataError(
      `I cannot write the rejected rows to ${folder} (${String((error as { code?: unknown }).code)}). Nothing was changed; ` +
        "see that the folder is writable and that its disk has room, and import again.",
    );
  }
  return path;
};

async function* rejectLines(
  session: Session,
  files: readonly RecognisedFile[],
  limit: number,
): AsyncGenerator<string> {
  yield `${columns.join(",")}\n`;
  for (let last = 0, left = limit; left > 0; ) {
    const { rows } = await session.run(
      `SELECT * FROM ${violation} WHERE id > ${last} ORDER BY id LIMIT ${Math.min(page, left)}`,
    );
    if (rows.length === 0) return;
    left -= rows.length;
    last = Number(rows.at(-1)?.["id"]);
    yield rows.map((row) => rejectLine(toViolation(row, files), row["row_text"] ?? "")).join("");
  }
}

const rejectLine = (found: Violation, row: string): string => {
  const { file, line, table, rule, column, value, problem, remedy } = found;
  return `${[file, line, table, rule, column, value, problem, remedy, row].map(toCell).join(",")}\n`;
};

/** Quoted where CSV needs it; a text that a spreadsheet would run as a formula starts with an apostrophe. */
const toCell = (value: string | number): string => {
  const text = String(value);
  const harmless = /^[=@\t\r]|^[+-](?![\d.]+$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
