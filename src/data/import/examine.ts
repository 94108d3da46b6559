import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { DataError } from "../../errors.ts";
import type { FoundFile } from "./find-files.ts";
import { unpack } from "./unpack.ts";

/** A file read through once, before anything is loaded: it is whole, it is text, and this is its header. */
export interface ExaminedFile extends FoundFile {
  /** Of the unpacked content, in hex: a file packed anew is the same file. */
  readonly sha256: string;
  /** Unpacked size. */
  readonly bytes: number;
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly recordDelimiters: string[];
}

const newline = 10;
const headLimit = 1 << 16;

/** Reads the whole file once in constant memory; throws a DataError for what no later step could read. */
export const examine = async (file: FoundFile): Promise<ExaminedFile> => {
  const hash = createHash("sha256");
  const text = new TextCheck(file.path);
  let bytes = 0;
  let head = Buffer.alloc(0);
  let returns = false;
  for await (const chunk of unpack(file.path)) {
    hash.update(chunk);
    bytes += chunk.length;
    if (head.length < headLimit) head = Buffer.concat([head, chunk.subarray(0, headLimit - head.length)]);
    text.take(chunk);
    returns ||= chunk.includes(13);
  }
  text.end();
  if (bytes === 0) throw new DataError(`${file.path} is empty. Export it again, with its header.`);
  const recordDelimiters = text.lines === 0 && returns ? ["\r"] : returns ? ["\r\n", "\n"] : ["\n"];
  const { header, delimiter } = readHeader(file.path, head, recordDelimiters);
  return { ...file, sha256: hash.digest("hex"), bytes, header, delimiter, recordDelimiters };
};

/** Refuses NUL bytes and what is not UTF-8, naming the line; checks whole lines, so no character is cut. */
class TextCheck {
  lines = 0;
  readonly #path: string;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  take(chunk: Buffer): void {
    const start = chunk.subarray(0, 2).toString("latin1");
    if (this.lines === 0 && this.#rest.length === 0 && (start === "\xff\xfe" || start === "\xfe\xff")) {
      throw new DataError(`${this.#path} is UTF-16 ("Unicode text"). Save it as "CSV UTF-8".`);
    }
    if (chunk.includes(0)) this.#refuse(chunk, chunk.indexOf(0), "holds a NUL byte: it is not a text file");
    const last = chunk.lastIndexOf(newline);
    if (last === -1) {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      if (this.#rest.length > 1 << 24) throw new DataError(`${this.#path} holds no lines. Give a CSV file.`);
      return;
    }
    this.#check(Buffer.concat([this.#rest, chunk.subarray(0, last + 1)]));
    this.#rest = Buffer.from(chunk.subarray(last + 1));
  }

  end(): void {
    this.#check(this.#rest);
  }

  #check(whole: Buffer): void {
    if (!isUtf8(whole)) this.#refuse(whole, firstBadByte(whole), "is not UTF-8");
    this.lines += countLines(whole, whole.length);
  }

  #refuse(buffer: Buffer, at: number, what: string): never {
    const line = this.lines + countLines(buffer, at) + 1;
    throw new DataError(`${this.#path} ${what} (line ${line}). Save it as "CSV UTF-8" and import it again.`);
  }
}

const firstBadByte = (whole: Buffer): number => {
  let start = 0;
  for (let end = whole.indexOf(newline); end !== -1; end = whole.indexOf(newline, start)) {
    if (!isUtf8(whole.subarray(start, end))) break;
    start = end + 1;
  }
  return start;
};

const countLines = (buffer: Buffer, until: number): number => {
  let count = 0;
  for (let at = buffer.indexOf(newline); at !== -1 && at < until; at = buffer.indexOf(newline, at + 1))
    count++;
  return count;
};

const readHeader = (path: string, head: Buffer, recordDelimiters: string[]) => {
  const first =
    head
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .trimStart()
      .split(/[\r\n]/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
  const { delimiter } = counts.reduce((best, next) => (next.count > best.count ? next : best));
  try {
    const records = parse(head, {
      bom: true,
      to: 1,
      delimiter,
      record_delimiter: recordDelimiters,
      skip_empty_lines: true,
      relax_column_count: true,
    });
    const header = records[0] ?? [];
    if (header.length > 0) return { header, delimiter };
  } catch {
    // Said below: whatever is wrong with it, it is no header.
  }
  throw new DataError(`${path} has no header line that can be read. Its first line must name its columns.`);
};
