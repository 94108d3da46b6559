import { isUtf8 } from "node:buffer";
import { DataError } from "../../errors.ts";

const newline = 10;
const longestLine = 1 << 24;

/** Refuses NUL bytes and what is not UTF-8, naming the line; checks whole lines, so no character is cut. */
export class TextCheck {
  lines = 0;
  readonly #path: string;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  take(chunk: Buffer): void {
    if (this.lines === 0 && this.#rest.length === 0) this.#refuseWide(chunk);
    if (chunk.includes(0)) this.#refuse(chunk, chunk.indexOf(0), "holds a NUL byte: it is not a text file");
    const last = chunk.lastIndexOf(newline);
    if (last === -1) {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      if (this.#rest.length > longestLine)
        throw new DataError(`${this.#path} holds no lines. Give a CSV file.`);
      return;
    }
    this.#check(Buffer.concat([this.#rest, chunk.subarray(0, last + 1)]));
    this.#rest = Buffer.from(chunk.subarray(last + 1));
  }

  end(): void {
    this.#check(this.#rest);
  }

  /** UTF-16 is told by its mark, or by the NUL beside each of its first letters. */
  #refuseWide(chunk: Buffer): void {
    const start = chunk.subarray(0, 8).toString("latin1");
    if (!/^(\xff\xfe|\xfe\xff|([^\0]\0){4}|(\0[^\0]){4})/.test(start)) return;
    throw new DataError(`${this.#path} is UTF-16 ("Unicode text"). Save it as "CSV UTF-8".`);
  }

  #check(whole: Buffer): void {
    if (!isUtf8(whole)) {
      const { at, encoding } = findForeign(whole);
      this.#refuse(whole, at, `is not UTF-8 but looks like ${encoding}`);
    }
    this.lines += countLines(whole, whole.length);
  }

  #refuse(buffer: Buffer, at: number, what: string): never {
    const line = this.lines + countLines(buffer, at) + 1;
    throw new DataError(`${this.#path} ${what} (line ${line}). Save it as "CSV UTF-8" and import it again.`);
  }
}

/** The first bytes that UTF-8 does not know, and who writes such: Windows-1252 alone has letters in 80 to 9F. */
const findForeign = (whole: Buffer): { at: number; encoding: string } => {
  let at = 0;
  for (let end = whole.indexOf(newline); end !== -1; end = whole.indexOf(newline, at)) {
    if (!isUtf8(whole.subarray(at, end))) break;
    at = end + 1;
  }
  const end = whole.indexOf(newline, at);
  const line = whole.subarray(at, end === -1 ? whole.length : end).toString("latin1");
  const foreign = (line.match(/[\x80-\xff]+/g) ?? []).find((run) => !isUtf8(Buffer.from(run, "latin1")));
  return { at, encoding: /[\x80-\x9f]/.test(foreign ?? "") ? "Windows-1252" : "Latin-1" };
};

const countLines = (buffer: Buffer, until: number): number => {
  let count = 0;
  for (let at = buffer.indexOf(newline); at !== -1 && at < until; at = buffer.indexOf(newline, at + 1))
    count++;
  return count;
};
