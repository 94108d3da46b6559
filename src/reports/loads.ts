import type { LoadRecord } from "../data/loads.ts";
import { formatFull } from "../format.ts";
import type { Cell, Report } from "../report.ts";

/** Every load, latest first: number, when, who, what it did, and whether it still stands. */
export const composeLoads = (loads: readonly LoadRecord[]): Report => {
  const [latest] = loads;
  return {
    title: "Loads",
    reading: "",
    headline:
      latest === undefined
        ? "No data is loaded yet. Load your export files with: npx bims import FOLDER"
        : `Load ${latest.id} is the latest, ${latest.finishedAt} UTC by ${latest.who}.${undoHint(loads)}`,
    sections: latest === undefined ? [] : [{ kind: "table", table: tableOf(loads) }],
    notes: [],
    next: [{ label: "What is loaded", words: "status" }],
    footer: "",
  };
};

const undoHint = (loads: readonly LoadRecord[]): string => {
  const last = loads.find(({ kind, undoneBy }) => kind === "import" && undoneBy === null);
  return last === undefined ? "" : ` To take load ${last.id} back: npx bims undo ${last.id}`;
};

const tableOf = (loads: readonly LoadRecord[]) => ({
  caption: "Latest first, times in UTC",
  columns: [
    { label: "Load", align: "right" },
    { label: "When", align: "left" },
    { label: "Who", align: "left" },
    { label: "What", align: "left" },
    { label: "New", align: "right" },
    { label: "Changed", align: "right" },
    { label: "Removed", align: "right" },
  ] as const,
  rows: loads.map((load): readonly Cell[] => [
    { text: String(load.id), value: load.id },
    { text: load.finishedAt },
    { text: load.who },
    { text: whatOf(load) },
    count(load.added),
    count(load.changed),
    count(load.removed),
  ]),
});

const count = (rows: number): Cell => ({ text: formatFull(rows, "count"), value: rows });

const whatOf = (load: LoadRecord): string => {
  const undone = load.undoneBy === null ? "" : `, undone by load ${load.undoneBy}`;
  if (load.undoes !== null) return `undo of load ${load.undoes}`;
  if (load.demo && load.kind === "demo") return "the invented demo company";
  return `${load.kind}${load.files === "" ? "" : ` of ${shorten(load.files)}`}${undone}`;
};

const shorten = (files: string): string => (files.length > 60 ? `${files.slice(0, 57)}…` : files);
