import type { DataState, TargetRow } from "../data/state.ts";
import { type DimensionKey, isTimeKey, type TimeKey } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import {
  bucketOfIndex,
  fiscalQuarterOf,
  fiscalQuarterStart,
  fiscalYearOf,
  fiscalYearStart,
  indexOfIso,
  isoOfIndex,
  type MonthIndex,
} from "../question/calendar.ts";
import type { LoadedMonths } from "../question/loaded-months.ts";
import type { Question } from "../question/question.ts";
import type { Row, Target, Targets } from "./answer.ts";
import { remembered } from "./remembered.ts";

/** An answer, as far as targets are looked up for it. */
interface Aimed {
  readonly question: Question;
  readonly metrics: readonly Metric[];
  readonly rows: readonly Row[];
  /** Asked months, ISO firsts, ascending. */
  readonly months: readonly string[];
}

type Loaded = Pick<DataState, "targets" | "months" | "through">;

/** Whom a target is set for. */
interface Aim {
  readonly dimension: TargetRow["dimension"];
  readonly member: string;
}

/**
 * The targets that are set for exactly what the answer shows: the slice as a whole and each row, in exactly its
 * period, or in the year (or quarter) of which it is the part until now. Undefined where there are none.
 */
export const targetsOf = (aimed: Aimed, loaded: Loaded): Targets | undefined => {
  if (loaded.targets.length === 0 || aimed.question.kind === "listing") return undefined;
  const { question, metrics, months, rows } = aimed;
  const time = question.by.find(isTimeKey);
  const unit = time ? unitOfTime[time] : "asked";
  const start = loaded.months.fiscalYearStartMonth;
  const monthsIn = (bucket: string): readonly string[] =>
    time ? months.filter((month) => bucketOfIndex(indexOfIso(month), time, start) === bucket) : months;
  const ofAsked = remembered((metric: Metric) => periodsOf(question, "asked", months, metric, loaded));
  const ofBucket = remembered((bucket: string) => {
    const mine = monthsIn(bucket);
    return remembered((metric: Metric) =>
      unit === null ? [] : periodsOf(question, unit, mine, metric, loaded),
    );
  });
  const find = (aim: Aim | null, periods: (metric: Metric) => readonly TargetPeriod[]) =>
    aim === null ? {} : findTargets(metrics, aim, periods, loaded);
  const total = find(aimOf(question), ofAsked);
  const found = rows.map((row) => find(aimOfRow(question, row), ofBucket(time ? String(row[time]) : "")));
  const any = [total, ...found].some((targets) => Object.keys(targets).length > 0);
  return any ? { total, rows: found } : undefined;
};

/** Without a filter the whole company; one member of one dimension; else nobody that a target could be set for. */
const aimOf = ({ filters }: Question): Aim | null => {
  const [filter, ...others] = filters;
  if (!filter) return { dimension: "company", member: "all" };
  const [member, ...more] = filter.members;
  if (others.length > 0 || more.length > 0 || filter.excluded || filter.part || !member) return null;
  return { dimension: filter.dimension, member };
};

/** Dimensions of which a member of this one belongs to one member: a filter on them leaves it whole. */
const implied: Partial<Record<DimensionKey, readonly DimensionKey[]>> = {
  market: ["region", "sub_zone"],
  customer_code: ["region", "sub_zone", "market", "platform", "channel", "customer"],
  product_code: ["division", "segment", "category", "product"],
};

const aimOfRow = (question: Question, row: Row): Aim | null => {
  const groups = [...new Set([...(question.each ? [question.each] : []), ...question.by])].filter(
    (key): key is DimensionKey => !isTimeKey(key),
  );
  const [dimension, ...others] = groups;
  if (!dimension) return aimOf(question);
  const whole = [dimension, ...(implied[dimension] ?? [])];
  const isWhole = question.filters.every((filter) => whole.includes(filter.dimension));
  return others.length > 0 || !isWhole ? null : { dimension, member: String(row[dimension]) };
};

type PeriodUnit = "year" | "quarter" | "month";

const unitOfTime: Readonly<Record<TimeKey, PeriodUnit | null>> = {
  month: "month",
  fiscal_quarter: "quarter",
  fiscal_year: "year",
  calendar_year: null,
};

type TargetPeriod = Omit<Target, "value">;

/** Periods whose target the months are measured by, the better one first. */
const periodsOf = (
  question: Question,
  unit: PeriodUnit | "asked",
  months: readonly string[],
  metric: Metric,
  loaded: Loaded,
): readonly TargetPeriod[] => {
  const asked = months.map(indexOfIso);
  const [first] = asked;
  const last = asked.at(-1);
  const held = lastHeld(metric, months, loaded.months);
  if (first === undefined || last === undefined || held === undefined) return [];
  if (last - first + 1 !== asked.length) return [];
  const now = loaded.through === "" ? held : indexOfIso(loaded.through);
  const units = unit === "asked" ? (["year", "quarter", "month"] as const) : [unit];
  const running = unit === "asked" ? runningUnit(question) : unit;
  return units.flatMap((one): readonly TargetPeriod[] => {
    const { start, end, period } = unitAround(first, one, loaded.months.fiscalYearStartMonth);
    const isExact = first === start && last === end;
    const isToDate = first === start && last < end && last >= now && one === running;
    if (!isExact && !isToDate) return [];
    const over = isExact && now >= end ? 1 : (held - start + 1) / (end - start + 1);
    return [{ period, unit: one, elapsed: over }];
  });
};

/** Of what the asked months may be the part until now. */
const runningUnit = ({ period }: Question): PeriodUnit | null => {
  switch (period?.kind) {
    case "quarter":
      return "quarter";
    case "relative":
    case "last":
      return period.unit === "month" ? null : period.unit;
    case "month":
    case "next":
      return null;
    case "fiscal-year":
    case "calendar-year":
    case "ytd":
    case "all":
    case "range":
    case "since":
    case undefined:
      return "year";
  }
};

const unitAround = (
  index: MonthIndex,
  unit: PeriodUnit,
  startMonth: number,
): { readonly start: MonthIndex; readonly end: MonthIndex; readonly period: string } => {
  const year = fiscalYearOf(index, startMonth);
  if (unit === "month") return { start: index, end: index, period: isoOfIndex(index).slice(0, 7) };
  if (unit === "year") {
    const start = fiscalYearStart(year, startMonth);
    return { start, end: start + 11, period: `FY${year}` };
  }
  const quarter = fiscalQuarterOf(index, startMonth);
  const start = fiscalQuarterStart(year, quarter, startMonth);
  return { start, end: start + 2, period: `FY${year} Q${quarter}` };
};

/** The last of the months that has figures of the metric. */
const lastHeld = (
  { fact }: Metric,
  months: readonly string[],
  { months: known }: LoadedMonths,
): MonthIndex | undefined => {
  if (fact === "none") return months.map(indexOfIso).at(-1);
  const holding = new Set(
    known
      .filter((month) => (fact === "both" ? month.sales && month.forecast : month[fact]))
      .map(({ month }) => month),
  );
  const last = months.findLast((month) => holding.has(month));
  return last === undefined ? undefined : indexOfIso(last);
};

const findTargets = (
  metrics: readonly Metric[],
  { dimension, member }: Aim,
  periods: (metric: Metric) => readonly TargetPeriod[],
  { targets }: Loaded,
): Readonly<Record<string, Target>> => {
  const index = indexOf(targets);
  return Object.fromEntries(
    metrics.flatMap((metric): [string, Target][] => {
      for (const candidate of periods(metric)) {
        const value = index.get(keyOf({ metric: metric.key, dimension, member, period: candidate.period }));
        if (value !== undefined) return [[metric.key, { ...candidate, value }]];
      }
      return [];
    }),
  );
};

const keyOf = ({ metric, dimension, member, period }: Omit<TargetRow, "value">): string =>
  JSON.stringify([metric, dimension, member, period]);

const indexes = new WeakMap<readonly TargetRow[], ReadonlyMap<string, number>>();

/** Made once per load. */
const indexOf = (targets: readonly TargetRow[]): ReadonlyMap<string, number> => {
  const known = indexes.get(targets);
  if (known) return known;
  const index = new Map(targets.map((target) => [keyOf(target), target.value]));
  indexes.set(targets, index);
  return index;
};
