import type { Database } from "./database.ts";
import { openEmbeddedDatabase } from "./embedded/embedded-database.ts";
import { openPostgresDatabase } from "./postgres/postgres-database.ts";

export interface OpenOptions {
  /** `DATABASE_URL`; absent: the embedded database. */
  readonly url?: string | undefined;
  /** Folder of BIMS's data (`BIMS_DATA_DIR`). */
  readonly folder: string;
  /** Socket on which this process serves other terminals; named in the lock of the embedded database. */
  readonly socket?: string | undefined;
}

/** Opens the database, brought to the newest migration. Throws a SetupError that says what to change. */
export const openDatabase = ({ url, folder, socket }: OpenOptions): Promise<Database> =>
  url === undefined ? openEmbeddedDatabase({ folder, socket }) : openPostgresDatabase(url);
