import { defineCommand } from "../../src/command.ts";
import type { Desk } from "../../src/desk.ts";
import type { Tools } from "../../src/terminal/tools.ts";
import { exampleAnswer } from "./example-answer.ts";
import { exampleReport } from "./example-report.ts";

const viewer = { enterprise: "", team: "", user: "terminal", policy: "everything" } as const;

const top = defineCommand({
  name: "top",
  summary: "rank the members of something",
  usage: "[N] GROUP by METRIC",
  examples: ["products by net sales", "5 markets", "customers"],
  global: true,
  respond: async (words) => exampleReport({ title: `top ${words}`, sections: [] }),
});

/** Tools over the example answer; what is asked of them is remembered. */
export const exampleTools = (overrides: Partial<Tools> = {}) => {
  const asked: string[] = [];
  const tools: Tools = {
    commands: [top],
    desk: async () => {
      const asking: Partial<Desk> = {
        viewer,
        place: { kind: "terminal" },
        ask: async (words) => {
          asked.push(words);
          return exampleAnswer();
        },
      };
      return asking as Desk;
    },
    version: "1.2.3",
    report: async () => exampleReport({ sections: [] }),
    isLoading: () => false,
    draw: async () => new Uint8Array([137, 80, 78, 71]),
    undo: async (load) => {
      asked.push(`undo ${load}`);
      return { report: exampleReport({ title: "Undo" }), done: true };
    },
    backup: async (file) => {
      asked.push(`backup ${file}`);
      return { report: exampleReport({ title: "Backup" }), done: true };
    },
    restore: async (file, { force }) => {
      asked.push(`restore ${file} ${force}`);
      return { report: exampleReport({ title: "Restore" }), done: true };
    },
    importFiles: async (paths, { quarantine, replaceMonths, dateFormat }) => {
      asked.push(
        ...paths,
        String(quarantine),
        ...(replaceMonths ? ["replace months"] : []),
        ...(dateFormat ? [dateFormat] : []),
      );
      return { report: exampleReport(), done: true };
    },
    refresh: async ({ progress }) => {
      progress("Line table", 1, 2);
      progress("Line table", 2, 2);
      progress("Rollups", 1, 1);
      return { report: exampleReport({ title: "Refreshed" }), done: true };
    },
    demo: async () => ({ report: exampleReport({ title: "There are other loads" }), done: false }),
    migrate: async () => ({ report: exampleReport(), done: true }),
    doctor: async ({ live }) => ({ report: exampleReport({ title: `live ${live}` }), done: true }),
    manifest: () => '{"display_information":{}}',
    noteFailure: () => "f00d",
    ...overrides,
  };
  return { tools, asked };
};
