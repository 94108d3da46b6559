import { createHash } from "node:crypto";
import { DataError } from "../../errors.ts";
import { openCsv, type PieceReader } from "./csv-records.ts";
import type { ExaminedFile } from "./examined-file.ts";
import type { TakeRecord } from "./read-inserts.ts";
import { openSql } from "./sql-records.ts";
import { unpack } from "./unpack.ts";

/**
 * Reads the rows of a file in constant memory and hands them over one by one; yields now and then how many of the
 * file's bytes are read. Throws a DataError for a file that is no longer the one that was examined.
 */
export async function* readRecords(file: ExaminedFile, take: TakeRecord): AsyncGenerator<number> {
  const hash = createHash("sha256");
  const reader = openReader(file, take);
  let bytesRead = 0;
  for await (const piece of unpack(file.path)) {
    hash.update(piece);
    bytesRead += piece.length;
    reader.write(piece);
    yield bytesRead;
  }
  await reader.end();
  if (hash.digest("hex") !== file.sha256) {
    throw new DataError(`${file.path} changed while I read it. Import it again when it is complete.`);
  }
}

const openReader = (file: ExaminedFile, take: TakeRecord): PieceReader => {
  const { form, path } = file;
  switch (form.kind) {
    case "csv":
      return openCsv(path, form, take);
    case "sql":
      return openSql(path, (table) => (table === form.table ? take : null)).pieces;
    case "sheet":
      throw new Error("sheets come later");
  }
};
