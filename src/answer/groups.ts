import { isTimeKey } from "../dimension.ts";
import type { Question } from "../question/question.ts";
import { addSum, type Sums } from "./compute.ts";
import type { ScanRow } from "./scan.ts";

/** One group of the answer with its sums on both sides of the comparison. */
export interface Group {
  /** Values of the break-down; the time bucket under its own key. */
  readonly keys: Readonly<Record<string, string>>;
  readonly now: Sums;
  readonly before: Sums;
}

export interface Groups {
  readonly rows: readonly Group[];
  readonly total: Group;
}

type Draft = {
  keys: Record<string, string>;
  now: Record<string, number | null>;
  before: Record<string, number | null>;
};

/** Joins the results of all scans by their group; sums of one name are of other months each. */
export const mergeScans = (question: Question, results: readonly (readonly ScanRow[])[]): Groups => {
  const names = groupNames(question);
  const time = question.by.find(isTimeKey);
  const sources = names.map((name) => [name, name === time ? "bucket" : name] as const);
  const rows = new Map<string, Draft>();
  const total: Draft = { keys: {}, now: {}, before: {} };
  for (const result of results) {
    const sums = sumsIn(result[0]);
    for (const row of result) {
      const isTotal = names.length === 0 || Number(row.total) !== 0;
      addSums(isTotal ? total : draftOf(rows, sources, row), row, sums);
    }
  }
  return { rows: names.length === 0 ? [total] : [...rows.values()], total };
};

/** Break-down keys in column order: the dimension a ranking restarts in comes first. */
export const groupNames = (question: Question): readonly string[] => [
  ...new Set<string>([...(question.each ? [question.each] : []), ...question.by]),
];

type Sources = readonly (readonly [name: string, column: string])[];

const draftOf = (rows: Map<string, Draft>, sources: Sources, row: ScanRow): Draft => {
  const id = sources.map(([, column]) => row[column]).join("\n");
  const known = rows.get(id);
  if (known) return known;
  const keys = Object.fromEntries(sources.map(([name, column]) => [name, String(row[column])]));
  const draft: Draft = { keys, now: {}, before: {} };
  rows.set(id, draft);
  return draft;
};

/** A column of sums: which, and of which side. */
interface SumColumn {
  readonly column: string;
  readonly name: string;
  readonly side: "now" | "before";
}

/** The sums that the rows of a scan hold; all of its rows have the same columns. */
const sumsIn = (row: ScanRow = {}): readonly SumColumn[] =>
  Object.keys(row)
    .filter((column) => /_[01]$/.test(column))
    .map((column) => ({
      column,
      name: column.slice(0, -2),
      side: column.endsWith("_0") ? "now" : "before",
    }));

const addSums = (draft: Draft, row: ScanRow, sums: readonly SumColumn[]): void => {
  for (const { column, name, side } of sums) {
    const value = row[column] ?? null;
    draft[side][name] = addSum(draft[side][name], value === null ? null : Number(value));
  }
};
