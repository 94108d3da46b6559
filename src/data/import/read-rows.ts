import { createHash } from "node:crypto";
import { finished } from "node:stream/promises";
import { type Parser, parse } from "csv-parse";
import { DataError } from "../../errors.ts";
import type { RecognisedFile } from "./recognise.ts";
import { unpack } from "./unpack.ts";

/** Rows on their way into a raw staging table: CSV of line, problem and the columns asked for. */
export interface RowBatch {
  readonly csv: string;
  readonly rows: number;
  /** Unpacked bytes of the file read so far. */
  readonly bytesRead: number;
}

/** What was tidied while reading, per column: how many values, and the first few as "before → after". */
export type Tidied = Map<string, { count: number; examples: string[] }>;

interface Reading {
  readonly file: RecognisedFile;
  readonly tidied: Tidied;
  /** Characters of a batch, about 4 MB unless told. */
  readonly batchSize?: number;
}

interface ReadColumn {
  readonly name: string;
  readonly position: number;
  readonly isName: boolean;
  readonly isText: boolean;
}

/** Reads a file a second time, row by row in constant memory, and yields it in batches that COPY takes as they are. */
export async function* readRows({ file, tidied, batchSize = 4_000_000 }: Reading): AsyncGenerator<RowBatch> {
  const hash = createHash("sha256");
  const lines = new LineWriter(file, tidied);
  const parser = openParser(file, lines);
  let failure: Error | null = null;
  const ended = finished(parser.resume()).catch((error: Error) => {
    failure = error;
  });
  let bytesRead = 0;
  for await (const chunk of unpack(file.path)) {
    hash.update(chunk);
    bytesRead += chunk.length;
    parser.write(chunk);
    if (failure !== null) throw sayBroken(file, failure);
    if (lines.text.length >= batchSize) yield { ...lines.take(), bytesRead };
  }
  parser.end();
  await ended;
  if (failure !== null) throw sayBroken(file, failure);
  if (hash.digest("hex") !== file.sha256) {
    throw new DataError(`${file.path} changed while I read it. Import it again when it is complete.`);
  }
  yield { ...lines.take(), bytesRead };
}

/** The parser hands each record to the writer and keeps none: no object per row travels through a stream. */
const openParser = (file: RecognisedFile, lines: LineWriter): Parser =>
  parse({
    bom: true,
    delimiter: file.delimiter,
    record_delimiter: file.recordDelimiters,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1 << 20,
    on_record: (record: string[], { lines: line }) => {
      lines.add(record, line);
      return null;
    },
  });

class LineWriter {
  text = "";
  #rows = 0;
  #headerSeen = false;
  readonly #width: number;
  readonly #columns: readonly ReadColumn[];
  readonly #tidied: Tidied;

  constructor(file: RecognisedFile, tidied: Tidied) {
    this.#width = file.header.length;
    this.#tidied = tidied;
    this.#columns = columnsToRead(file);
  }

  add(record: readonly string[], lastLine: number): void {
    if (!this.#headerSeen) {
      this.#headerSeen = true;
      return;
    }
    const problem = this.#shapeOf(record);
    let line = `${firstLine(record, lastLine)},${problem}`;
    for (const column of this.#columns)
      line += `,${toCsv(this.#clean(record[column.position] ?? "", column))}`;
    this.text += `${line}\n`;
    this.#rows++;
  }

  take(): { csv: string; rows: number } {
    const batch = { csv: this.text, rows: this.#rows };
    this.text = "";
    this.#rows = 0;
    return batch;
  }

  #shapeOf(record: readonly string[]): string {
    const width = record.length;
    if (width === this.#width) return "";
    if (width > this.#width && record.slice(this.#width).every((field) => field.trim() === "")) return "";
    return `has ${width} ${width === 1 ? "field" : "fields"} where the header has ${this.#width}`;
  }

  #clean(value: string, column: ReadColumn): string {
    const trimmed = value.trim();
    if (!column.isText) return trimmed;
    const clean = column.isName ? collapse(trimmed) : asCode(trimmed);
    if (clean !== value && clean !== "") this.#note(column.name, value, clean);
    return clean;
  }

  #note(column: string, before: string, after: string): void {
    const noted = this.#tidied.get(column) ?? { count: 0, examples: [] };
    this.#tidied.set(column, noted);
    noted.count++;
    const example = `"${before}" → "${after}"`;
    if (noted.examples.length < 3 && !noted.examples.includes(example)) noted.examples.push(example);
  }
}

const untidy = /\s\s|[^\S ]/;
const collapse = (name: string): string => (untidy.test(name) ? name.replace(/\s+/g, " ") : name);

/** Programs that took codes for numbers write 90002012.0. */
const asCode = (code: string): string =>
  code.endsWith(".0") && /^\d+\.0$/.test(code) ? code.slice(0, -2) : code;

const columnsToRead = (file: RecognisedFile): readonly ReadColumn[] => [
  ...file.table.columns.map(({ name, kind }, at) => ({
    name,
    position: file.positions[at] ?? 0,
    isName: kind === "name" || kind === "platform" || kind === "channel",
    isText: kind === "name" || kind === "platform" || kind === "channel" || kind === "code",
  })),
  ...file.wide.map(({ name, position }) => ({ name, position, isName: true, isText: true })),
];

/** A record is numbered by its first line, though a quoted field may run over several. */
const firstLine = (record: readonly string[], lastLine: number): number => {
  let line = lastLine;
  for (const field of record) if (field.includes("\n")) line -= field.split("\n").length - 1;
  return line;
};

const special = /[",\r\n\\]/;
const toCsv = (value: string): string => (special.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

const sayBroken = (file: RecognisedFile, error: Error): Error => {
  if (!("code" in error) || !String(error.code).startsWith("CSV_")) return error;
  const line = "lines" in error ? ` near line ${String(error.lines)}` : "";
  const quotes = /QUOTE|MAX_RECORD/.test(String(error.code));
  return new DataError(
    quotes
      ? `${file.path} has a quotation mark that does not match${line}. Write a quote inside a value twice ("").`
      : `${file.path} is not a CSV file that can be read${line}. Export it again as CSV UTF-8.`,
  );
};
