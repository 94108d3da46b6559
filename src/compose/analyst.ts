import type { Viewer } from "../access/viewer.ts";
import { type Answerer, createAnswerer } from "../answer/answerer.ts";
import type { DataState } from "../data/state.ts";
import { readStatus } from "../data/status.ts";
import type { Database } from "../database/database.ts";
import type { Desk, DigestDesk, Place, Reading } from "../desk.ts";
import { metrics } from "../metrics/index.ts";
import { createVocabulary, type Vocabulary } from "../question/create-vocabulary.ts";
import { read, readSlice } from "../question/read.ts";
import { answerReading } from "../reports/answer-reading.ts";
import { composeStatus } from "../reports/status.ts";

/** Reads and answers questions for anyone: what every door (Slack, terminal, digests) shares. */
export interface Analyst {
  readonly answerer: Answerer;
  openDesk(viewer: Viewer, place: Place, digests: DigestDesk): Desk;
}

export const createAnalyst = (options: {
  readonly database: Database;
  readonly fiscalYearStartMonth: number;
}): Analyst => {
  const answerer = createAnswerer(options);
  const vocabularyOf = rememberVocabulary();

  const readWords = async (words: string, start?: "top" | "trend"): Promise<Reading> => {
    const state = await answerer.state();
    return read(words, vocabularyOf(state), state.months, start ? { start } : {});
  };

  const openDesk = (viewer: Viewer, place: Place, digests: DigestDesk): Desk => {
    const desk: Desk = {
      viewer,
      place,
      read: readWords,
      readSlice: async (words) => {
        const state = await answerer.state();
        return readSlice(words, vocabularyOf(state), state.months);
      },
      answer: (question) => answerer.answer(question, viewer),
      ask: async (words) => answerReading(await readWords(words), desk),
      status: async () => composeStatus(await readStatus(options.database), await answerer.state()),
      digests,
    };
    return desk;
  };
  return { answerer, openDesk };
};

/** The phrase tables of a load, built once. */
const rememberVocabulary = (): ((state: DataState) => Vocabulary) => {
  let known: { readonly load: number; readonly vocabulary: Vocabulary } | undefined;
  return (state) => {
    if (known?.load !== state.load)
      known = { load: state.load, vocabulary: createVocabulary(state.dimensions, metrics) };
    return known.vocabulary;
  };
};
