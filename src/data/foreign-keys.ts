import type { Session } from "../database/database.ts";

/** Foreign keys are triggers; a superuser, as on the embedded engine, may leave them out and check afterwards. */
export const maySkipTriggers = async (session: Session): Promise<boolean> => {
  const { rows } = await session.run("SELECT current_setting('is_superuser') AS superuser");
  return rows[0]?.["superuser"] === "on";
};

/**
 * Drops the foreign keys of the tables, where the role owns them, until the end of the work: this locks the tables and
 * those referred to. Returns the statements that put the keys back, which check all rows at once.
 */
export const liftForeignKeys = async (
  session: Session,
  tables: readonly string[],
): Promise<readonly string[]> => {
  const { rows } = await session.run(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS lifting,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(k.oid)) AS restoring
     FROM pg_constraint k JOIN pg_class f ON f.oid = conrelid JOIN pg_class t ON t.oid = confrelid
     WHERE contype = 'f' AND f.relname = ANY($1) AND f.relnamespace = 'public'::regnamespace
       AND pg_has_role(f.relowner, 'USAGE') AND pg_has_role(t.relowner, 'USAGE') ORDER BY conname`,
    [tables],
  );
  for (const { lifting } of rows) await session.run(String(lifting));
  return rows.map(({ restoring }) => String(restoring));
};
