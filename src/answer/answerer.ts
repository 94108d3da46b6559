import { LRUCache } from "lru-cache";
import type { Viewer } from "../access/viewer.ts";
import { type DataState, latestLoad, readState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import { canonicalJson } from "../question/canonical.ts";
import type { Question } from "../question/question.ts";
import type { Answer } from "./answer.ts";
import { answerQuestion } from "./answer-question.ts";

/** Answers questions for viewers, and remembers answers until the next load. */
export interface Answerer {
  answer(question: Question, viewer: Viewer): Promise<Answer>;
  /** The loaded data as questions see it now. */
  state(): Promise<DataState>;
}

/** Cells an answer cache may hold in all, so that many large answers cannot fill the memory. */
const mostCells = 500_000;

export const createAnswerer = (options: {
  readonly database: Database;
  readonly fiscalYearStartMonth: number;
}): Answerer => {
  const { database, fiscalYearStartMonth } = options;
  const cache = new LRUCache<string, Answer>({
    max: 1000,
    maxSize: mostCells,
    sizeCalculation: (answer) => 1 + answer.rows.length * answer.columns.length,
  });
  const current = followState(database, fiscalYearStartMonth);

  const answer = async (question: Question, viewer: Viewer): Promise<Answer> => {
    const started = performance.now();
    for (let left = attempts; left > 0; left--) {
      const { state, isStill } = await current();
      const key = cacheKey(question, viewer, state.load);
      const remembered = cache.get(key);
      if (remembered) {
        const milliseconds = performance.now() - started;
        return { ...remembered, provenance: { ...remembered.provenance, milliseconds, cached: true } };
      }
      const fresh = await answerQuestion(question, viewer, state, database);
      if (!(await isStill())) continue;
      cache.set(key, fresh);
      return fresh;
    }
    throw new Error("Every attempt to answer met with another load");
  };
  return { answer, state: async () => (await current()).state };
};

/** A load in the middle of an answer makes it a mix of before and after: it is asked again, so many times in all. */
const attempts = 5;

interface Current {
  readonly state: DataState;
  /** Whether nothing was loaded since. */
  isStill(): Promise<boolean>;
}

/**
 * The loaded data, read once per load. Where this process alone loads, its database tells when something was: then
 * nobody waits for the connection that a load holds, only to learn that nothing has changed yet.
 */
const followState = (database: Database, fiscalYearStartMonth: number): (() => Promise<Current>) => {
  let known: { readonly state: Promise<DataState>; readonly load: number } | undefined;
  let seen: number | undefined;

  const latest = async (): Promise<NonNullable<typeof known>> => {
    const revision = database.revision();
    if (known && revision !== undefined && revision === seen) return known;
    const load = await latestLoad(database);
    if (known?.load !== load) {
      const reading = { load, state: readWhole(database, fiscalYearStartMonth) };
      known = reading;
      reading.state.catch(() => {
        if (known === reading) known = undefined;
      });
    }
    seen = revision;
    return known;
  };

  return async () => {
    const { state, load } = await latest();
    const found = await state;
    return {
      state: found,
      isStill: async () => load === found.load && (await latest()).load === load,
    };
  };
};

/** Read in several statements; again, when a load came between them. */
const readWhole = async (database: Database, fiscalYearStartMonth: number): Promise<DataState> => {
  for (let left = attempts; left > 0; left--) {
    const state = await readState(database, fiscalYearStartMonth);
    if ((await latestLoad(database)) === state.load) return state;
  }
  throw new Error("Every attempt to read what is loaded met with another load");
};

/** The one place that decides when two askers may share an answer. */
const cacheKey = (question: Question, viewer: Viewer, load: number): string =>
  JSON.stringify([canonicalJson(question), viewer.policy, load]);
