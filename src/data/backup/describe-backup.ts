import type { RestoreReport } from "./restore-backup.ts";
import type { BackupReport } from "./write-backup.ts";

const number = (amount: number): string => amount.toLocaleString("en-US");
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export const sayBackup = ({ file, bytes, rows, load }: BackupReport): string =>
  `${number(rows)} rows${load === 0 ? "" : ` up to load ${load}`} are in ${file} (${megabytes(bytes)}), on the disk for good.`;

export const sayRestore = ({ load, madeAt, rows, warnings }: RestoreReport): string =>
  [
    `The backup of ${madeAt.slice(0, 16).replace("T", " ")} UTC is restored: ${number(rows)} rows${load === null ? "" : `, as load ${load}`}.`,
    ...warnings,
  ].join("\n");
