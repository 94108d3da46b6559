import { readDate } from "./date-style.ts";
import { DecimalStyle } from "./decimal-style.ts";
import { plainTexts } from "./plain-text.ts";
import { readRecords } from "./read-records.ts";
import type { RecognisedFile } from "./recognise.ts";
import { type CodesByTable, ReferredCodes } from "./referred-codes.ts";
import { SeenKeys } from "./seen-keys.ts";
import type { ColumnKind, TableName } from "./tables.ts";
import { readMetric, readTargetDimension, readTargetPeriod } from "./target-words.ts";

/** Rows on their way into staging: CSV of file, line, problem and the columns asked for. */
interface Rows {
  readonly csv: Uint8Array;
  readonly rows: number;
  /** Every field is written so that it needs no check. */
  readonly plain: boolean;
  /** What they refer to and no batch before them did. */
  readonly codes: CodesByTable;
}

export interface RowBatch extends Rows {
  /** Unpacked bytes of the file read so far. */
  readonly bytesRead: number;
}

/** What was tidied while reading, per column: how many values, and the first few as "before → after". */
export type Tidied = Map<string, { count: number; examples: string[] }>;

interface Reading {
  readonly file: RecognisedFile;
  /** Number of the file within this import. */
  readonly number?: number;
  readonly tidied: Tidied;
  /** Told of each row's key. */
  readonly keys?: SeenKeys;
  /** Told of each code of another table. */
  readonly referred?: ReferredCodes;
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
  readonly references: TableName | null;
  readonly isPlain: (text: string) => boolean;
  /** The one way to write what may be written in several; null for what it does not know. */
  readonly words: ((text: string) => string | null) | null;
  /** Of a number. */
  readonly decimals: DecimalStyle | null;
  /** As it stands in the row at hand; null where it was tidied. */
  field: string | null;
  csv: string;
  key: string;
  plain: boolean;
}

/** A text is cheaper to write when it holds many rows. */
const textSize = 16_000;

/** Reads a file a second time, row by row in constant memory, and yields it in batches that COPY takes as they are. */
export async function* readRows({ batchSize = 4_000_000, ...reading }: Reading): AsyncGenerator<RowBatch> {
  const { file } = reading;
  const lines = new LineWriter(reading);
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
  /** Rows that are yet to be put there. */
  #text = "";
  #rows = 0;
  #plain = true;
  readonly #key: string[] = [];
  readonly #width: number;
  readonly #columns: readonly ReadColumn[];
  readonly #tidied: Tidied;
  readonly #file: RecognisedFile;
  readonly #number: number;
  readonly #keys: SeenKeys;
  readonly #referred: ReferredCodes;

  constructor({
    file,
    number = 0,
    tidied,
    keys = new SeenKeys(file.table),
    referred = new ReferredCodes(),
  }: Reading) {
    this.#file = file;
    this.#number = number;
    this.#keys = keys;
    this.#referred = referred;
    this.#width = file.header.length;
    this.#tidied = tidied;
    this.#columns = columnsToRead(file);
  }

  /** A row of nothing but empty fields is none: spreadsheets write them below a table. */
  add(record: readonly string[], line: number): void {
    if (isBlank(record[0]) && record.every(isBlank)) return;
    const problem = this.#shapeOf(record);
    if (problem !== "") this.#plain = false;
    let text = `${this.#number},${line},${problem}`;
    let at = 0;
    for (const column of this.#columns) {
      const field = record[column.position] ?? "";
      // Rows of a file often repeat what stands in the row above.
      if (field !== column.field) this.#readField(field, column, line);
      text += column.csv;
      this.#plain &&= column.plain;
      if (column.isKey) this.#key[at++] = column.key;
    }
    this.#text += `${text}\n`;
    if (this.#text.length > textSize) this.#keep();
    this.#keys.add(this.#key);
    this.#rows++;
  }

  #readField(field: string, column: ReadColumn, line: number): void {
    const value = this.#clean(field, column, line);
    // What was tidied is noted each time.
    column.field = value === field ? field : null;
    column.csv = `,${toCsv(value)}`;
    column.plain = column.isPlain(value);
    // A month's time, always midnight, is not always written.
    column.key = column.isDate ? value.slice(0, 10) : value;
    if (column.references !== null) this.#referred.add(column.references, value);
  }

  #keep(): void {
    const text = this.#text;
    this.#text = "";
    const most = this.length + 3 * text.length;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * most);
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    this.length += this.#bytes.write(text, this.length);
  }

  take(): Rows {
    this.#keep();
    const batch = {
      csv: Buffer.from(this.#bytes.subarray(0, this.length)),
      rows: this.#rows,
      plain: this.#plain,
      codes: this.#referred.take(),
    };
    this.length = 0;
    this.#rows = 0;
    this.#plain = true;
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

const isBlank = (field: string | undefined): boolean => field === undefined || field.trim() === "";

const untidy = /\s\s|[^\S ]/;
const collapse = (name: string): string => (untidy.test(name) ? name.replace(/\s+/g, " ") : name);

/** Programs that took codes for numbers write 90002012.0. */
const asCode = (code: string): string =>
  code.endsWith(".0") && /^\d+\.0$/.test(code) ? code.slice(0, -2) : code;

const neverPlain = (): boolean => false;

const columnsToRead = (file: RecognisedFile): readonly ReadColumn[] => [
  ...file.table.columns.map(({ name, kind, key, references }, at) => ({
    ...{ name, position: file.positions[at] ?? 0, isKey: key, references },
    isPlain: plainTexts[kind] ?? neverPlain,
    ...{ isName: names.has(kind), isText: kind === "code" || names.has(kind), isDate: kind === "month" },
    ...{ field: null, csv: "", key: "", plain: false },
    words: spoken[kind] ?? null,
    decimals: numbers.has(kind) ? new DecimalStyle(`${file.path}: ${name}`, kind === "quantity") : null,
  })),
  ...file.wide.map(({ name, position }) => ({
    ...{ name, position, isKey: false, references: null, isName: true, isText: true, isDate: false },
    ...{ isPlain: neverPlain, words: null, decimals: null },
    ...{ field: null, csv: "", key: "", plain: false },
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
