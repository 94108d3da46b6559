import type { Answer } from "../answer/answer.ts";
import type { Desk } from "../desk.ts";
import { type DimensionKey, dimensions, isTimeKey } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import { type FullYear, fullYearOf } from "../insight/full-year.ts";
import { type MemberStreak, seriesOf, streaksOf } from "../insight/streaks.ts";
import { metricOf } from "../metrics/index.ts";
import type { CommandStart } from "../question/assemble.ts";
import { indexOfIso } from "../question/calendar.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import { rangeOfMonths } from "../question/resolve-comparison.ts";
import { inOwnWords } from "./in-own-words.ts";
import { whereLoaded } from "./where-loaded.ts";

/** What the report holds of each row, the first one ordering them. */
export const demandMetrics: readonly string[] = [
  "forecast_accuracy",
  "forecast_bias",
  "net_error",
  "absolute_error",
];

export const demandStart: CommandStart = { command: "demand", metrics: demandMetrics };

export interface DemandAnswers {
  /** Demand metrics by the asked (or usual) break-down, beside forecast and sold quantity. */
  readonly main: Answer;
  /** Forecast and sold quantity by month. */
  readonly months: Answer | undefined;
  /** Forecast of the running fiscal year by month, to its end. */
  readonly year: Answer | undefined;
  readonly fullYear: FullYear | undefined;
  /** Who the streaks are of. */
  readonly group: DimensionKey;
  readonly streaks: readonly MemberStreak[];
}

/** Asks everything that does not depend on another answer at once. Throws a QuestionError for other figures. */
export const askDemand = async (question: Question, desk: Desk): Promise<DemandAnswers> => {
  refuseOthers(question, desk);
  const { comparison: _, each: _each, level: _level, form: _form, ...slice } = question;
  const monthly = (parts: Partial<Question>): Question =>
    questionSchema.parse({
      ...slice,
      kind: "measure",
      by: ["month"],
      conditions: [],
      share: false,
      ...parts,
    });
  const group = streakGroup(question);
  const ask = (asked: Question): Promise<Answer | undefined> => whereLoaded(desk.answer(asked));
  const { period: _period, ...anyTime } = slice;
  const running = questionSchema.parse({
    ...anyTime,
    kind: "measure",
    conditions: [],
    share: false,
    by: ["month"],
    metrics: ["forecast_quantity"],
  });
  const history = monthly({
    metrics: ["sold_quantity", "forecast_quantity"],
    period: { kind: "last", count: 24, unit: "month" },
  });
  const errors = (period: Question["period"]): Question =>
    monthly({ metrics: ["net_error"], by: [group, "month"], period });
  const [main, sold, year, ownMonths, recent] = await Promise.all([
    inOwnWords(desk.answer(mainQuestion(question)), question, demandStart, desk),
    ask(history),
    ask(running),
    question.period ? ask(monthly({ metrics: ["forecast_quantity", "sold_quantity"] })) : undefined,
    question.period ? undefined : ask(errors({ kind: "last", count: 12, unit: "month" })),
  ]);
  const series = recent ?? (await ask(errors(yearBefore(main))));
  return {
    main,
    months: question.period ? ownMonths : sold,
    year: question.period ? undefined : year,
    fullYear: year && sold && main.span.to >= firstOf(year) ? fullYearOf(year, sold) : undefined,
    group,
    streaks: series ? streaksOf(seriesOf(series, "net_error")) : [],
  };
};

const firstOf = (year: Answer): string => String(year.rows[0]?.month ?? "9999");

/** The twelve months up to the end of the asked period, none of them ahead. */
const yearBefore = ({ span, provenance }: Answer): Question["period"] => {
  const last = indexOfIso(span.to < provenance.through ? `${span.to.slice(0, 7)}-01` : provenance.through);
  return rangeOfMonths(last - 11, last);
};

const units = ["sold_quantity", "forecast_quantity"];

const mainQuestion = (question: Question): Question => {
  const asked = question.metrics.filter((key) => !units.includes(key));
  const metrics = [...new Set([...asked.slice(0, 2), ...demandMetrics, ...units])];
  const by = question.by.length > 0 ? question.by : [usualGroup(question)];
  return questionSchema.parse({ ...question, metrics, by });
};

/** Segments, or the level below what the slice names of products. */
const usualGroup = ({ filters }: Question): DimensionKey => {
  const named = filters.filter(({ excluded }) => !excluded).map(({ dimension }) => dimension);
  const rank = Math.max(0, ...named.filter(isProduct).map((key) => dimensions[key].rank));
  return productLevels.find((key) => dimensions[key].rank > rank) ?? "customer";
};

const isProduct = (key: DimensionKey): boolean => dimensions[key].hierarchy === "product";
const productLevels = ["segment", "category", "product", "product_code"] as const;

/** The break-down's own members; products where none is named. */
const streakGroup = (question: Question): DimensionKey =>
  question.by.find((key): key is DimensionKey => !isTimeKey(key)) ??
  (usualGroup(question) === "segment" || usualGroup(question) === "category"
    ? "product"
    : usualGroup(question));

const refuseOthers = (question: Question, desk: Pick<Desk, "say">): void => {
  const other = question.metrics.find(
    (key) => metricOf(key).formula.kind !== "demand" && !units.includes(key),
  );
  if (!other) return;
  throw new QuestionError(
    "not-allowed",
    `Forecasts are in units: ${metricOf(other).label.toLowerCase()} has none that it could be held against.`,
    [
      {
        label: "Forecast against sold",
        words: desk.say({ ...question, metrics: [...demandMetrics] }, demandStart),
      },
      { label: metricOf(other).label, words: desk.say({ ...question, metrics: [other] }) },
    ],
  );
};
