import { finished } from "node:stream/promises";
import { CsvError, Parser } from "csv-parse";
import { DataError } from "../../errors.ts";
import type { CsvForm } from "./examined-file.ts";
import type { TakeRecord } from "./read-inserts.ts";

/** Reads CSV that arrives in pieces and hands over its rows, the header left out. */
export interface PieceReader {
  write(piece: Buffer): void;
  end(): Promise<void>;
}

const quote = 0x22;
const newline = 0x0a;
const longestRecord = 1 << 20;

/** Throws a DataError where the text is no CSV, such as at a quotation mark that does not match. */
export const openCsv = (path: string, form: CsvForm, take: TakeRecord): PieceReader => {
  const start = { path, form, take, linesBefore: 0, heads: form.saysDelimiter ? 2 : 1 };
  return form.recordDelimiters.includes("\n") ? new PlainLines(start) : openParser(start);
};

interface Start {
  readonly path: string;
  readonly form: CsvForm;
  readonly take: TakeRecord;
  /** What was read of the file before. */
  readonly linesBefore: number;
  /** Records that are still to come before the first row: the header, and what stands before it. */
  readonly heads: number;
}

/**
 * Text without a quotation mark is cut at line ends and delimiters, which takes a third of the parser's time; the
 * parser reads from the piece with the first mark on.
 */
class PlainLines implements PieceReader {
  readonly #start: Start;
  readonly #returns: boolean;
  /** Of a line whose end has not come. */
  #rest: Buffer = Buffer.alloc(0);
  #lines = 0;
  #heads: number;
  #parser: PieceReader | null = null;

  constructor(start: Start) {
    this.#start = start;
    this.#heads = start.heads;
    this.#returns = start.form.recordDelimiters.includes("\r\n");
  }

  write(piece: Buffer): void {
    if (this.#parser !== null) return this.#parser.write(piece);
    const end = piece.lastIndexOf(newline) + 1;
    if (piece.includes(quote) || this.#rest.length > longestRecord) return this.#handOver(piece);
    if (end > 0) this.#readLines(Buffer.concat([this.#rest, piece.subarray(0, end)]).toString());
    this.#rest = end > 0 ? piece.subarray(end) : Buffer.concat([this.#rest, piece]);
  }

  async end(): Promise<void> {
    if (this.#parser !== null) return await this.#parser.end();
    this.#readLines(`${this.#rest.toString()}\n`);
  }

  #handOver(piece: Buffer): void {
    this.#parser = openParser({ ...this.#start, linesBefore: this.#lines, heads: this.#heads });
    this.#parser.write(Buffer.concat([this.#rest, piece]));
  }

  /** The text ends with a line end. */
  #readLines(text: string): void {
    const { form, take } = this.#start;
    const lines = (this.#lines === 0 ? text.replace(/^\uFEFF/, "") : text).split("\n");
    lines.pop();
    for (const whole of lines) {
      this.#lines++;
      const line = this.#returns && whole.endsWith("\r") ? whole.slice(0, -1) : whole;
      if (line === "") continue;
      if (this.#heads > 0) this.#heads--;
      else take(line.split(form.delimiter), this.#lines);
    }
  }
}

/**
 * Hands each record on as it is parsed and keeps none. The parser's own `on_record` makes two objects of information
 * per record, which take longer than the parsing.
 */
class RecordParser extends Parser {
  readonly #take: TakeRecord;
  readonly #linesBefore: number;
  #heads: number;

  constructor({ form, take, linesBefore, heads }: Start) {
    super({
      bom: linesBefore === 0,
      delimiter: form.delimiter,
      record_delimiter: [...form.recordDelimiters],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
    });
    this.#take = take;
    this.#linesBefore = linesBefore;
    this.#heads = heads;
  }

  override push(record: string[] | null): boolean {
    if (record === null) return super.push(null);
    if (this.#heads > 0) this.#heads--;
    else this.#take(record, this.#linesBefore + firstLine(record, this.info.lines));
    return true;
  }
}

const openParser = (start: Start): PieceReader => {
  const parser = new RecordParser(start);
  let failure: Error | null = null;
  const ended = finished(parser.resume()).catch((error: Error) => {
    failure = error;
  });
  const insist = (): void => {
    if (failure !== null) throw sayBroken(start, failure);
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

const sayBroken = ({ path, linesBefore }: Start, error: Error): Error => {
  if (!(error instanceof CsvError)) return error;
  const line = "lines" in error ? ` near line ${linesBefore + Number(error.lines)}` : "";
  if (String(error.code) === "INVALID_OPENING_QUOTE") {
    return new DataError(
      `${path} has a quotation mark inside a value that does not begin with one${line}. ` +
        'Put the whole value into quotes and write the mark inside it twice: "5"" disk".',
    );
  }
  const quotes = /QUOTE|MAX_RECORD/.test(error.code);
  return new DataError(
    quotes
      ? `${path} has a quotation mark that does not match${line}. Write a quote inside a value twice ("").`
      : `${path} is not a CSV file that can be read${line}. Export it again as CSV UTF-8.`,
  );
};
