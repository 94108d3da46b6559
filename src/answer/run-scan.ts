import type { DataState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import { compilePacked, compileScan, type Scan, type ScanRow } from "./scan.ts";

/** The rows of a scan. Each scan tells which load it read; scans of two loads would make an answer that never was. */
export const runScan = async (
  scan: Scan,
  state: DataState,
  database: Database,
): Promise<readonly ScanRow[]> => {
  const rows = await database.query<ScanRow>(compileScan(scan));
  return ofOneLoad(rows, state);
};

/** One group and side of a large scan. */
export type PackedRow = Readonly<Record<string, string | number | null>>;

/** For scans of thousands of groups: a row per group and side (`side` 0 or 1), sums under their own names. */
export const runLargeScan = async (
  scan: Scan,
  state: DataState,
  database: Database,
): Promise<readonly PackedRow[]> => {
  const { statement, columns } = compilePacked(scan);
  const rows = await database.query<{ load: number; packed: string | null }>(statement);
  const [row] = ofOneLoad(rows, state);
  const values = JSON.parse(row?.packed ?? "[]") as readonly (readonly (string | number | null)[])[];
  return values.map((one) => Object.fromEntries(columns.map((name, index) => [name, one[index] ?? null])));
};

const ofOneLoad = <Row extends { readonly load?: unknown }>(
  rows: readonly Row[],
  state: DataState,
): readonly Row[] => {
  const load = rows[0]?.load ?? state.load;
  if (load !== state.load) throw new Error(`Load ${load} came while load ${state.load} was asked`);
  return rows;
};
