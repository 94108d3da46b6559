import { StringDecoder } from "node:string_decoder";
import type { PieceReader } from "./csv-records.ts";
import { InsertReader, type TakeRecord } from "./read-inserts.ts";

/** Reads INSERT statements that arrive in pieces of bytes. */
export const openSql = (
  path: string,
  take: (table: string) => TakeRecord | null,
): { readonly inserts: InsertReader; readonly pieces: PieceReader } => {
  const decoder = new StringDecoder("utf8");
  const inserts = new InsertReader(path, take);
  const pieces: PieceReader = {
    write: (piece) => inserts.write(decoder.write(piece)),
    end: async () => inserts.end(),
  };
  return { inserts, pieces };
};
