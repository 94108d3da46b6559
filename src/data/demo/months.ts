/** A month as `2026-10`; such texts sort by time. */
export type Month = string;

const indexOf = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

const monthAt = (index: number): Month =>
  `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;

export const addMonths = (month: Month, count: number): Month => monthAt(indexOf(month) + count);

/** Whole months from the first to the second, negative when it lies before. */
export const monthsFrom = (from: Month, to: Month): number => indexOf(to) - indexOf(from);

/** Both ends included. */
export const listMonths = (from: Month, to: Month): readonly Month[] =>
  Array.from({ length: monthsFrom(from, to) + 1 }, (_, index) => addMonths(from, index));

export const calendarMonth = (month: Month): number => Number(month.slice(5, 7));

/** Named by the year it ends in. */
export const fiscalYearOf = (month: Month, startMonth: number): number =>
  Number(addMonths(month, (13 - startMonth) % 12).slice(0, 4));

export const lastMonthOfFiscalYear = (year: number, startMonth: number): Month =>
  addMonths(`${year}-12`, -((13 - startMonth) % 12));
