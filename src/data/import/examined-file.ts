import type { FoundFile } from "./find-files.ts";

/** A table in a file that was read through once, before anything is loaded: it is whole, and this is its header. */
export interface ExaminedFile extends FoundFile {
  /** Of the unpacked content, in hex: a file packed anew is the same file. */
  readonly sha256: string;
  /** Unpacked size. */
  readonly bytes: number;
  readonly header: readonly string[];
  readonly form: FileForm;
}

/** How a table stands in its file; what every later reading of the file needs to know. */
export type FileForm = CsvForm | SqlForm | SheetForm;

export interface CsvForm {
  readonly kind: "csv";
  readonly delimiter: string;
  /** Its first line is Excel's `sep=;`, and the header comes after it. */
  readonly saysDelimiter: boolean;
  readonly recordDelimiters: readonly string[];
}

/** INSERT statements; a file may hold several tables. */
export interface SqlForm {
  readonly kind: "sql";
  /** Table that the statements name, in small letters. */
  readonly table: string;
}

/** One sheet of an Excel workbook. */
export interface SheetForm {
  readonly kind: "sheet";
  /** Place of the sheet inside the workbook's archive. */
  readonly entry: string;
  /** Dates count from 1904 and not from 1900. */
  readonly from1904: boolean;
}
