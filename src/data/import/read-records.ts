import { createHash } from "node:crypto";
import { DataError } from "../../errors.ts";
import { openCsv, type PieceReader } from "./csv-records.ts";
import type { CsvForm, ExaminedFile, SheetForm, SqlForm } from "./examined-file.ts";
import type { TakeRecord } from "./read-inserts.ts";
import { readSheetOf } from "./read-workbook.ts";
import { openSql } from "./sql-records.ts";
import { hashOf, unpack } from "./unpack.ts";

/**
 * Reads the rows of a file in constant memory and hands them over one by one; yields now and then how many of the
 * file's bytes are read. Throws a DataError for a file that is no longer the one that was examined.
 */
export async function* readRecords(file: ExaminedFile, take: TakeRecord): AsyncGenerator<number> {
  if (file.form.kind === "sheet") yield* readSheetRecords(file, file.form, take);
  else yield* readText(file, openReader(file.path, file.form, take));
}

async function* readText(file: ExaminedFile, reader: PieceReader): AsyncGenerator<number> {
  const hash = createHash("sha256");
  let bytesRead = 0;
  for await (const piece of unpack(file.path)) {
    hash.update(piece);
    bytesRead += piece.length;
    reader.write(piece);
    yield bytesRead;
  }
  await reader.end();
  if (hash.digest("hex") !== file.sha256) throw changed(file.path);
}

/**
 * The archive is read here and there, so it is compared as a whole before and after. A row ends with its last value,
 * so it is filled up to the header's width.
 */
async function* readSheetRecords(
  { path, sha256, header }: ExaminedFile,
  form: SheetForm,
  take: TakeRecord,
): AsyncGenerator<number> {
  let headerSeen = false;
  yield* readSheetOf(path, form.entry, (record, line) => {
    const empty = Array.from({ length: Math.max(0, header.length - record.length) }, () => "");
    if (headerSeen) take(empty.length > 0 ? [...record, ...empty] : record, line);
    headerSeen = true;
  });
  if ((await hashOf(path)) !== sha256) throw changed(path);
}

const changed = (path: string): DataError =>
  new DataError(`${path} changed while I read it. Import it again when it is complete.`);

const openReader = (path: string, form: CsvForm | SqlForm, take: TakeRecord): PieceReader => {
  switch (form.kind) {
    case "csv":
      return openCsv(path, form, take);
    case "sql":
      return openSql(path, (table) => (table === form.table ? take : null)).pieces;
  }
};
