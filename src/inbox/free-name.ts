import { lstat } from "node:fs/promises";
import { join } from "node:path";

/** `sales.csv`, or where the folder has one already `sales (2).csv`: nothing is ever overwritten. */
export const freeName = async (folder: string, name: string): Promise<string> => {
  const dot = name.indexOf(".", 1);
  const [stem, end] = dot < 0 ? [name, ""] : [name.slice(0, dot), name.slice(dot)];
  for (let copy = 1; ; copy++) {
    const candidate = copy === 1 ? name : `${stem} (${copy})${end}`;
    const taken = await lstat(join(folder, candidate)).catch(() => undefined);
    if (!taken) return candidate;
  }
};
