import type { Viewer } from "../../src/access/viewer.ts";
import type { Answer } from "../../src/answer/answer.ts";
import { type Analyst, createAnalyst } from "../../src/compose/analyst.ts";
import type { Database } from "../../src/database/database.ts";
import { raw, sql } from "../../src/database/sql.ts";
import type { Question } from "../../src/question/question.ts";
import { summarise, type Times, timed } from "./measure.ts";
import { type StandardQuestion, standardQuestions, widerQuestions } from "./questions.ts";

export interface QuestionFigures {
  readonly words: string;
  readonly rollup: string;
  readonly uncached: Times;
  readonly cached: Times;
  /** The plain star join of the same rows. */
  readonly star: Times;
}

export interface AskFigures {
  readonly each: readonly QuestionFigures[];
  /** Over all questions and rounds. */
  readonly uncached: Times;
  readonly cached: Times;
  readonly ratios: Times;
  readonly wider: readonly { readonly words: string; readonly times: Times }[];
}

const viewer = { enterprise: "", team: "bench", user: "bench", policy: "everything" } as const;
const place = { kind: "terminal" } as const;
const refuse = async (): Promise<never> => {
  throw new Error("benchmarks make no digests");
};
const noDigests = { create: refuse, list: refuse, run: refuse, remove: refuse };

/** Asks the standard set, each question many times on its own, and the star join of the same rows a few times. */
export const measureQuestions = async (
  database: Database,
  { rounds, starRounds }: { readonly rounds: number; readonly starRounds: number },
): Promise<AskFigures> => {
  const analyst = createAnalyst({ database, fiscalYearStartMonth: 9 });
  const desk = analyst.openDesk(viewer, place, noDigests);
  const read = async (words: string): Promise<Question> => (await desk.read(words)).question;
  const uncached: number[] = [];
  const cached: number[] = [];
  const each: QuestionFigures[] = [];
  for (const standard of standardQuestions) {
    const figures = await measureOne(database, analyst, standard, await read(standard.words), {
      ...{ rounds, starRounds, uncached, cached },
    });
    each.push(figures);
  }
  const wider = [];
  for (const words of widerQuestions) {
    const asked = await read(words);
    wider.push({ words, times: summarise(await repeat(3, () => ask(analyst, asked))) });
  }
  const ratios = each.map(({ star, uncached }) => star.median / uncached.median);
  return { each, uncached: summarise(uncached), cached: summarise(cached), ratios: summarise(ratios), wider };
};

let strangers = 0;

/** Another policy each time, so that no answer is remembered. */
const ask = (analyst: Analyst, question: Question): Promise<Answer> => {
  strangers += 1;
  return analyst.answerer.answer(question, {
    ...viewer,
    policy: `everything ${strangers}` as Viewer["policy"],
  });
};

const measureOne = async (
  database: Database,
  analyst: Analyst,
  { words, star, metric }: StandardQuestion,
  question: Question,
  run: {
    readonly rounds: number;
    readonly starRounds: number;
    readonly uncached: number[];
    readonly cached: number[];
  },
): Promise<QuestionFigures> => {
  const answer = await ask(analyst, question);
  await analyst.answerer.answer(question, viewer);
  const uncached = await repeat(run.rounds, () => ask(analyst, question));
  const cached = await repeat(run.rounds, () => analyst.answerer.answer(question, viewer));
  const plain = (): Promise<{ value: number }[]> => database.query(sql`${raw(star)}`, { deadline: 120_000 });
  insistOnSame(words, answer, metric, await plain());
  const stars = await repeat(run.starRounds, plain);
  run.uncached.push(...uncached);
  run.cached.push(...cached);
  const { rollup } = answer.provenance;
  return { words, rollup, uncached: summarise(uncached), cached: summarise(cached), star: summarise(stars) };
};

const repeat = async (times: number, work: () => Promise<unknown>): Promise<readonly number[]> => {
  const milliseconds: number[] = [];
  for (let round = 0; round < times; round += 1) milliseconds.push((await timed(work)).milliseconds);
  return milliseconds;
};

/** A fast wrong answer is worth nothing: both give the same values within 1e-9. */
const insistOnSame = (
  words: string,
  answer: Answer,
  metric: string,
  rows: readonly { value: number }[],
): void => {
  const ours = answer.rows.map((row) => Number(row[metric])).sort((a, b) => a - b);
  const theirs = rows.map((row) => row.value).sort((a, b) => a - b);
  const same =
    ours.length === theirs.length &&
    ours.every((value, index) => Math.abs(value - (theirs[index] ?? 0)) <= 1e-9 * Math.abs(value));
  if (!same) throw new Error(`"${words}" gives ${ours.join(", ")}, the star join ${theirs.join(", ")}`);
};
