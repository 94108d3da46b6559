import { QuestionError } from "../errors.ts";
import { factOf } from "./assemble.ts";
import { fiscalYearOf, indexOfIso } from "./calendar.ts";
import type { LoadedMonths } from "./loaded-months.ts";
import { periodWords } from "./period-words.ts";
import { type Offer, type ReadingProblem, refuse } from "./problem.ts";
import type { Period, Question } from "./question.ts";
import { type ResolvedPeriod, resolvePeriod } from "./resolve-period.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Periods that no load can answer: backwards, of unequal spans. Throws a ReadingProblem; says nothing of what is not loaded. */
export const checkPeriod = (question: Question, vocabulary: Vocabulary, loaded: LoadedMonths): void => {
  const period = tryResolve(question, vocabulary, loaded);
  if (!period) return;
  const rate = question.metrics
    .flatMap((key) => vocabulary.metrics.get(key) ?? [])
    .find((metric) => metric.formula.kind === "rate");
  if (!rate || question.by.includes("fiscal_year")) return;
  const years = [
    ...new Set(period.months.map((month) => fiscalYearOf(indexOfIso(month), loaded.fiscalYearStartMonth))),
  ];
  const last = years.at(-1);
  if (years.length < 2 || last === undefined) return;
  throw refuse(
    "not-allowed",
    `${rate.label} is set per fiscal year, and ${period.label} holds ${years.length} of them.`,
    [
      { label: "by fiscal year", asks: { question: { ...question, by: [...question.by, "fiscal_year"] } } },
      {
        label: `FY${last}`,
        asks: { question: { ...question, period: { kind: "fiscal-year", year: last } } },
      },
    ],
  );
};

const tryResolve = (
  question: Question,
  vocabulary: Vocabulary,
  loaded: LoadedMonths,
): ResolvedPeriod | undefined => {
  try {
    return resolvePeriod(question, loaded, factOf(question.metrics, vocabulary));
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    if (error.kind === "not-loaded") return undefined;
    throw problemOf(error, turned(question));
  }
};

/** The same refusal, its choices read and said again like all others. */
const problemOf = (error: QuestionError, offers: readonly Offer[]): ReadingProblem =>
  refuse(error.kind, error.message, [
    ...error.choices.map(({ label, words }) => ({ label, asks: { words } })),
    ...offers,
  ]);

/** A range that runs backwards, the other way round. */
const turned = (question: Question): readonly Offer[] => {
  const { period } = question;
  if (period?.kind !== "range") return [];
  const forwards: Period = { kind: "range", from: period.to, to: period.from };
  return [{ label: periodWords(forwards), asks: { question: { ...question, period: forwards } } }];
};
