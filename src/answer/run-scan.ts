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

/** The rows of a large scan, one per group and side (`side` 0 or 1), each as its values in the order of the columns. */
export interface PackedRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** For scans of thousands of groups; sums stand under their own names. */
export const runLargeScan = async (scan: Scan, state: DataState, database: Database): Promise<PackedRows> => {
  const { statement, columns } = compilePacked(scan);
  const [row] = ofOneLoad(await database.query<{ load: number; packed: string | null }>(statement), state);
  return { columns, rows: JSON.parse(row?.packed ?? "[]") };
};

const ofOneLoad = <Row extends { readonly load?: unknown }>(
  rows: readonly Row[],
  state: DataState,
): readonly Row[] => {
  const load = rows[0]?.load ?? state.load;
  if (load !== state.load) throw new Error(`Load ${load} came while load ${state.load} was asked`);
  return rows;
};
