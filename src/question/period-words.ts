import { monthNames } from "./calendar.ts";
import type { Comparison, Period, SimplePeriod } from "./question.ts";

/** A period as canonical words: "FY2021", "Q1 FY2021", "Mar 2021", "last 3 months", "FY2020 to FY2021". */
export const periodWords = (period: Period): string => {
  switch (period.kind) {
    case "range":
      return `${simpleWords(period.from)} to ${simpleWords(period.to)}`;
    case "since":
      return `since ${simpleWords(period.from)}`;
    default:
      return simpleWords(period);
  }
};

const simpleWords = (period: SimplePeriod): string => {
  switch (period.kind) {
    case "fiscal-year":
      return `FY${period.year}`;
    case "calendar-year":
      return `calendar ${period.year}`;
    case "quarter":
      return period.year === undefined ? `Q${period.quarter}` : `Q${period.quarter} FY${period.year}`;
    case "month": {
      const name = monthNames[period.month - 1]?.slice(0, 3) ?? "";
      return period.year === undefined ? name : `${name} ${period.year}`;
    }
    case "last":
    case "next":
      return `${period.kind} ${period.count} ${period.unit}${period.count === 1 ? "" : "s"}`;
    case "relative":
      return `${period.which} ${period.unit}`;
    case "ytd":
      return "ytd";
    case "all":
      return "all time";
  }
};

/** What stands after "vs"; a member is named by the caller, who knows how to quote it. */
export const comparisonWords = (comparison: Exclude<Comparison, { kind: "member" }>): string => {
  switch (comparison.kind) {
    case "last-year":
      return "last year";
    case "last-period":
      return "last period";
    case "forecast":
      return "forecast";
    case "period":
      return periodWords(comparison.period);
  }
};
