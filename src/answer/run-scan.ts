import type { DataState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import { compileScan, type Scan, type ScanRow } from "./scan.ts";

/** Each scan tells which load it read; scans of two loads would make an answer that never was. */
export const runScan = async (
  scan: Scan,
  state: DataState,
  database: Database,
): Promise<readonly ScanRow[]> => {
  const rows = await database.query<ScanRow>(compileScan(scan));
  const load = rows[0]?.load ?? state.load;
  if (load !== state.load) throw new Error(`Load ${load} came while load ${state.load} was asked`);
  return rows;
};
