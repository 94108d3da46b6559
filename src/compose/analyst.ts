import type { Viewer } from "../access/viewer.ts";
import { type Answerer, createAnswerer } from "../answer/answerer.ts";
import { explainPairs, explainQuestion } from "../answer/explain.ts";
import { readLoads } from "../data/loads.ts";
import type { DataState } from "../data/state.ts";
import { readStatus } from "../data/status.ts";
import type { Database } from "../database/database.ts";
import type { Desk, DigestDesk, Place, Reading } from "../desk.ts";
import { metrics } from "../metrics/index.ts";
import { applyClause } from "../question/apply-clause.ts";
import type { Start } from "../question/assemble.ts";
import { createVocabulary } from "../question/create-vocabulary.ts";
import { pinPeriod } from "../question/pin-period.ts";
import type { Question } from "../question/question.ts";
import { factOfQuestion, read, readSlice } from "../question/read.ts";
import type { Vocabulary } from "../question/vocabulary.ts";
import { toWords } from "../question/words.ts";
import { answerReading } from "../reports/answer-reading.ts";
import { composeLoads } from "../reports/loads.ts";
import { composeReceipt } from "../reports/receipt.ts";
import { composeStatus } from "../reports/status.ts";

/** Reads and answers questions for anyone: what every door (Slack, terminal, digests) shares. */
export interface Analyst {
  readonly answerer: Answerer;
  /** A question as words that read back as it. */
  readonly say: Desk["say"];
  openDesk(viewer: Viewer, place: Place, digests: DigestDesk): Desk;
}

export const createAnalyst = (options: {
  readonly database: Database;
  readonly fiscalYearStartMonth: number;
}): Analyst => {
  const answerer = createAnswerer(options);
  const vocabularies = rememberVocabulary();

  const say: Desk["say"] = (question, after) => toWords(question, vocabularies.latest(), after);

  const readWords = async (words: string, start?: Start): Promise<Reading> => {
    const state = await answerer.state();
    return read(words, vocabularies.of(state), state.months, start ? { start } : {});
  };

  const pinned = (question: Question, state: DataState): Question => {
    try {
      return pinPeriod(question, state.months, factOfQuestion(question, vocabularies.of(state)));
    } catch {
      return question;
    }
  };

  const openDesk = (viewer: Viewer, place: Place, digests: DigestDesk): Desk => {
    const desk: Desk = {
      viewer,
      place,
      read: readWords,
      readSlice: async (words) => {
        const state = await answerer.state();
        return readSlice(words, vocabularies.of(state), state.months);
      },
      answer: (question) => answerer.answer(question, viewer),
      pairs: (question) => answerer.pairs(question, viewer),
      follow: async (question, clause) => {
        const state = await answerer.state();
        return applyClause(question, clause, vocabularies.of(state), state.months);
      },
      pin: async (question) => pinned(question, await answerer.state()),
      receipt: async (question, of) => {
        const [answer, state] = await Promise.all([answerer.answer(question, viewer), answerer.state()]);
        const behind = of === "pairs" ? explainPairs(question, state) : [];
        return composeReceipt(answer, [...explainQuestion(question, state), ...behind], say(question));
      },
      ask: async (words) => answerReading(await readWords(words), desk),
      status: async () =>
        composeStatus(await readStatus(options.database, answerer.served()), await answerer.state()),
      loads: async () => composeLoads(await readLoads(options.database, mostLoads)),
      say,
      digests,
    };
    return desk;
  };
  return { answerer, say, openDesk };
};

/** Loads that are listed; more would not be read. */
const mostLoads = 100;

/** The phrase tables of a load, built once. */
const rememberVocabulary = () => {
  let known: { readonly load: number; readonly vocabulary: Vocabulary } | undefined;
  return {
    of: (state: DataState): Vocabulary => {
      if (known?.load !== state.load)
        known = { load: state.load, vocabulary: createVocabulary(state.dimensions, metrics) };
      return known.vocabulary;
    },
    latest: (): Vocabulary | undefined => known?.vocabulary,
  };
};
