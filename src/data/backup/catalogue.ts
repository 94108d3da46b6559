import type { Session } from "../../database/database.ts";

/** A table of the database, as a backup sees it. */
export interface CatalogueTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Rows of `table` refer to rows of `target`. */
export interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
}

export interface Catalogue {
  /** What is referred to comes first. */
  readonly tables: readonly CatalogueTable[];
  readonly references: readonly Reference[];
}

/** Every table but Prisma's own record, so that no later table can be forgotten. */
export const readCatalogue = async (session: Session): Promise<Catalogue> => {
  const columns = await session.run(`
    SELECT c.relname AS name, json_agg(a.attname ORDER BY a.attnum)::text AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
    GROUP BY c.relname ORDER BY c.relname`);
  const keys = await session.run(`
    SELECT t.relname AS name, f.relname AS target,
      (SELECT json_agg(attname ORDER BY n)::text FROM unnest(k.conkey) WITH ORDINALITY AS u (num, n)
        JOIN pg_attribute ON attrelid = k.conrelid AND attnum = u.num) AS columns,
      (SELECT json_agg(attname ORDER BY n)::text FROM unnest(k.confkey) WITH ORDINALITY AS u (num, n)
        JOIN pg_attribute ON attrelid = k.confrelid AND attnum = u.num) AS target_columns
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
    WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY k.conname`);
  const references = keys.rows.map((row) => ({
    table: String(row["name"]),
    columns: namesIn(row["columns"]),
    target: String(row["target"]),
    targetColumns: namesIn(row["target_columns"]),
  }));
  const tables = columns.rows.map((row) => ({ name: String(row["name"]), columns: namesIn(row["columns"]) }));
  return { tables: sortTables(tables, references), references };
};

const namesIn = (json: string | null | undefined): readonly string[] => JSON.parse(json ?? "[]");

const sortTables = (
  tables: readonly CatalogueTable[],
  references: readonly Reference[],
): readonly CatalogueTable[] => {
  const sorted: CatalogueTable[] = [];
  const place = (table: CatalogueTable): void => {
    if (sorted.includes(table)) return;
    for (const { table: from, target } of references) {
      const before = tables.find(({ name }) => name === target);
      if (from === table.name && before !== undefined && before !== table) place(before);
    }
    sorted.push(table);
  };
  tables.forEach(place);
  return sorted;
};

/** Migrations that made this database, oldest first. */
export const readMigrationNames = async (session: Session): Promise<readonly string[]> => {
  const { rows } = await session.run(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1",
  );
  return rows.map((row) => String(row["name"]));
};

export interface Counter {
  readonly table: string;
  readonly column: string;
  readonly last: number;
}

/** Columns that number their rows, and the number given out last. */
export const readCounters = async (session: Session): Promise<readonly Counter[]> => {
  const { rows } = await session.run(`
    SELECT t.relname AS table_name, a.attname AS column_name, COALESCE(s.last_value, 0) AS last
    FROM pg_depend d JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S' JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    JOIN pg_sequences s ON s.schemaname = 'public' AND s.sequencename = q.relname
    WHERE d.deptype = 'a' AND t.relnamespace = 'public'::regnamespace ORDER BY 1`);
  return rows.map((row) => ({
    table: String(row["table_name"]),
    column: String(row["column_name"]),
    last: Number(row["last"]),
  }));
};
