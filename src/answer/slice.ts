import { isTimeKey, type TimeKey } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import type { LoadedMonths } from "../question/loaded-months.ts";
import type { Question } from "../question/question.ts";
import { type ResolvedPeriod, resolvePeriod } from "../question/resolve-period.ts";
import type { DemandMonths } from "./compute.ts";
import type { Group } from "./groups.ts";
import type { PlannedMonths } from "./plan.ts";
import { remembered } from "./remembered.ts";
import type { GroupMonths } from "./rows.ts";
import type { AskedMonth, MemberSides } from "./scan.ts";

/** The asked months against what is loaded: what to scan, and what each group may say about itself. */
export interface Slice {
  readonly period: ResolvedPeriod;
  readonly timeKey: TimeKey | undefined;
  /** Time buckets of the period, ascending; also those without a loaded month. */
  readonly buckets: readonly string[];
  readonly months: PlannedMonths;
  readonly sides: MemberSides | undefined;
  readonly monthsOf: (group: Group) => GroupMonths;
}

/** The fact that decides whether a period is loaded: that of the metric asked first. */
const factOf = (metrics: readonly Metric[]): Metric["fact"] => metrics[0]?.fact ?? "sales";

export const sliceOf = (question: Question, metrics: readonly Metric[], loaded: LoadedMonths): Slice => {
  const period = resolvePeriod(question, loaded, factOf(metrics));
  const timeKey = question.by.find(isTimeKey);
  const bucketOf = remembered((month: string) => (timeKey ? period.bucketOf(month, timeKey) : ""));
  const known = new Map(loaded.months.map((month) => [month.month, month]));
  const isPaired = (month: string): boolean => Boolean(known.get(month)?.sales && known.get(month)?.forecast);
  const asked = (date: string, side: 0 | 1, bucket: string): AskedMonth => ({
    date,
    side,
    bucket,
    paired: isPaired(date),
  });
  const sides = memberSides(question);
  const pairs = period.comparison?.pairs ?? [];
  const byPeriod = question.comparison?.kind !== "member" && question.comparison?.kind !== "forecast";
  const before = byPeriod
    ? pairs.flatMap((pair) => (pair.previous ? [asked(pair.previous, 1, bucketOf(pair.current))] : []))
    : [];
  const facts = [...period.months.map((month) => asked(month, 0, bucketOf(month))), ...before];
  const firstYear = loaded.months.find((month) => month.sales)?.month;
  const isLaunchMonth = (month: AskedMonth): boolean =>
    firstYear !== undefined &&
    period.bucketOf(month.date, "fiscal_year") !== period.bucketOf(firstYear, "fiscal_year");
  const launches = facts.filter(isLaunchMonth);

  const holds = (month: string, metric: Metric): boolean => {
    if (metric.formula.kind === "new") return launches.some((launch) => launch.date === month);
    const row = known.get(month);
    return (
      metric.fact === "none" ||
      Boolean(metric.fact === "both" ? row?.sales || row?.forecast : row?.[metric.fact])
    );
  };
  const counted = (months: readonly string[]): DemandMonths => ({
    paired: months.filter(isPaired).length,
    asked: months.length,
  });
  /** A thousand members of one month share what is known of it. */
  const monthsIn = remembered((bucket: string | undefined): GroupMonths => {
    const inBucket = (month: string): boolean => bucket === undefined || bucketOf(month) === bucket;
    const mine = period.months.filter(inBucket);
    const compared = pairs.filter((pair) => inBucket(pair.current));
    return {
      loaded: remembered((metric) => mine.some((month) => holds(month, metric))),
      comparable: remembered(
        (metric) =>
          compared.length > 0 &&
          compared.every((pair) => pair.previous !== null && holds(pair.previous, metric)),
      ),
      now: counted(mine),
      before: counted(compared.flatMap((pair) => pair.previous ?? [])),
    };
  });
  return {
    period,
    timeKey,
    buckets: [...new Set(period.months.map(bucketOf))],
    months: {
      ...{ facts, ...inQuarters(facts, period), launches },
      years: yearMonths(facts, period, timeKey, loaded.fiscalYearStartMonth),
    },
    sides,
    monthsOf: (group) => monthsIn(timeKey ? group.keys[timeKey] : undefined),
  };
};

/** A quarter counts whole where its three months are asked alike: on one side, in one bucket. */
const inQuarters = (
  facts: readonly AskedMonth[],
  period: ResolvedPeriod,
): Pick<PlannedMonths, "quarters" | "others"> => {
  const found = new Map<string, AskedMonth[]>();
  for (const month of facts) {
    const quarter = period.bucketOf(month.date, "fiscal_quarter");
    const key = [quarter, month.side, month.bucket, month.paired].join(" ");
    const known = found.get(key);
    if (known) known.push(month);
    else found.set(key, [month]);
  }
  const whole = [...found.values()].filter((months) => months.length === 3);
  const covered = new Set(whole.flat());
  return {
    quarters: whole.map((months) =>
      months.reduce((first, month) => (month.date < first.date ? month : first)),
    ),
    others: facts.filter((month) => !covered.has(month)),
  };
};

const memberSides = ({ comparison, filters }: Question): MemberSides | undefined => {
  if (comparison?.kind !== "member") return undefined;
  const now = filters
    .filter((filter) => filter.dimension === comparison.dimension && !filter.excluded)
    .flatMap((filter) => filter.members);
  return { dimension: comparison.dimension, now, before: comparison.member };
};

/** One asked month per fiscal year and side: the first of that year, which stands for its rates. */
const yearMonths = (
  facts: readonly AskedMonth[],
  period: ResolvedPeriod,
  timeKey: TimeKey | undefined,
  startMonth: number,
): readonly AskedMonth[] => {
  const years = new Map<string, AskedMonth>();
  for (const month of facts) {
    const year = period.bucketOf(month.date, "fiscal_year");
    const first = firstMonthOf(Number(year.slice(2)), startMonth);
    const bucket = timeKey ? month.bucket : "";
    years.set(`${year} ${month.side} ${bucket}`, { ...month, date: first, bucket });
  }
  return [...years.values()];
};

/** A fiscal year is named by the calendar year it ends in. */
const firstMonthOf = (fiscalYear: number, startMonth: number): string =>
  `${startMonth === 1 ? fiscalYear : fiscalYear - 1}-${String(startMonth).padStart(2, "0")}-01`;
