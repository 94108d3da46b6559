import { resolve } from "node:path";
import { createLoading } from "../../src/compose/loading.ts";
import { openDatabase } from "../../src/database/open-database.ts";

/**
 * Loads folders of files in a process of its own, so that its peak memory is that of the load alone:
 * `tsx load.ts FOLDER_OF_BIMS URL_OR_EMPTY PATH…`. Prints one line of JSON per load and one of its own memory.
 */
const [folder = "", url = "", ...paths] = process.argv.slice(2);

const database = await openDatabase({ url: url === "" ? undefined : url, folder: resolve(folder) });
const loading = createLoading({
  database,
  folder: resolve(folder),
  fiscalYearStartMonth: 9,
  now: () => new Date(),
});
for (const path of paths) {
  const phases = new Map<string, number>();
  let [phase, since] = ["examine", performance.now()];
  const began = since;
  const end = (next: string): void => {
    const now = performance.now();
    phases.set(phase, (phases.get(phase) ?? 0) + now - since);
    [phase, since] = [next, now];
  };
  const report = await loading.importFiles({
    paths: [resolve(path)],
    quarantine: false,
    progress: (progress) => end(progress.phase),
  });
  end("");
  const seconds = Object.fromEntries([...phases].map(([name, spent]) => [name, spent / 1000]));
  const total = (performance.now() - began) / 1000;
  const loaded = { outcome: report.outcome, rows: report.tables.reduce((sum, table) => sum + table.read, 0) };
  process.stdout.write(`${JSON.stringify({ path, ...loaded, seconds: total, phases: seconds })}\n`);
}
await database.close();
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ megabytes })}\n`);
