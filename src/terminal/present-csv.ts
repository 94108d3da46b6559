import type { Answer } from "../answer/answer.ts";
import { type CsvCell, toCsv } from "../csv.ts";
import { type Cell, type Report, type Table, tablesOf } from "../report.ts";

/** An answer as CSV: column keys first, unrounded numbers, empty fields where a value is not available. */
export const presentAnswerCsv = ({ columns, rows }: Answer): string =>
  toCsv([columns.map(({ key }) => key), ...rows.map((row) => columns.map(({ key }) => row[key] ?? null))]);

/** The tables of a report as CSV, one after the other with an empty line between; "" when it holds none. */
export const presentReportCsv = (report: Report): string => tablesOf(report).map(presentTable).join("\r\n");

const presentTable = ({ columns, rows }: Table): string =>
  toCsv([columns.map(({ label }) => label), ...rows.map((row) => row.map(cellValue))]);

const cellValue = (cell: Cell): CsvCell => cell.value ?? cell.text;
