import { commands } from "../../commands/index.ts";
import type { Viewer } from "../../src/access/viewer.ts";
import { createAnalyst } from "../../src/compose/analyst.ts";
import type { Database } from "../../src/database/database.ts";
import type { DigestDesk } from "../../src/desk.ts";
import { summarise, type Times, timed } from "./measure.ts";

/** Commands that ask several questions together, with their budget on PostgreSQL and PGlite in milliseconds. */
export const timedCommands: readonly { readonly words: string; readonly budget: string }[] = [
  { words: "profile India", budget: "150; 600 ms" },
  { words: "profile Parcelwood", budget: "150; 600 ms" },
  { words: "risk", budget: "150; 600 ms" },
  { words: "why", budget: "150; 600 ms" },
  { words: "why gross margin FY2026 vs FY2025", budget: "400; 800 ms" },
  ...["pnl", "demand", "mix", "changes", "pricing", "deductions", "costs", "kpi"].map((words) => ({
    ...{ words, budget: "" },
  })),
];

export type CommandTimes = ReadonlyMap<string, Times>;

/** Each command's report a few times, never from memory: another policy each time. */
export const measureReports = async (database: Database, rounds: number): Promise<CommandTimes> => {
  const { openDesk } = createAnalyst({ database, fiscalYearStartMonth: 9 });
  const times = new Map<string, Times>();
  for (const { words } of timedCommands) {
    const [name = "", ...rest] = words.split(" ");
    const command = commands.find((candidate) => candidate.name === name);
    if (!command) throw new Error(`No command is called ${name}`);
    const milliseconds: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const policy = `everything ${words} ${round}` as Viewer["policy"];
      const viewer = { enterprise: "", team: "bench", user: "bench", policy };
      const desk = openDesk(viewer, { kind: "terminal" }, {} as DigestDesk);
      milliseconds.push((await timed(() => command.respond(rest.join(" "), desk))).milliseconds);
    }
    times.set(words, summarise(milliseconds.slice(1)));
  }
  return times;
};
