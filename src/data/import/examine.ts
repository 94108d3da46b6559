import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { DataError } from "../../errors.ts";
import type { CsvForm, ExaminedFile } from "./examined-file.ts";
import type { FoundFile } from "./find-files.ts";
import { examineWorkbook } from "./read-workbook.ts";
import { openSql } from "./sql-records.ts";
import { TextCheck } from "./text-check.ts";
import { firstBytes, hashOf, unpack } from "./unpack.ts";

const headLimit = 1 << 16;

/** Reads the whole file once in constant memory; throws a DataError for what no later step could read. */
export const examine = async (file: FoundFile): Promise<readonly ExaminedFile[]> =>
  /\.sql(\.gz)?$/i.test(file.name)
    ? await examineSql(file)
    : [/\.xlsx?$/i.test(file.name) ? await examineSheet(file) : await examineCsv(file)];

const examineSheet = async (file: FoundFile): Promise<ExaminedFile> => {
  if ((await firstBytes(file.path, 4)).toString("hex") === "d0cf11e0") {
    throw new DataError(
      `${file.path} is an old or a protected Excel file. Save it as .xlsx without a password, or as CSV UTF-8.`,
    );
  }
  const sha256 = await hashOf(file.path);
  const { header, bytes, entry, from1904 } = await examineWorkbook(file.path);
  return { ...file, sha256, bytes, header, form: { kind: "sheet", entry, from1904 } };
};

const examineCsv = async (file: FoundFile): Promise<ExaminedFile> => {
  let head = Buffer.alloc(0);
  let returns = false;
  const { lines, ...read } = await readText(file, (chunk) => {
    if (head.length < headLimit) head = Buffer.concat([head, chunk.subarray(0, headLimit - head.length)]);
    returns ||= chunk.includes(13);
  });
  const recordDelimiters = lines === 0 && returns ? ["\r"] : returns ? ["\r\n", "\n"] : ["\n"];
  const { header, ...told } = readHeader(file.path, head, recordDelimiters);
  const form: CsvForm = { kind: "csv", ...told, recordDelimiters };
  return { ...file, ...read, header, form };
};

/** Every table of the file, in the order of their first rows. */
const examineSql = async (file: FoundFile): Promise<readonly ExaminedFile[]> => {
  const { inserts, pieces } = openSql(file.path, () => null);
  const { sha256, bytes } = await readText(file, (chunk) => pieces.write(chunk));
  await pieces.end();
  if (inserts.tables.size === 0) throw new DataError(`${file.path} holds no INSERT statement.`);
  return [...inserts.tables.values()].map(({ table, columns }) => ({
    ...{ ...file, sha256, bytes, header: columns },
    form: { kind: "sql", table },
  }));
};

/** Reads a text whole and checks that it is one. */
const readText = async (file: FoundFile, take: (chunk: Buffer) => void) => {
  const hash = createHash("sha256");
  const text = new TextCheck(file.path);
  let bytes = 0;
  for await (const chunk of unpack(file.path)) {
    hash.update(chunk);
    bytes += chunk.length;
    text.take(chunk);
    take(chunk);
  }
  text.end();
  if (bytes === 0) throw new DataError(`${file.path} is empty. Export it again, with its header.`);
  return { sha256: hash.digest("hex"), bytes, lines: text.lines };
};

const readHeader = (path: string, head: Buffer, recordDelimiters: readonly string[]) => {
  const first = firstLine(head);
  const said = /^"?sep=([,;|\t])"?$/i.exec(first)?.[1];
  const delimiter = said ?? delimiterOf(first);
  const heads = said === undefined ? 1 : 2;
  try {
    const records = parse(head, {
      bom: true,
      to: heads,
      delimiter,
      record_delimiter: [...recordDelimiters],
      skip_empty_lines: true,
      relax_column_count: true,
    });
    const header = records[heads - 1] ?? [];
    if (header.length > 0) return { header, delimiter, saysDelimiter: said !== undefined };
  } catch {
    // Said below: whatever is wrong with it, it is no header.
  }
  throw new DataError(`${path} has no header line that can be read. Its first line must name its columns.`);
};

const firstLine = (head: Buffer): string =>
  head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart()
    .split(/[\r\n]/, 1)[0] ?? "";

/** The mark that a header has most of. */
const delimiterOf = (header: string): string => {
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
};
