import { isTimeKey } from "../dimension.ts";
import type { Question } from "../question/question.ts";
import type { Sums } from "./compute.ts";
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

/** Joins the results of all scans by their group. */
export const mergeScans = (question: Question, results: readonly (readonly ScanRow[])[]): Groups => {
  const names = groupNames(question);
  const rows = new Map<string, Draft>();
  const total: Draft = { keys: {}, now: {}, before: {} };
  const time = question.by.find(isTimeKey);
  for (const row of results.flat()) {
    const isTotal = names.length === 0 || Number(row.total) !== 0;
    const keys = isTotal
      ? {}
      : Object.fromEntries(names.map((name) => [name, String(row[name === time ? "bucket" : name])]));
    addSums(isTotal ? total : draftOf(rows, keys), row);
  }
  return { rows: names.length === 0 ? [total] : [...rows.values()], total };
};

/** Break-down keys in column order: the dimension a ranking restarts in comes first. */
export const groupNames = (question: Question): readonly string[] => [
  ...new Set<string>([...(question.each ? [question.each] : []), ...question.by]),
];

const draftOf = (rows: Map<string, Draft>, keys: Record<string, string>): Draft => {
  const id = JSON.stringify(keys);
  const known = rows.get(id) ?? { keys, now: {}, before: {} };
  rows.set(id, known);
  return known;
};

const addSums = (draft: Draft, row: ScanRow): void => {
  for (const [name, value] of Object.entries(row)) {
    const side = name.endsWith("_0") ? draft.now : name.endsWith("_1") ? draft.before : undefined;
    if (side) side[name.slice(0, -2)] = value === null ? null : Number(value);
  }
};
