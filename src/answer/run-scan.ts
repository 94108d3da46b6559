import type { DataState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import type { Sql } from "../database/sql.ts";
import { compilePacked, compileScan, type Scan, type Scanned, type ScanRow } from "./scan.ts";

export const runScan = async (
  scan: Scan,
  state: DataState,
  database: Database,
): Promise<readonly ScanRow[]> => {
  return JSON.parse(await packedRows(compileScan(scan), state, database));
};

/** The rows of a large scan, one per group and side (`side` 0 or 1), each as its values in the order of the columns. */
export interface PackedRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** For scans of thousands of groups; sums stand under their own names. */
export const runLargeScan = async (scan: Scan, state: DataState, database: Database): Promise<PackedRows> => {
  const { statement, columns } = compilePacked(scan);
  return { columns, rows: JSON.parse(await packedRows(statement, state, database)) };
};

/** Each scan tells which load it read; scans of two loads would make an answer that never was. */
const packedRows = async (statement: Sql, state: DataState, database: Database): Promise<string> => {
  const [scanned] = await database.query<Scanned>(statement);
  const load = scanned?.load ?? state.load;
  if (load !== state.load) throw new Error(`Load ${load} came while load ${state.load} was asked`);
  return scanned?.packed ?? "[]";
};
