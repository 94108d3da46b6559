/** What is loaded, month by month: all that periods need to know of the data. */
export interface LoadedMonths {
  /** 1–12; a fiscal year is named by the calendar year it ends in. */
  readonly fiscalYearStartMonth: number;
  /** Ascending and without repeats; only months that hold sales or forecast rows. */
  readonly months: readonly LoadedMonth[];
}

export interface LoadedMonth {
  /** First of the month, ISO: "2021-08-01". */
  readonly month: string;
  readonly sales: boolean;
  readonly forecast: boolean;
  /** Sales lines under half the median of the three loaded months before; never the latest month. */
  readonly partial: boolean;
}
