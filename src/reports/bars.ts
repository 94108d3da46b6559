import type { Chart } from "../report.ts";

/** Most bars in one picture that can be told apart. */
export const mostBars = 20;

/** Says that the members are more than the bars. */
export const outOf = (members: readonly unknown[]): Pick<Chart, "outOf"> =>
  members.length > mostBars ? { outOf: members.length } : {};
