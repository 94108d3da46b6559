import { formatMonth } from "../format.ts";
import {
  fiscalQuarterOf,
  fiscalQuarterStart,
  fiscalYearOf,
  fiscalYearStart,
  isoOfIndex,
  type MonthIndex,
} from "./calendar.ts";

export const describeMonth = (index: MonthIndex): string => formatMonth(isoOfIndex(index));

/** The shortest name of a stretch of months: "FY2021", "FY2021 Q4", "Mar 2021", "Sep 2019 – Dec 2019". */
export const describeStretch = (first: MonthIndex, last: MonthIndex, startMonth: number): string => {
  const year = fiscalYearOf(first, startMonth);
  const yearStart = fiscalYearStart(year, startMonth);
  if (first === last) return describeMonth(first);
  if (first === yearStart && last === yearStart + 11) return `FY${year}`;
  const lastYear = fiscalYearOf(last, startMonth);
  if (first === yearStart && last === fiscalYearStart(lastYear, startMonth) + 11)
    return `FY${year} – FY${lastYear}`;
  const quarter = fiscalQuarterOf(first, startMonth);
  const isQuarter = first === fiscalQuarterStart(year, quarter, startMonth) && last === first + 2;
  return isQuarter ? `FY${year} Q${quarter}` : `${describeMonth(first)} – ${describeMonth(last)}`;
};

/** Months in any number of stretches: "FY2019 and Mar 2021". Ascending, without repeats. */
export const describeMonths = (months: readonly MonthIndex[], startMonth: number): string => {
  const parts = stretchesOf(months).map(([first, last]) => describeStretch(first, last, startMonth));
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
};

/** Runs of neighbouring months. */
export const stretchesOf = (months: readonly MonthIndex[]): [MonthIndex, MonthIndex][] => {
  const stretches: [MonthIndex, MonthIndex][] = [];
  for (const month of months) {
    const current = stretches.at(-1);
    if (current && current[1] === month - 1) current[1] = month;
    else stretches.push([month, month]);
  }
  return stretches;
};
