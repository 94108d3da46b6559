import { LRUCache } from "lru-cache";
import type { Viewer } from "../access/viewer.ts";
import { type DataState, latestLoad, readState } from "../data/state.ts";
import type { Database } from "../database/database.ts";
import { canonicalJson } from "../question/canonical.ts";
import type { Question } from "../question/question.ts";
import type { Answer } from "./answer.ts";
import { answerQuestion } from "./answer-question.ts";
import { type PairSet, type Pairs, readPairs } from "./pairs.ts";

/** Answers questions for viewers, and remembers answers until the next load. */
export interface Answerer {
  answer(question: Question, viewer: Viewer): Promise<Answer>;
  /** A compared question without a break-down, with what lies behind it. Throws like `answer`. */
  pairs(question: Question, viewer: Viewer): Promise<Pairs>;
  /** The loaded data as questions see it now. */
  state(): Promise<DataState>;
  /** How many questions each rollup has served since the start, remembered answers included. */
  served(): ReadonlyMap<string, number>;
}

/** Cells an answer cache may hold in all, so that many large answers cannot fill the memory. */
const mostCells = 500_000;

/** Each holds every variant in every market, some megabytes. */
const mostPairSets = 6;

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
  const pairCache = new LRUCache<string, PairSet>({ max: mostPairSets });
  const loaded = followState(database, fiscalYearStartMonth);

  const recall = async (key: string, state: DataState, started: number): Promise<Answer | undefined> => {
    const remembered = cache.get(key);
    if (!remembered || (await loaded.latest()) !== state) return undefined;
    const milliseconds = performance.now() - started;
    return { ...remembered, provenance: { ...remembered.provenance, milliseconds, cached: true } };
  };

  const served = new Map<string, number>();
  const count = (answer: Answer): Answer => {
    for (const rollup of answer.provenance.rollup.split(" and "))
      served.set(rollup, (served.get(rollup) ?? 0) + 1);
    return answer;
  };

  const answerFrom = async (question: Question, viewer: Viewer, state: DataState): Promise<Answer> => {
    const started = performance.now();
    const key = cacheKey(question, viewer, state.load);
    const remembered = await recall(key, state, started);
    if (remembered) return count(remembered);
    const fresh = await answerQuestion(question, viewer, state, database);
    cache.set(key, fresh);
    return count(fresh);
  };

  const pairsFrom = async (question: Question, viewer: Viewer, state: DataState): Promise<Pairs> => {
    const key = cacheKey(question, viewer, state.load);
    const reading = pairCache.get(key) ?? readPairs(question, state, database);
    const [answer, set] = await Promise.all([answerFrom(question, viewer, state), reading]);
    pairCache.set(key, set);
    return { answer, ...set };
  };

  return {
    answer: (question, viewer) => untilOneLoad(loaded, (state) => answerFrom(question, viewer, state)),
    pairs: (question, viewer) => untilOneLoad(loaded, (state) => pairsFrom(question, viewer, state)),
    state: loaded.latest,
    served: () => served,
  };
};

/** What cannot be answered may be answered by what was loaded meanwhile. */
const untilOneLoad = async <T>(loaded: Followed, work: (state: DataState) => Promise<T>): Promise<T> => {
  for (let left = attempts; left > 0; left--) {
    const state = await loaded.known();
    try {
      return await work(state);
    } catch (error) {
      if ((await loaded.latest()) === state) throw error;
    }
  }
  throw new Error("Every attempt to answer met with another load");
};

/** A load in the middle of an answer makes it a mix of before and after: it is asked again, so many times in all. */
const attempts = 5;

interface Followed {
  /** The loaded data as it was when last looked at; each scan tells whether it still is. */
  known(): Promise<DataState>;
  /** The loaded data now: the same object until something is loaded. */
  latest(): Promise<DataState>;
}

/**
 * The loaded data, read once per load. Where this process alone loads, its database tells when something was: then
 * nobody waits for the connection that a load holds, only to learn that nothing has changed yet.
 */
const followState = (database: Database, fiscalYearStartMonth: number): Followed => {
  let reading: { readonly state: Promise<DataState>; readonly load: number } | undefined;
  let seen: number | undefined;

  const latest = async (): Promise<DataState> => {
    const revision = database.revision();
    if (reading && revision !== undefined && revision === seen) return reading.state;
    const load = await latestLoad(database);
    if (reading?.load !== load) {
      const begun = { load, state: readWhole(database, fiscalYearStartMonth) };
      reading = begun;
      begun.state.catch(() => {
        if (reading === begun) reading = undefined;
      });
    }
    seen = revision;
    return reading.state;
  };
  return { latest, known: () => reading?.state ?? latest() };
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
