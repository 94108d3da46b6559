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
  let known: Promise<DataState> | undefined;
  let knownLoad = -1;

  const state = async (): Promise<DataState> => {
    const load = await latestLoad(database);
    if (!known || load !== knownLoad) {
      knownLoad = load;
      known = readState(database, fiscalYearStartMonth);
      known.catch(() => {
        known = undefined;
      });
    }
    return known;
  };

  const answer = async (question: Question, viewer: Viewer): Promise<Answer> => {
    const started = performance.now();
    const current = await state();
    const key = cacheKey(question, viewer, current.load);
    const remembered = cache.get(key);
    if (remembered) {
      const milliseconds = performance.now() - started;
      return { ...remembered, provenance: { ...remembered.provenance, milliseconds, cached: true } };
    }
    const fresh = await answerQuestion(question, viewer, current, database);
    cache.set(key, fresh);
    return fresh;
  };
  return { answer, state };
};

/** The one place that decides when two askers may share an answer. */
const cacheKey = (question: Question, viewer: Viewer, load: number): string =>
  JSON.stringify([canonicalJson(question), viewer.policy, load]);
