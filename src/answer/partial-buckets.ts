import type { TimeKey } from "../dimension.ts";
import type { Metric } from "../metric.ts";
import type { LoadedMonth } from "../question/loaded-months.ts";
import type { Slice } from "./slice.ts";

const whole: Readonly<Record<TimeKey, number>> = {
  month: 1,
  fiscal_quarter: 3,
  fiscal_year: 12,
  calendar_year: 12,
};

/** Quarters and years of which only some months are asked and loaded, each with how many: "2 of 12 months". */
export const partialBuckets = (
  { buckets, period, timeKey }: Slice,
  metric: Metric,
  months: readonly LoadedMonth[],
): Readonly<Record<string, string>> => {
  const { fact } = metric;
  if (!timeKey || fact === "none") return {};
  const holds = (month: LoadedMonth): boolean =>
    fact === "both" ? month.sales && month.forecast : month[fact];
  const loaded = new Set(months.filter(holds).map(({ month }) => month));
  const counts = buckets.map((bucket) => ({
    bucket,
    count: period.months.filter((month) => loaded.has(month) && period.bucketOf(month, timeKey) === bucket)
      .length,
  }));
  const partial = counts.filter(({ count }) => count > 0 && count < whole[timeKey]);
  return Object.fromEntries(
    partial.map(({ bucket, count }) => [bucket, `${count} of ${whole[timeKey]} months`]),
  );
};
