import type { Database } from "../database/database.ts";

/**
 * Vacuums and analyses what a finished load wrote. The load is kept whatever happens
 * here: what fails is returned as a warning, for the report.
 */
export const tidyTables = (database: Database, written: readonly string[]): Promise<readonly string[]> =>
  database.maintain(written).then(
    () => [],
    (error: Error) => [
      `everything is done and kept, but the tables could not be tidied afterwards (${error.message}); answers may be slower until the next load`,
    ],
  );
