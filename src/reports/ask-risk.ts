import type { Answer } from "../answer/answer.ts";
import type { Desk } from "../desk.ts";
import { type DimensionKey, isTimeKey } from "../dimension.ts";
import { QuestionError } from "../errors.ts";
import { type Concentration, concentrationOf } from "../insight/concentration.ts";
import { type Decline, type Drift, declinesOf, driftsOf } from "../insight/risks.ts";
import { type MemberStreak, seriesOf, streaksOf } from "../insight/streaks.ts";
import type { CommandStart } from "../question/assemble.ts";
import { indexOfIso } from "../question/calendar.ts";
import { type Question, question as questionSchema } from "../question/question.ts";
import { rangeOfMonths } from "../question/resolve-comparison.ts";
import { inOwnWords } from "./in-own-words.ts";
import { refuseOtherFigures } from "./own-figures.ts";
import { numberOf } from "./read-answer.ts";
import { whereLoaded } from "./where-loaded.ts";

export const riskStart: CommandStart = { command: "risk", metrics: ["net_sales"] };

/** What was found among the members of one dimension. */
export interface DimensionRisks {
  readonly dimension: DimensionKey;
  /** Sales and rates of each member against the year before. */
  readonly answer: Answer;
  /** Undefined where there are no sales to be shares of. */
  readonly concentration: Concentration | undefined;
  /** Undefined where too few quarters can be compared. */
  readonly declines: readonly Decline[] | undefined;
  /** Of margin and of discounts; undefined where nobody can be compared with the year before. */
  readonly erosions: readonly Drift[] | undefined;
  readonly creeps: readonly Drift[] | undefined;
  /** Undefined where no forecast is loaded. */
  readonly streaks: readonly MemberStreak[] | undefined;
}

export interface Risks {
  readonly dimensions: readonly [DimensionRisks, ...DimensionRisks[]];
  /** Whole-slice figures, whose coverage tells the gaps. */
  readonly slice: Answer;
  readonly forecast: Answer | undefined;
}

const figures = ["net_sales", "gross_sales", "gross_margin_pct", "deductions_pct"];
const covered = ["sold_quantity", "gross_sales", "net_sales", "gross_margin"];

/** Asks everything at once; of a named period the quarters and months before its end in a second round. */
export const askRisk = async (question: Question, desk: Desk): Promise<Risks> => {
  refuseOtherFigures({ reading: { question, corrections: [] }, start: riskStart, say: desk.say }, []);
  refuseMembers(question, desk);
  const dimensions = dimensionsOf(question);
  const comparison = question.comparison ?? { kind: "last-year" as const };
  const build = (parts: Partial<Question>): Question =>
    questionSchema.parse({
      kind: "measure",
      filters: question.filters,
      ...(question.period ? { period: question.period } : {}),
      ...parts,
    });
  const main = build({ metrics: covered, comparison });
  const overTime = ({ quarters, months }: Before) =>
    Promise.all(
      dimensions.map((dimension) =>
        Promise.all([
          whereLoaded(
            desk.answer(build({ ...declineFigures, by: [dimension, "fiscal_quarter"], period: quarters })),
          ),
          whereLoaded(
            desk.answer(build({ metrics: ["net_error"], by: [dimension, "month"], period: months })),
          ),
        ]),
      ),
    );
  const [slice, forecast, answers, recent] = await Promise.all([
    inOwnWords(desk.answer(main), question, riskStart, desk),
    whereLoaded(desk.answer(build({ metrics: ["forecast_accuracy"], comparison }))),
    Promise.all(
      dimensions.map((dimension) =>
        whereLoaded(desk.answer(build({ metrics: figures, by: [dimension], comparison }))),
      ),
    ),
    question.period ? undefined : overTime(latest),
  ]);
  const times = recent ?? (await overTime(beforeEnd(slice)));
  const found = dimensions.flatMap((dimension, at) => {
    const answer = answers[at];
    const [quarters, errors] = times[at] ?? [];
    return answer ? [risksOf(dimension, answer, quarters, errors)] : [];
  });
  return { dimensions: found as unknown as Risks["dimensions"], slice, forecast };
};

/** Another market's margin has not eroded from this one's. */
const refuseMembers = ({ comparison, ...alone }: Question, desk: Pick<Desk, "say">): void => {
  if (comparison?.kind !== "member") return;
  throw new QuestionError(
    "not-allowed",
    "Risks are of one slice against an earlier period. Two members stand side by side in their profit and loss.",
    [
      { label: "risks", words: desk.say(alone, riskStart) },
      {
        label: "profit and loss",
        words: desk.say({ ...alone, comparison }, { ...riskStart, command: "pnl" }),
      },
    ],
  );
};

const risksOf = (
  dimension: DimensionKey,
  answer: Answer,
  quarters: Answer | undefined,
  errors: Answer | undefined,
): DimensionRisks => ({
  dimension,
  answer,
  concentration: concentrationOf(answer.rows.flatMap((row) => numberOf(row, "net_sales") ?? [])),
  declines: quarters && declinesOf(quarters, "net_sales"),
  erosions: driftsOf(answer, "gross_margin_pct", "net_sales", "down"),
  creeps: driftsOf(answer, "deductions_pct", "gross_sales", "up"),
  streaks:
    errors && numberOf(errors.totals, "net_error") !== null
      ? streaksOf(seriesOf(errors, "net_error"))
      : undefined,
});

const declineFigures = { metrics: ["net_sales"], comparison: { kind: "last-year" as const } };

/** How far back streaks are followed: six quarters of sales, twelve months of forecasts. */
interface Before {
  readonly quarters: Question["period"];
  readonly months: Question["period"];
}

const latest: Before = {
  quarters: { kind: "last", count: 6, unit: "quarter" },
  months: { kind: "last", count: 12, unit: "month" },
};

/** As many up to the end of the asked period, none of them ahead. */
const beforeEnd = ({ span, provenance }: Answer): Before => {
  const last = indexOfIso(span.to < provenance.through ? `${span.to.slice(0, 7)}-01` : provenance.through);
  return { quarters: rangeOfMonths(last - 17, last), months: rangeOfMonths(last - 11, last) };
};

/** On whom a business depends, unless one of them is the slice. */
const dimensionsOf = ({ by, filters }: Question): readonly DimensionKey[] => {
  const named = by.filter((key): key is DimensionKey => !isTimeKey(key));
  if (named.length > 0) return named;
  const single = filters.filter(({ excluded, members }) => !excluded && members.length === 1);
  return (["customer", "product", "market"] as const).filter(
    (key) => !single.some(({ dimension }) => dimension === key),
  );
};
