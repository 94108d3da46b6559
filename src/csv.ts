/** RFC 4180, and safe to open in a spreadsheet: the one way that data reaches a CSV file. */

export type CsvCell = string | number | null;

/** A text that a spreadsheet would run: it starts, after any blanks, with one of = + - @ or a control character. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/** Texts that would be formulas get the apostrophe that spreadsheets read as "text"; numbers stay numbers. */
const disarm = (text: string): string => (formula.test(text) && !plainNumber.test(text) ? `'${text}` : text);

const quote = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

export const escapeForCsv = (cell: CsvCell): string => {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  return quote(disarm(cell));
};

/** Lines end in CRLF; `null` is an empty field. */
export const toCsv = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(escapeForCsv).join(",")}\r\n`).join("");
