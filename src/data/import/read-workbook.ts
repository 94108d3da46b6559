import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { DataError } from "../../errors.ts";
import type { TakeRecord } from "./read-inserts.ts";

/** Unpacked characters of all shared texts of a workbook; a table that holds more is better off as CSV. */
const mostText = 100_000_000;

/** An opened Excel workbook: an archive of XML files. */
interface Workbook {
  readonly path: string;
  readonly archive: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
}

interface NamedSheet {
  readonly name: string;
  /** Its place in the archive. */
  readonly entry: string;
}

/** A sheet that holds a table. */
interface Sheet extends NamedSheet {
  readonly header: readonly string[];
  /** Unpacked size. */
  readonly bytes: number;
}

/** Opens a workbook; throws a DataError for one that cannot be read. To be closed by its archive. */
const openWorkbook = async (path: string): Promise<Workbook> => {
  const archive = await openPromise(path, { lazyEntries: true, autoClose: false });
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of archive.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    archive.close();
    throw error;
  }
  return { path, archive, entries };
};

/** What an import needs to know of a workbook: its one sheet with rows. Throws a DataError for none or several. */
export const examineWorkbook = async (path: string): Promise<Sheet & { readonly from1904: boolean }> => {
  const { sheets, from1904 } = await readSheets(path);
  const [sheet, ...others] = sheets;
  if (sheet === undefined) throw new DataError(`${path} is empty. Export it again, with its header.`);
  if (others.length === 0) return { ...sheet, from1904 };
  const names = sheets.map(({ name }) => name).join(", ");
  throw new DataError(`${path} has several sheets with content: ${names}. Keep one table per file.`);
};

/** The visible sheets that hold rows. Throws a DataError for a workbook that cannot be read. */
export const readSheets = async (
  path: string,
): Promise<{ readonly sheets: readonly Sheet[]; readonly from1904: boolean }> => {
  const opened = await openWorkbook(path).catch((error: unknown) => {
    throw sayBroken(path, error);
  });
  try {
    const { sheets, from1904 } = await listSheets(opened);
    const filled: Sheet[] = [];
    for (const sheet of sheets) {
      const header = await readFirstRow(opened, sheet.entry);
      const bytes = opened.entries.get(sheet.entry)?.uncompressedSize ?? 0;
      if (header !== null) filled.push({ ...sheet, header, bytes });
    }
    return { sheets: filled, from1904 };
  } catch (error) {
    throw sayBroken(path, error);
  } finally {
    opened.archive.close();
  }
};

const readFirstRow = async (workbook: Workbook, entry: string): Promise<readonly string[] | null> => {
  let first: readonly string[] | null = null;
  const rows = readSheet(workbook, entry, (record) => {
    first ??= record;
  });
  for await (const _ of rows) if (first !== null) break;
  return first;
};

/** Reads the rows of one sheet, the header among them; see readSheet. */
export async function* readSheetOf(path: string, entry: string, take: TakeRecord): AsyncGenerator<number> {
  try {
    const workbook = await openWorkbook(path);
    try {
      yield* readSheet(workbook, entry, take);
    } finally {
      workbook.archive.close();
    }
  } catch (error) {
    throw sayBroken(path, error);
  }
}

/** The visible sheets in their order, and from when dates count. */
const listSheets = async (
  workbook: Workbook,
): Promise<{ sheets: readonly NamedSheet[]; from1904: boolean }> => {
  const targets = new Map<string, string>();
  await parseXml(workbook, "xl/_rels/workbook.xml.rels", {
    open: (name, attributes) => {
      if (name === "Relationship") targets.set(attributes["Id"] ?? "", attributes["Target"] ?? "");
    },
  });
  const sheets: NamedSheet[] = [];
  let from1904 = false;
  await parseXml(workbook, "xl/workbook.xml", {
    open: (name, attributes) => {
      if (name === "workbookPr") from1904 = /^(1|true)$/.test(attributes["date1904"] ?? "");
      if (name !== "sheet" || (attributes["state"] ?? "visible") !== "visible") return;
      const target = targets.get(attributes["r:id"] ?? attributes["id"] ?? "") ?? "";
      const entry = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
      if (workbook.entries.has(entry)) sheets.push({ name: attributes["name"] ?? "", entry });
    },
  });
  return { sheets, from1904 };
};

/**
 * Reads the rows of a sheet one by one, rows without any value left out; yields how many bytes of the sheet are read.
 * A formula gives the value it was saved with. The texts that a workbook shares among cells are held in memory.
 */
async function* readSheet(workbook: Workbook, entry: string, take: TakeRecord): AsyncGenerator<number> {
  const texts = await readSharedTexts(workbook);
  const rows = new SheetRows(texts, take);
  yield* feedXml(workbook, entry, rows);
}

const readSharedTexts = async (workbook: Workbook): Promise<readonly string[]> => {
  const texts: string[] = [];
  let size = 0;
  let current = "";
  let phonetic = false;
  if (!workbook.entries.has("xl/sharedStrings.xml")) return texts;
  await parseXml(workbook, "xl/sharedStrings.xml", {
    open: (name) => {
      if (name === "si") current = "";
      if (name === "rPh") phonetic = true;
    },
    text: (text, inside) => {
      if (inside === "t" && !phonetic) current += text;
    },
    close: (name) => {
      if (name === "rPh") phonetic = false;
      if (name !== "si") return;
      texts.push(current);
      size += current.length;
      if (size > mostText)
        throw new DataError(`${workbook.path} holds too much text. Save it as "CSV UTF-8".`);
    },
  });
  return texts;
};

/** Puts the cells of a sheet together to rows. */
class SheetRows implements Listener {
  readonly #texts: readonly string[];
  readonly #take: TakeRecord;
  #row: string[] = [];
  #line = 0;
  #column = 0;
  #type = "";
  #value = "";

  constructor(texts: readonly string[], take: TakeRecord) {
    this.#texts = texts;
    this.#take = take;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "row") {
      this.#line = Number(attributes["r"] ?? this.#line + 1);
      this.#row = [];
      this.#column = 0;
    } else if (name === "c") {
      const letters = /^[A-Z]+/.exec(attributes["r"] ?? "")?.[0];
      if (letters !== undefined) this.#column = columnOf(letters);
      this.#type = attributes["t"] ?? "n";
      this.#value = "";
    }
  }

  text(text: string, inside: string): void {
    if (inside === "v" || inside === "t") this.#value += text;
  }

  close(name: string): void {
    if (name === "c") {
      while (this.#row.length < this.#column) this.#row.push("");
      this.#row[this.#column++] = this.#read();
    } else if (name === "row" && this.#row.some((value) => value !== "")) {
      this.#take(this.#row, this.#line);
    }
  }

  #read(): string {
    if (this.#type === "s") return this.#texts[Number(this.#value)] ?? "";
    if (this.#type === "b") return this.#value === "1" ? "TRUE" : "FALSE";
    if (this.#type !== "n" || this.#value === "") return this.#value;
    return plainNumber(this.#value);
  }
}

/** Excel saves 0.1 as 0.10000000000000001: the shortest number that is the same is what was typed. */
const plainNumber = (saved: string): string => {
  const number = Number(saved);
  if (Number.isNaN(number)) return saved;
  const short = String(number);
  return /e-/.test(short) ? number.toFixed(20).replace(/0+$/, "") : short;
};

/** A is 0, Z is 25, AA is 26. */
const columnOf = (letters: string): number => {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return Math.min(column, mostColumns) - 1;
};

const mostColumns = 16_384;

interface Listener {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  /** `inside`: the element that the text stands in. */
  text?(text: string, inside: string): void;
  close?(name: string): void;
}

const parseXml = async (workbook: Workbook, entry: string, listener: Listener): Promise<void> => {
  for await (const _ of feedXml(workbook, entry, listener));
};

/** Names are taken without their prefix: some programs write x:row for row. */
async function* feedXml(workbook: Workbook, name: string, listener: Listener): AsyncGenerator<number> {
  const entry = workbook.entries.get(name);
  if (entry === undefined) throw new DataError(`${workbook.path} is not an Excel workbook (.xlsx).`);
  const parser = new SaxesParser();
  const open: string[] = [];
  const bare = (tag: string): string => tag.slice(tag.indexOf(":") + 1);
  parser.on("opentag", ({ name: tag, attributes }) => {
    open.push(bare(tag));
    listener.open?.(bare(tag), attributes as Record<string, string>);
  });
  parser.on("text", (text) => listener.text?.(text, open.at(-1) ?? ""));
  parser.on("closetag", ({ name: tag }) => {
    open.pop();
    listener.close?.(bare(tag));
  });
  parser.on("error", (error) => {
    throw error;
  });
  const stream: Readable = await workbook.archive.openReadStreamPromise(entry);
  stream.setEncoding("utf8");
  let read = 0;
  for await (const text of stream as AsyncIterable<string>) {
    parser.write(text);
    read += text.length;
    yield read;
  }
  parser.close();
}

const sayBroken = (path: string, error: unknown): unknown => {
  if (error instanceof DataError) return error;
  const code = (error as { code?: unknown }).code;
  if (code === "ENOENT" || code === "EACCES" || code === "EPERM") return error;
  const why = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
  return new DataError(
    `${path} is not an Excel workbook that can be read (${why}). Save it again as .xlsx or CSV UTF-8.`,
  );
};
