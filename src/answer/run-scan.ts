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

/** For scans of thousands of groups. */
export const runLargeScan = async (
  scan: Scan,
  state: DataState,
  database: Database,
): Promise<readonly ScanRow[]> => {
  const { statement, columns } = compilePacked(scan);
  const [row] = await database.query<{ packed: string | null }>(statement);
  const values = JSON.parse(row?.packed ?? "[]") as readonly (readonly (string | number | null)[])[];
  const rows = values.map(
    (one): ScanRow => Object.fromEntries(columns.map((name, index) => [name, one[index] ?? null])),
  );
  return ofOneLoad(rows, state);
};

const ofOneLoad = (rows: readonly ScanRow[], state: DataState): readonly ScanRow[] => {
  const load = rows[0]?.load ?? state.load;
  if (load !== state.load) throw new Error(`Load ${load} came while load ${state.load} was asked`);
  return rows;
};
