import { finished } from "node:stream/promises";
import { type Options, Parser } from "csv-parse";
import { DataError } from "../../errors.ts";
import type { CsvForm } from "./examined-file.ts";
import type { TakeRecord } from "./read-inserts.ts";

/** Reads CSV that arrives in pieces and hands over its rows, the header left out. */
export interface PieceReader {
  write(piece: Buffer): void;
  end(): Promise<void>;
}

/**
 * Hands each record on as it is parsed and keeps none. The parser's own `on_record` makes two objects of information
 * per record, which take longer than the parsing.
 */
class RecordParser extends Parser {
  readonly #take: TakeRecord;
  #headerSeen = false;

  constructor(options: Options, take: TakeRecord) {
    super(options);
    this.#take = take;
  }

  override push(record: string[] | null): boolean {
    if (record === null) return super.push(null);
    if (this.#headerSeen) this.#take(record, firstLine(record, this.info.lines));
    this.#headerSeen = true;
    return true;
  }
}

/** Throws a DataError where the text is no CSV, such as at a quotation mark that does not match. */
export const openCsv = (path: string, form: CsvForm, take: TakeRecord): PieceReader => {
  const options: Options = {
    bom: true,
    delimiter: form.delimiter,
    record_delimiter: [...form.recordDelimiters],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1 << 20,
  };
  const parser = new RecordParser(options, take);
  let failure: Error | null = null;
  const ended = finished(parser.resume()).catch((error: Error) => {
    failure = error;
  });
  const insist = (): void => {
    if (failure !== null) throw sayBroken(path, failure);
  };
  return {
    write: (piece) => {
      parser.write(piece);
      insist();
    },
    end: async () => {
      parser.end();
      await ended;
      insist();
    },
  };
};

/** A record is numbered by its first line, though a quoted field may run over several. */
const firstLine = (record: readonly string[], lastLine: number): number => {
  let line = lastLine;
  for (const field of record) if (field.includes("\n")) line -= field.split("\n").length - 1;
  return line;
};

const sayBroken = (path: string, error: Error): Error => {
  if (!("code" in error) || !String(error.code).startsWith("CSV_")) return error;
  const line = "lines" in error ? ` near line ${String(error.lines)}` : "";
  const quotes = /QUOTE|MAX_RECORD/.test(String(error.code));
  return new DataError(
    quotes
      ? `${path} has a quotation mark that does not match${line}. Write a quote inside a value twice ("").`
      : `${path} is not a CSV file that can be read${line}. Export it again as CSV UTF-8.`,
  );
};
