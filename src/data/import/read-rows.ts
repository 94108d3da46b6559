import { readDate } from "./date-style.ts";
import { DecimalStyle } from "./decimal-style.ts";
import { readRecords } from "./read-records.ts";
import type { RecognisedFile } from "./recognise.ts";
import { SeenKeys } from "./seen-keys.ts";
import type { ColumnKind } from "./tables.ts";
import { readMetric, readTargetDimension, readTargetPeriod } from "./target-words.ts";

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
  /** Told of each row's key. */
  readonly keys?: SeenKeys;
  /** Bytes of a batch, about 4 MB unless told. */
  readonly batchSize?: number;
}

interface ReadColumn {
  readonly name: string;
  readonly position: number;
  readonly isName: boolean;
  readonly isText: boolean;
  readonly isDate: boolean;
  readonly isKey: boolean;
  /** The one way to write what may be written in several; null for what it does not know. */
  readonly words: ((text: string) => string | null) | null;
  /** Of a number. */
  readonly decimals: DecimalStyle | null;
}

/** Reads a file a second time, row by row in constant memory, and yields it in batches that COPY takes as they are. */
export async function* readRows({
  file,
  tidied,
  keys = new SeenKeys(file.table),
  batchSize = 4_000_000,
}: Reading): AsyncGenerator<RowBatch> {
  const lines = new LineWriter(file, tidied, keys);
  let bytesRead = 0;
  for await (bytesRead of readRecords(file, (record, line) => lines.add(record, line))) {
    if (lines.length >= batchSize) yield { ...lines.take(), bytesRead };
  }
  lines.end();
  yield { ...lines.take(), bytesRead };
}

class LineWriter {
  /** Bytes kept: strings of one batch, kept as such, would be most of what memory has to be tidied of. */
  #bytes = Buffer.allocUnsafe(1 << 20);
  length = 0;
  #rows = 0;
  readonly #width: number;
  readonly #columns: readonly ReadColumn[];
  readonly #tidied: Tidied;
  readonly #file: RecognisedFile;
  readonly #keys: SeenKeys;

  constructor(file: RecognisedFile, tidied: Tidied, keys: SeenKeys) {
    this.#file = file;
    this.#keys = keys;
    this.#width = file.header.length;
    this.#tidied = tidied;
    this.#columns = columnsToRead(file);
  }

  add(record: readonly string[], line: number): void {
    let text = `${line},${this.#shapeOf(record)}`;
    let key = "";
    for (const column of this.#columns) {
      const value = this.#clean(record[column.position] ?? "", column, line);
      text += `,${toCsv(value)}`;
      // A month's time, always midnight, is not always written.
      if (column.isKey) key += `\n${column.isDate ? value.slice(0, 10) : value}`;
    }
    this.#keep(`${text}\n`);
    this.#keys.add(key);
    this.#rows++;
  }

  #keep(text: string): void {
    const most = this.length + 3 * text.length;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * most);
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    this.length += this.#bytes.write(text, this.length);
  }

  take(): { csv: string; rows: number } {
    const batch = { csv: this.#bytes.toString("utf8", 0, this.length), rows: this.#rows };
    this.length = 0;
    this.#rows = 0;
    return batch;
  }

  #shapeOf(record: readonly string[]): string {
    const width = record.length;
    if (width === this.#width) return "";
    if (width > this.#width && record.slice(this.#width).every((field) => field.trim() === "")) return "";
    return `has ${width} ${width === 1 ? "field" : "fields"} where the header has ${this.#width}`;
  }

  /** Throws a DataError for a column that only as a whole is seen to be doubtful. */
  end(): void {
    for (const { decimals } of this.#columns) decimals?.end();
  }

  #clean(value: string, column: ReadColumn, line: number): string {
    const trimmed = value.trim();
    if (column.decimals !== null) return column.decimals.read(trimmed, line);
    if (column.words !== null) return this.#inOneWay(trimmed, column.words);
    if (column.isDate) return readDate(trimmed, this.#file);
    if (!column.isText) return trimmed;
    const clean = column.isName ? collapse(trimmed) : asCode(trimmed);
    if (clean !== value && clean !== "") this.#note(column.name, value, clean);
    return clean;
  }

  /** Spreadsheets keep 2026-11 as a date. */
  #inOneWay(value: string, words: (text: string) => string | null): string {
    const text = collapse(value);
    return words(text) ?? words(readDate(text, this.#file)) ?? text;
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
  ...file.table.columns.map(({ name, kind, key }, at) => ({
    ...{ name, position: file.positions[at] ?? 0, isKey: key },
    ...{ isName: names.has(kind), isText: kind === "code" || names.has(kind), isDate: kind === "month" },
    words: spoken[kind] ?? null,
    decimals: numbers.has(kind) ? new DecimalStyle(`${file.path}: ${name}`, kind === "quantity") : null,
  })),
  ...file.wide.map(({ name, position }) => ({
    ...{ name, position, isKey: false, isName: true, isText: true, isDate: false },
    ...{ words: null, decimals: null },
  })),
];

const names: ReadonlySet<ColumnKind> = new Set(["name", "platform", "channel", "dimension", "member"]);
const numbers: ReadonlySet<ColumnKind> = new Set(["quantity", "price", "share", "target"]);
const spoken: Partial<Record<ColumnKind, (text: string) => string | null>> = {
  metric: readMetric,
  "target-dimension": readTargetDimension,
  period: readTargetPeriod,
};

const special = /[",\r\n\\]/;
const toCsv = (value: string): string => (special.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
