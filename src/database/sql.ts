import { Prisma } from "./generated/client.ts";

/** A statement with its values apart; built by `sql`, never by pasting text. */
export type Sql = Prisma.Sql;

/** Fragments of SQL: values become parameters; `raw` is for identifiers from our own tables of constants only. */
export const { sql, join, empty, raw } = Prisma;
