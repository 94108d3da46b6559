import { readFileSync } from "node:fs";

/** What tells one process from a later one with the same pid. */
export interface ProcessMark {
  readonly pid: number;
  /** Start time in clock ticks since boot and the boot's id, where the system tells (Linux). */
  readonly started?: string | undefined;
}

export const describeProcess = (pid: number = process.pid): ProcessMark => {
  const started = readStart(pid);
  return started === undefined ? { pid } : { pid, started };
};

/** False only when the process is known to be gone, or its pid now belongs to another one. */
export const isRunning = ({ pid, started }: ProcessMark): boolean => {
  if (pid <= 0 || !exists(pid)) return false;
  const now = readStart(pid);
  return started === undefined || now === undefined || now === started;
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
};

const readStart = (pid: number): string | undefined => {
  try {
    // The command's name stands in parentheses and may hold spaces; the 22nd field is the 20th after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // A zombie has ended; its parent has only not noticed.
    return fields[0] === "Z" ? "ended" : `${boot}/${fields[19]}`;
  } catch {
    return undefined;
  }
};
