import { createAnswerer } from "../../../src/answer/answerer.ts";
import type { Database } from "../../../src/database/database.ts";
import { metrics } from "../../../src/metrics/index.ts";
import { createVocabulary } from "../../../src/question/create-vocabulary.ts";
import { read } from "../../../src/question/read.ts";
import type { Version } from "./company.ts";

const viewer = { enterprise: "", team: "", user: "", policy: "everything" } as const;

const questions = [
  "net sales",
  "gross margin % by market FY2026",
  "top 5 products by net sales FY2026",
  "sold quantity by month FY2026",
  "gross sales by category FY2026",
  "net sales by customer FY2026",
  "forecast accuracy by category FY2026",
  "net sales by sub zone FY2026",
];

type Cell = string | number | null | object;

/** What people are told: every cell of every answer, and the load that the answers name. */
export interface Told {
  readonly load: number;
  readonly cells: readonly (readonly Cell[])[];
}

/** Asks the questions anew, each in words. */
export const askAll = async (database: Database): Promise<Told> => {
  const answerer = createAnswerer({ database, fiscalYearStartMonth: 9 });
  const state = await answerer.state();
  const vocabulary = createVocabulary(state.dimensions, metrics);
  const cells: Cell[][] = [];
  for (const words of questions) {
    const { rows, totals } = await answerer.answer(read(words, vocabulary, state.months).question, viewer);
    cells.push([...rows, totals].flatMap((row) => Object.values(row ?? {}) as Cell[]));
  }
  return { load: state.load, cells };
};

/** Cells are the same within 1e-9 of their size: sums of doubles depend on their order. */
export const areSame = (one: Told, other: Told): boolean =>
  one.cells.every((cells, at) => {
    const others = other.cells[at] ?? [];
    return (
      cells.length === others.length && cells.every((cell, index) => isSameCell(cell, others[index] ?? null))
    );
  });

const isSameCell = (one: Cell, other: Cell): boolean =>
  typeof one === "number" && typeof other === "number"
    ? Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other))
    : JSON.stringify(one) === JSON.stringify(other);

export type Expected = Readonly<Record<Version, Told>>;

/** The version that every single answer comes from; `mix` when they come from both, or from neither. */
export const versionTold = (told: Told, expected: Expected): Version | "mix" =>
  (["first", "second"] as const).find((version) => areSame(told, expected[version])) ?? "mix";
