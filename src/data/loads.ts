import type { Database } from "../database/database.ts";
import { sql } from "../database/sql.ts";

/** One load as people list it: who changed what, when, and whether it still stands. */
export interface LoadRecord {
  readonly id: number;
  readonly kind: string;
  readonly who: string;
  /** UTC, to the minute. */
  readonly finishedAt: string;
  readonly demo: boolean;
  /** Load that undid it; null while it stands. */
  readonly undoneBy: number | null;
  /** Load that it undid; null for others. */
  readonly undoes: number | null;
  /** Names of its files, joined. */
  readonly files: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Latest first, at most so many. */
export const readLoads = (database: Database, most: number): Promise<LoadRecord[]> =>
  database.query<LoadRecord>(sql`
    SELECT id, kind, who, demo, undone_by AS "undoneBy", CAST(summary->>'undoes' AS integer) AS undoes,
      to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS "finishedAt",
      COALESCE((SELECT string_agg(file_name, ', ' ORDER BY file_name) FROM load_file WHERE load_id = load.id), '') AS files,
      CAST(COALESCE(counts.added, 0) AS integer) AS added, CAST(COALESCE(counts.changed, 0) AS integer) AS changed,
      CAST(COALESCE(counts.removed, 0) AS integer) AS removed
    FROM load CROSS JOIN LATERAL (
      SELECT SUM(CAST(one->>'added' AS integer)) AS added, SUM(CAST(one->>'removed' AS integer)) AS removed,
        SUM(CAST(COALESCE(one->>'changed', one->>'restored') AS integer)) AS changed
      FROM jsonb_array_elements(summary->'tables') AS one) AS counts
    WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT ${most}`);
