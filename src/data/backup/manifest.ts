import { z } from "zod";

/** First entry of a backup: tells it from other archives. */
export const markerPath = "bims-backup.txt";
export const markerText = "A backup of BIMS. Restore it with: npx bims restore FILE\n";
/** Last entry: what the backup holds, written once all of it is known. */
export const manifestPath = "manifest.json";

const part = z.object({ path: z.string(), bytes: z.number(), sha256: z.string() });

const table = z.object({
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.number(),
  parts: z.array(part),
});

export const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  /** Migrations of the database that it was made of, by name. */
  migrations: z.array(z.string()),
  fiscalYearStartMonth: z.number().nullable(),
  /** Number of its latest load; 0 for none. */
  load: z.number(),
  /** In an order in which they can be filled: what is referred to comes first. */
  tables: z.array(table),
  /** Numbers given out last, as load and digest numbers. */
  counters: z.array(z.object({ table: z.string(), column: z.string(), last: z.number() })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type TableManifest = Manifest["tables"][number];
