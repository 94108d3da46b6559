import type { TimeKey } from "../dimension.ts";

/**
 * Months and years as whole numbers, so that no time zone and no date library can shift them.
 * A month's index counts months since year 0: 2021-08 is 2021 × 12 + 7.
 * A fiscal year is named by the calendar year it ends in; starting in January it is the calendar year.
 */
export type MonthIndex = number;

export const monthIndex = (year: number, month: number): MonthIndex => year * 12 + month - 1;

/** "2021-08-01" → its index. */
export const indexOfIso = (iso: string): MonthIndex =>
  monthIndex(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)));

export const calendarYearOf = (index: MonthIndex): number => Math.floor(index / 12);

/** In order, January first. */
export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** 1–12. */
export const monthOf = (index: MonthIndex): number => (index % 12) + 1;

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** First day of the month: "2021-08-01". */
export const isoOfIndex = (index: MonthIndex): string =>
  `${String(calendarYearOf(index)).padStart(4, "0")}-${twoDigits(monthOf(index))}-01`;

/** Last day of the month: "2021-08-31". */
export const lastDayOf = (index: MonthIndex): string => {
  const days = new Date(Date.UTC(calendarYearOf(index), monthOf(index), 0)).getUTCDate();
  return `${isoOfIndex(index).slice(0, 8)}${twoDigits(days)}`;
};

/** Months by which a date moves so that its calendar year is its fiscal year. */
const shiftOf = (startMonth: number): number => (13 - startMonth) % 12;

export const fiscalYearOf = (index: MonthIndex, startMonth: number): number =>
  calendarYearOf(index + shiftOf(startMonth));

/** 1–4. */
export const fiscalQuarterOf = (index: MonthIndex, startMonth: number): number =>
  Math.floor((monthOf(index + shiftOf(startMonth)) - 1) / 3) + 1;

export const fiscalYearStart = (year: number, startMonth: number): MonthIndex =>
  monthIndex(year, 1) - shiftOf(startMonth);

export const fiscalQuarterStart = (year: number, quarter: number, startMonth: number): MonthIndex =>
  fiscalYearStart(year, startMonth) + (quarter - 1) * 3;

/** The name of the time bucket that a month falls in: "2021-08-01", "FY2021 Q4", "FY2021", "2021". */
export const bucketOfIndex = (index: MonthIndex, key: TimeKey, startMonth: number): string => {
  const fiscalYear = `FY${fiscalYearOf(index, startMonth)}`;
  switch (key) {
    case "month":
      return isoOfIndex(index);
    case "fiscal_quarter":
      return `${fiscalYear} Q${fiscalQuarterOf(index, startMonth)}`;
    case "fiscal_year":
      return fiscalYear;
    case "calendar_year":
      return String(calendarYearOf(index));
  }
};

/** Every month from first to last, both included. */
export const monthsBetween = (first: MonthIndex, last: MonthIndex): MonthIndex[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
